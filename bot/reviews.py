"""The review of privacy and security, and of how weighty a case is: buttons, dialogs and the cards on their way."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.reviews import (
    pass_form,
    remark_form,
    review_card,
    review_flag_card,
    review_nobody_card,
    seen_form,
    weigh_form,
)
from committee.case_links import LinkAct, case_actions
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.reviews import Review, find_review, may_answer_review, may_write_review
from committee.views import ProposalView, view_proposal
from committee.workflows.reviews import answer_review, overrule_weight, pass_reviews, write_review
from locales import N_, Words

T = TypeVar("T")
Typed = dict[str, str]


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


def _drawn(tx: Transaction, directory: Directory, member: Member, review_id: str, say: Words, told: str = "") -> Card:
    review, proposal = find_review(tx, review_id)
    may_answer = may_answer_review(proposal, review, member.person)
    view = view_proposal(tx, directory, proposal.id)
    return review_card(view, review, say, may_answer=may_answer, told=say(told) if told else "")


async def _clear(visit: Visit, data: Data) -> Card:
    id_ = field_of(data, "review")

    def work(tx: Transaction) -> Card:
        review = answer_review(tx, visit.directory, visit.person, id_, now=visit.office.now())
        return _drawn(tx, visit.directory, visit.member_of(review.committee_id), id_, visit.words)

    return await _write(visit, work)


async def _view(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        review, proposal = find_review(tx, field_of(data, "review"))
        if visit.person.id not in review.people:
            raise CommitteeError("no_right_review")
        return _drawn(tx, visit.directory, visit.member_of(proposal.committee_id), review.id, visit.words)

    return await visit.office.store.read(look)


# A remark


def _own_review(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Review]:
    """Raises CommitteeError("no_right_review", "review_over")."""
    review, proposal = find_review(tx, field_of(data, "review"))
    if visit.person.id not in review.people:
        raise CommitteeError("no_right_review")
    if not may_answer_review(proposal, review, visit.person):
        raise CommitteeError("review_over")
    return proposal, review


async def _fetch_remark(visit: Visit, data: Data) -> Answer:
    proposal, review = await visit.office.store.read(lambda tx: _own_review(tx, visit, data))
    form = remark_form(proposal, review, visit.words, typed=review.remark, flag=review.is_flagged)
    return show_dialog(visit.words("Merknad"), form)


async def _submit_remark(visit: Visit, data: Data) -> Answer:
    typed, flag = field_of(data, "text"), field_of(data, "flag") == "true"

    def work(tx: Transaction) -> None:
        _, review = _own_review(tx, visit, data)
        if not typed.strip():
            raise FormError({"text": "field_empty"})
        answer_review(
            tx, visit.directory, visit.person, review.id, remark=typed, is_flagged=flag, now=visit.office.now()
        )

    try:
        await _write(visit, work)
    except FormError as error:
        proposal, review = await visit.office.store.read(lambda tx: _own_review(tx, visit, data))
        form = remark_form(proposal, review, visit.words, typed=typed, flag=flag, faults=error.fields)
        return show_dialog(visit.words("Merknad"), form)
    if flag:
        return tell_in_dialog(visit.words("Takk! Merknaden står på saken, og kommunens kontakt har fått beskjed."))
    return tell_in_dialog(visit.words("Takk! Merknaden står på saken."))


# What leader and secretary do


def _seen(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> None:
    member, now = visit.member_of(tx.proposal(id_).committee_id), visit.office.now()
    write_review(tx, visit.directory, member, id_, who=typed["who"], remark=typed["text"], now=now)


def _pass(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> None:
    member = visit.member_of(tx.proposal(id_).committee_id)
    pass_reviews(tx, member, id_, ground=typed["ground"], now=visit.office.now())


def _weigh(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> None:
    member, now = visit.member_of(tx.proposal(id_).committee_id), visit.office.now()
    answer, ground = typed["significant"], typed["significant_ground"]
    overrule_weight(tx, visit.directory, member, id_, answer=answer, ground=ground, now=now)


_WORK: dict[LinkAct, Callable[[Transaction, Visit, str, Typed], None]] = {
    LinkAct.SEEN: _seen,
    LinkAct.PASS: _pass,
    LinkAct.WEIGH: _weigh,
}
_NAMES = ("who", "text", "ground", "significant", "significant_ground")
_TOLD = {
    LinkAct.SEEN: N_("Takk! Det står på saken."),
    LinkAct.PASS: N_("Saken går videre, og begrunnelsen står på den."),
    LinkAct.WEIGH: N_("Vurderingen er lagret, og står på saken."),
}
_REFUSED = {LinkAct.SEEN: "review_over", LinkAct.PASS: "review_over", LinkAct.WEIGH: "no_right_plan"}


def _form(act: LinkAct, view: ProposalView, words: Words, typed: Typed, faults: Mapping[str, str] | None) -> Card:
    if act is LinkAct.SEEN:
        return seen_form(view.proposal, words, who=typed.get("who", ""), remark=typed.get("text", ""), faults=faults)
    if act is LinkAct.PASS:
        return pass_form(view, words, ground=typed.get("ground", ""), faults=faults)
    return weigh_form(view, words, typed=typed, faults=faults)


def _dialog(act: LinkAct) -> Dialog:
    def show(visit: Visit, view: ProposalView, typed: Typed, faults: Mapping[str, str] | None = None) -> Answer:
        form = _form(act, view, visit.words, typed, faults)
        return show_dialog(form["fallbackText"], form)

    async def fetch(visit: Visit, data: Data) -> Answer:
        def look(tx: Transaction) -> ProposalView:
            view = view_proposal(tx, visit.directory, field_of(data, "proposal"))
            if act not in case_actions(tx, visit.directory, visit.person, view.proposal):
                raise CommitteeError(_REFUSED[act])
            return view

        return show(visit, await visit.office.store.read(look), {})

    async def submit(visit: Visit, data: Data) -> Answer:
        typed, id_ = {name: field_of(data, name) for name in _NAMES}, field_of(data, "proposal")
        try:
            await _write(visit, lambda tx: _WORK[act](tx, visit, id_, typed))
        except FormError as error:
            view = await visit.office.store.read(lambda tx: view_proposal(tx, visit.directory, id_))
            return show(visit, view, typed, error.fields)
        return tell_in_dialog(visit.words(_TOLD[act]))

    return Dialog(fetch=fetch, submit=submit)


# Cards on their way


def _reminder(tx: Transaction, directory: Directory, member: Member, review_id: str, say: Words) -> Card:
    return _drawn(tx, directory, member, review_id, say, N_("En påminnelse: Saken venter på deg."))


def _flag(tx: Transaction, directory: Directory, _: Any, review_id: str, say: Words) -> Card:
    review, proposal = find_review(tx, review_id)
    by = directory.people.get(review.answered_by)
    return review_flag_card(view_proposal(tx, directory, proposal.id), review, by.name if by else "", say)


def _nobody(tx: Transaction, directory: Directory, member: Member, proposal_id: str, say: Words) -> Card:
    view = view_proposal(tx, directory, proposal_id)
    return review_nobody_card(view, say, may_write=may_write_review(tx, directory, view.proposal, member))


PERSONAL: Mapping[str, Callable[..., Card]] = {
    "review_asked": _drawn,
    "review_reminder": _reminder,
    "review_flag": _flag,
    "review_nobody": _nobody,
}
ACTIONS: dict[str, Any] = {"review.clear": _clear, "review.view": _view}
DIALOGS: dict[str, Dialog] = {
    "review_remark": Dialog(fetch=_fetch_remark, submit=_submit_remark),
    **{act.value: _dialog(act) for act in _WORK},
}
