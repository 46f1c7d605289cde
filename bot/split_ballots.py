"""The dialog where an organisation gives its weight to several answers in one go."""

from collections.abc import Mapping

from bot.ballots import view_own_ballot
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Visit
from cards.split_ballots import split_form
from cards.votings import may_split
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.views import VotingView
from committee.voting import WHOLE, Choice, split_ballot
from committee.workflows.ballots import cast_ballot

#: What is wrong that stands beside a field.
_FIELDS = {"split_sum": Choice.FOR.value, "abstention_not_allowed": Choice.AGAINST.value}
#: A weight has fewer digits than this.
_MOST_DIGITS = 9


async def _view(visit: Visit, data: Data) -> VotingView:
    """Raises CommitteeError("no_vote_…", "voting_closed", "split_not_allowed")."""
    view = await view_own_ballot(visit, data)
    if not may_split(view):
        raise CommitteeError("split_not_allowed")
    return view


async def _fetch(visit: Visit, data: Data) -> Answer:
    return _dialog(visit, await _view(visit, data))


def _dialog(visit: Visit, view: VotingView, **filled: Mapping[str, str]) -> Answer:
    title = visit.words("Stem i {case}", case=view.proposal.case_number)
    return show_dialog(title, split_form(view, visit.words, **filled))


async def _submit(visit: Visit, data: Data) -> Answer:
    typed = {one.value: field_of(data, one.value) for one in WHOLE}
    try:
        parts = (_whole(typed["for"]), _whole(typed["against"]), _whole(typed["abstain"]))
        await visit.office.store.write(lambda tx: _cast(tx, visit, data, parts))
    except CommitteeError as error:
        field = _FIELDS.get(error.code)
        if field is None:
            raise
        return _dialog(visit, await _view(visit, data), typed=typed, faults={field: error.code})
    visit.office.nudge()
    return tell_in_dialog(visit.words("Stemmen er avgitt. Du kan endre den til avstemningen lukkes."))


def _whole(typed: str) -> int:
    """Raises CommitteeError("split_sum"); an empty field is nothing."""
    plain = typed.strip() or "0"
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= _MOST_DIGITS):
        raise CommitteeError("split_sum")
    return int(plain)


def _cast(tx: Transaction, visit: Visit, data: Data, parts: tuple[int, int, int]) -> None:
    voting, seen = tx.voting(field_of(data, "voting")), field_of(data, "revision")
    member = visit.member_of(voting.committee_id)
    entry = tx.roll_entry(voting.id, member.organisation_id or "")
    if entry and sum(parts) != entry.weight:
        raise CommitteeError("split_sum")
    choice, split = split_ballot(parts)
    cast_ballot(
        tx, visit.directory, member, voting.id, choice,
        parts=split, seen_revision=int(seen) if seen.isdecimal() and len(seen) < 10 else 0, now=visit.office.now(),
    )  # fmt: skip


DIALOGS = {"ballot_split": Dialog(fetch=_fetch, submit=_submit)}
