"""What differs between two versions of a case's text, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from committee.proposals import LONGEST, ProposalForm

#: In the order of the form.
FIELDS = (*LONGEST, "kind", "service_name", "personal_data", "goal_names")
#: So many equal words between two changes do not keep them apart: what is told is read as one.
_APART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """Words of one field that became others; `before` or `after` is empty where words came or went."""

    field: str
    before: str
    after: str


def changes(before: ProposalForm, after: ProposalForm) -> tuple[TextChange, ...]:
    """Every change, field by field, in the order of the text; none for equal ones."""
    return tuple(one for name in FIELDS for one in _changed(name, _text(before, name), _text(after, name)))


def _text(form: ProposalForm, name: str) -> str:
    value = getattr(form, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return {True: "yes", False: "no", None: ""}[value] if name == "personal_data" else str(value or "")


def _changed(name: str, before: str, after: str) -> Iterator[TextChange]:
    if before == after:
        return
    was, now = before.split(), after.split()
    if was == now:  # only blanks differ
        yield TextChange(field=name, before=before, after=after)
        return
    for (i1, i2), (j1, j2) in _spans(was, now):
        yield TextChange(field=name, before=" ".join(was[i1:i2]), after=" ".join(now[j1:j2]))


_Span = tuple[int, int]


def _spans(was: Sequence[str], now: Sequence[str]) -> list[tuple[_Span, _Span]]:
    """Where they differ, changes that stand close together as one."""
    found: list[tuple[_Span, _Span]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if found and i1 - found[-1][0][1] <= _APART and j1 - found[-1][1][1] <= _APART:
            (a1, _), (b1, _) = found.pop()
            found.append(((a1, i2), (b1, j2)))
        else:
            found.append(((i1, i2), (j1, j2)))
    return found
