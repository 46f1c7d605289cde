"""A voting is closed before all have voted, with a ground, and a tie is decided: the leader's dialogs."""

from collections.abc import Callable, Mapping

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.voting_forms import close_form, tie_form
from cards.voting_results import tie_card
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.recusals import require_lead_of
from committee.views import VotingView, view_voting
from committee.voting import Outcome, Voting
from committee.workflows.votings import close_voting, decide_tie
from locales import Words
from locales.outcomes import outcome_name

_Form = Callable[..., Card]
#: What is wrong that a form can put beside a field.
_FIELDS = {
    "closing_needs_ground": "ground",
    "tie_needs_ground": "ground",
    "ground_too_long": "ground",
    "tie_not_chosen": "decision",
}


async def _view(visit: Visit, data: Data) -> VotingView:
    """As whoever leads the case sees it. Raises CommitteeError("no_right_lead", "recused")."""

    def look(tx: Transaction) -> VotingView:
        voting = tx.voting(field_of(data, "voting"))
        member = visit.member_of(voting.committee_id)
        require_lead_of(tx, visit.directory, member, voting.proposal_id)
        return view_voting(tx, visit.directory, voting.id, member)

    return await visit.office.store.read(look)


async def _fetch_close(visit: Visit, data: Data) -> Answer:
    view = await _view(visit, data)
    if not view.voting.is_open:
        return tell_in_dialog(visit.words("Avstemningen er alt lukket."))
    return _dialog(visit, view, close_form)


async def _submit_close(visit: Visit, data: Data) -> Answer:
    def work(tx: Transaction, member: Member) -> Voting:
        ground, now = field_of(data, "ground"), visit.office.now()
        return close_voting(tx, visit.directory, member, field_of(data, "voting"), ground=ground, now=now)

    return await _submit(visit, data, close_form, work, lambda words, _: words("Avstemningen er lukket."))


async def _fetch_tie(visit: Visit, data: Data) -> Answer:
    view = await _view(visit, data)
    if not view.may_decide_tie:
        raise CommitteeError("no_tie_to_decide")
    return _dialog(visit, view, tie_form)


async def _submit_tie(visit: Visit, data: Data) -> Answer:
    def work(tx: Transaction, member: Member) -> Voting:
        decision, ground = field_of(data, "decision"), field_of(data, "ground")
        if decision not in (Outcome.ADOPTED, Outcome.REJECTED):
            raise CommitteeError("tie_not_chosen")
        adopted, now = decision == Outcome.ADOPTED, visit.office.now()
        id_ = field_of(data, "voting")
        return decide_tie(tx, visit.directory, member, id_, adopted=adopted, ground=ground, now=now)

    return await _submit(visit, data, tie_form, work, _decided)


def _decided(words: Words, voting: Voting) -> str:
    assert voting.verdict is not None
    return words("Saken er avgjort: {outcome}.", outcome=outcome_name(voting.verdict.outcome, words))


async def _submit(
    visit: Visit,
    data: Data,
    form: _Form,
    work: Callable[[Transaction, Member], Voting],
    tell: Callable[[Words, Voting], str],
) -> Answer:
    def write(tx: Transaction) -> Voting:
        return work(tx, visit.member_of(tx.voting(field_of(data, "voting")).committee_id))

    try:
        voting = await visit.office.store.write(write)
    except CommitteeError as error:
        field = _FIELDS.get(error.code)
        if field is None:
            raise
        typed = {name: field_of(data, name) for name in ("ground", "decision")}
        return _dialog(visit, await _view(visit, data), form, typed=typed, faults={field: error.code})
    visit.office.nudge()
    return tell_in_dialog(tell(visit.words, voting))


def _dialog(visit: Visit, view: VotingView, form: _Form, **filled: Mapping[str, str]) -> Answer:
    title = visit.words("Avstemning: {case}", case=view.proposal.case_number)
    return show_dialog(title, form(view, visit.words, **filled))


def _tie(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    return tie_card(view_voting(tx, directory, voting_id, member), say)


PERSONAL = {"tie": _tie}
DIALOGS: dict[str, Dialog] = {
    "voting_close": Dialog(fetch=_fetch_close, submit=_submit_close),
    "voting_tie": Dialog(fetch=_fetch_tie, submit=_submit_tie),
}
