"""The states of a case as documented: the page is the code's, and nothing in the code is a dead end."""

import re
from pathlib import Path

from typer.testing import CliRunner

from bot.__main__ import app
from committee.case_awaits import NEXT_TO_ACT, Who
from committee.proposals import NEXT, ProposalState
from documents.case_states import draw_case_states

PAGE = Path(__file__).parents[2] / "docs" / "cases.md"


def test_the_page_is_of_the_code_as_it_is() -> None:
    """Mend it with `utvalgsbot docs states --out docs/cases.md`."""
    assert PAGE.read_text(encoding="utf-8") == draw_case_states()


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "cases.md"
    assert CliRunner().invoke(app, ["docs", "states", "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == CliRunner().invoke(app, ["docs", "states"]).output


def test_every_way_is_drawn_or_stands_in_the_table() -> None:
    page = draw_case_states()
    for state, after in NEXT.items():
        (row,) = re.findall(rf"^\| `{state}` \|.*$", page, re.MULTILINE)
        assert all(f"`{one}`" in row for one in after), state
    drawn = {tuple(one) for one in re.findall(r"^    (\w+) --> (\w+)$", page, re.MULTILINE)}
    assert ("voting", "recommended") in drawn
    assert {(a, b) for a, b in drawn if ProposalState(b) not in NEXT[ProposalState(a)]} == set()


def test_every_state_is_reached_and_knows_who_acts_next() -> None:
    reached, ahead = set(), [ProposalState.DRAFT]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += NEXT[state]
    assert reached == set(ProposalState) == set(NEXT_TO_ACT)


def test_only_what_is_over_waits_for_nobody() -> None:
    assert {one for one, who in NEXT_TO_ACT.items() if who is Who.NOBODY} == {
        ProposalState.EVALUATED,
        ProposalState.WITHDRAWN,
    }
