"""The states of a case, drawn from the code: a Mermaid diagram and a table of who acts next and where it can go."""

from collections.abc import Iterator

from committee.case_awaits import NEXT_TO_ACT, Who
from committee.proposals import NEXT, ProposalState
from locales import words
from locales.outcomes import state_name

_S = ProposalState
#: From nearly everywhere, and back: drawn, they would hide the rest.
_ASIDE = (_S.WITHDRAWN, _S.DEFERRED)
_WHO = {
    Who.PROPOSER: "the proposer",
    Who.ASSURERS: "the co-operation's member, who does kvalitetssikring",
    Who.HEARD: "those who are heard, or who review it",
    Who.LEADERS: "the committee's leader and secretary",
    Who.MEETING: "the committee's next meeting",
    Who.VOTERS: "the organisations that vote",
    Who.OFFICE: "the office that the committee advises",
    Who.BODY: "leader and secretary of the body that has the case",
    Who.RESPONSIBLE: "whoever follows up what was decided",
    Who.CLOCK: "nobody: it comes back on its day",
    Who.NOBODY: "nobody",
}
_INTRODUCTION = """\
# The states of a case

Made from the code by `utvalgsbot docs states --out docs/cases.md`; a test holds it equal to `committee/proposals.py`
and `committee/case_awaits.py`. «hva venter på meg» lists a case for exactly those whose turn it is, and the case's card
names them.

"""
_BELOW_THE_DRAWING = """
A case can be withdrawn or deferred from most states, and goes on from where it was when that is undone or its day has
come; the table has those ways too. A text that is changed after kvalitetssikring goes back to it, as a new version; the
first ballot freezes the text. Where the outcome goes after the voting is the mandate's `result` (see
[mandates.md](mandates.md)). A rejected case is decided, and nobody acts.

"""


def draw_case_states() -> str:
    """The page `docs/cases.md`, whole."""
    lines = ["```mermaid", "stateDiagram-v2", *_diagram(), "```"]
    return _INTRODUCTION + "\n".join(lines) + "\n" + _BELOW_THE_DRAWING + "\n".join(_table()) + "\n"


def _diagram() -> Iterator[str]:
    say = words("nb")
    drawn = [one for one in ProposalState if one not in _ASIDE]
    for state in drawn:
        yield f'    state "{state_name(state, say)}" as {state}'
    yield f"    [*] --> {_S.DRAFT}"
    yield f"    [*] --> {_S.SUBMITTED}"
    for state in drawn:
        for after in _in_order(state):
            if after not in _ASIDE:
                yield f"    {state} --> {after}"
        if not NEXT[state]:
            yield f"    {state} --> [*]"


def _in_order(state: ProposalState) -> list[ProposalState]:
    return [one for one in ProposalState if one in NEXT[state]]


def _table() -> Iterator[str]:
    say = words("nb")
    yield "| state | as members read it | who acts next | where it can go |"
    yield "|---|---|---|---|"
    for state in ProposalState:
        after = ", ".join(f"`{one}`" for one in _in_order(state)) or "–"
        yield f"| `{state}` | {state_name(state, say)} | {_WHO[NEXT_TO_ACT[state]]} | {after} |"
