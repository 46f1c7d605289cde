"""A case after its first steps: one sees it, answers for an office or a body, defers it, follows it up, anchors it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import offered_people
from bot.office import Card, Visit, receive
from cards.case_forms import case_form, case_form_title
from cards.cases import answer_card, body_asked_card, case_card, office_card, started_card, stopped_card
from committee.case_facts import is_anchored
from committee.case_history import case_history
from committee.case_links import case_actions
from committee.case_records import Decision, Question
from committee.case_rights import Act, acts_of
from committee.errors import CommitteeError, FormError
from committee.gains import PlannedGain
from committee.insight import is_inside
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.reviews import Review
from committee.views import ProposalView, view_proposal
from committee.workflows.case_rests import defer_case, undo_rest, withdraw_case
from committee.workflows.case_texts import stop_voting
from committee.workflows.corrections import correct_answer, form_of, last_decision, take_up_again
from committee.workflows.decisions import AnswerForm, answer_as_office, answer_for_body
from committee.workflows.progress import anchor_case, evaluate_case, own_anchoring, report_case, start_case
from locales import N_, Words

Typed = Mapping[str, str]
#: What the dialogs' fields are called.
_NAMES = ("answer", "text", "reference", "responsible", "state", "gain", "reason", "until", "ground")


async def _see(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        proposal = tx.proposal(field_of(data, "proposal"))
        if not has_part_in(tx, proposal.id, visit.person):
            require_insight(visit, proposal.committee_id)
        return own_card(tx, visit, proposal.id)

    return await visit.office.store.read(look)


def require_insight(visit: Visit, committee_id: str) -> None:
    """The cases of the channel's committee, or in a chat of the one that the bot is here for, can be followed by all;
    others' are for those who have a seat somewhere.

    Raises CommitteeError("no_seat").
    """
    open_to_all = receive(visit.office, visit.sender).committee_id
    if committee_id != open_to_all and not is_inside(visit.directory, visit.person):
        raise CommitteeError("no_seat", committee_id=committee_id)


def has_part_in(tx: Transaction, proposal_id: str, person: Person) -> bool:
    """Whether somebody without a seat was asked about the case, or is to see to a gain of it."""
    asked = any(person.id in one.people for one in tx.records_about(Review, proposal_id))
    return asked or any(one.owner_id == person.id for one in tx.records_about(PlannedGain, proposal_id))


def own_card(tx: Transaction, visit: Visit, proposal_id: str) -> Card:
    """The case with its history, and what the visitor may do with it."""
    view = view_proposal(tx, visit.directory, proposal_id)
    acts = acts_of(view.proposal, visit.directory, visit.person)
    links = case_actions(tx, visit.directory, visit.person, view.proposal)
    history = case_history(tx, visit.directory, view.proposal)
    follows = is_anchored(view.proposal) and visit.member_of(view.proposal.committee_id).seat is not None
    return case_card(view, acts, visit.words, history=history, links=links, follows=follows)


async def _undo(visit: Visit, data: Data) -> Card:
    return await _change(visit, data, undo_rest)


async def _take_up(visit: Visit, data: Data) -> Card:
    return await _change(visit, data, take_up_again)


async def _change(visit: Visit, data: Data, change: Callable[..., Proposal]) -> Card:
    """A button that does something at once."""

    def work(tx: Transaction) -> Card:
        member = _member(tx, visit, field_of(data, "proposal"))
        change(tx, member, field_of(data, "proposal"), now=visit.office.now())
        return own_card(tx, visit, field_of(data, "proposal"))

    shown = await visit.office.store.write(work)
    visit.office.nudge()
    return shown


def _member(tx: Transaction, visit: Visit, proposal_id: str) -> Member:
    return visit.member_of(tx.proposal(proposal_id).committee_id)


def _office(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    return answer_as_office(tx, visit.directory, visit.person, id_, _answer(typed), now=visit.office.now())


def _body(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    return answer_for_body(tx, visit.directory, visit.person, id_, _answer(typed), now=visit.office.now())


def _correct(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    return correct_answer(tx, visit.directory, visit.person, id_, _answer(typed), now=visit.office.now())


def _answer(typed: Typed) -> AnswerForm:
    return AnswerForm(answer=typed["answer"], text=typed["text"], reference=typed["reference"])


def _start(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    now = visit.office.now()
    return start_case(tx, visit.directory, visit.person, id_, responsible_id=typed["responsible"], now=now)


def _report(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return report_case(tx, member, id_, text=typed["text"], state=typed["state"], now=now)


def _evaluate(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return evaluate_case(tx, member, id_, text=typed["text"], gain=typed["gain"], now=now)


def _anchor(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return anchor_case(tx, visit.directory, member, id_, reference=typed["reference"], now=now)


def _defer(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return defer_case(tx, visit.directory, member, id_, reason=typed["reason"], until=typed["until"], now=now)


def _withdraw(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return withdraw_case(tx, visit.directory, member, id_, reason=typed["reason"], now=now)


def _stop(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member, now = _member(tx, visit, id_), visit.office.now()
    return stop_voting(tx, visit.directory, member, id_, ground=typed["ground"], now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deed:
    """What a dialog does, what it says when it is done, and the code for those who may not."""

    work: Callable[[Transaction, Visit, str, Typed], Proposal]
    told: str
    refused: str


_DEEDS: dict[Act, _Deed] = {
    Act.OFFICE: _Deed(work=_office, told=N_("Svaret er lagret, og utvalget har fått vite det."),
                      refused="no_right_answer_office"),
    Act.BODY: _Deed(work=_body, told=N_("Svaret er lagret, og begge kanalene har fått vite det."),
                    refused="no_right_answer_body"),
    Act.CORRECT: _Deed(work=_correct, told=N_("Svaret er rettet, og kanalen har fått vite det."),
                       refused="no_right_correct_answer"),
    Act.START: _Deed(work=_start, told=N_("Saken er satt i gang."), refused="no_right_start"),
    Act.REPORT: _Deed(work=_report, told=N_("Takk! Meldingen er lagret."), refused="no_right_report_case"),
    Act.EVALUATE: _Deed(work=_evaluate, told=N_("Takk! Evalueringen er lagret."), refused="no_right_report_case"),
    Act.ANCHOR: _Deed(work=_anchor, told=N_("Forankringen er lagret."), refused="no_right_anchor"),
    Act.DEFER: _Deed(work=_defer, told=N_("Saken er utsatt. Den kommer tilbake av seg selv."),
                     refused="no_right_defer"),
    Act.STOP: _Deed(work=_stop, told=N_("Avstemningen er stoppet. Forslagsstilleren har fått beskjed om å rette."),
                    refused="no_right_lead"),
    Act.WITHDRAW: _Deed(work=_withdraw, told=N_("Saken er trukket."), refused="no_right_withdraw"),
}  # fmt: skip


def _dialog(act: Act) -> Dialog:
    deed = _DEEDS[act]

    async def fetch(visit: Visit, data: Data) -> Answer:
        def look(tx: Transaction) -> tuple[ProposalView, Typed]:
            view = view_proposal(tx, visit.directory, field_of(data, "proposal"))
            if act not in acts_of(view.proposal, visit.directory, visit.person):
                raise CommitteeError(deed.refused)
            return view, _kept(tx, visit, act, view.proposal)

        view, typed = await visit.office.store.read(look)
        return _show(visit, act, view, typed)

    async def submit(visit: Visit, data: Data) -> Answer:
        typed, id_ = {name: field_of(data, name) for name in _NAMES}, field_of(data, "proposal")
        try:
            await visit.office.store.write(lambda tx: deed.work(tx, visit, id_, typed))
        except FormError as error:
            view = await visit.office.store.read(lambda tx: view_proposal(tx, visit.directory, id_))
            return _show(visit, act, view, typed, error.fields)
        visit.office.nudge()
        return tell_in_dialog(visit.words(deed.told))

    return Dialog(fetch=fetch, submit=submit)


def _kept(tx: Transaction, visit: Visit, act: Act, proposal: Proposal) -> Typed:
    """What stands in the fields before anything is typed."""
    if act is Act.START:
        return {"responsible": proposal.proposer_id}
    if act is Act.CORRECT:
        form = form_of(last_decision(tx, proposal))
        return {"answer": form.answer, "text": form.text, "reference": form.reference}
    own = own_anchoring(tx, visit.member_of(proposal.committee_id), proposal.id) if act is Act.ANCHOR else None
    return {"reference": own.reference} if own else {}


def _show(visit: Visit, act: Act, view: ProposalView, typed: Typed, faults: Mapping[str, str] | None = None) -> Answer:
    people = ()
    if act is Act.START:
        people = offered_people(visit, view.proposal.committee_id, view.proposal.proposer_id)
    card = case_form(act, view, visit.words, typed=typed, faults=faults, people=people)
    return show_dialog(case_form_title(act, visit.words), card)


def _drawn(draw: Callable[..., Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, id_: str, say: Words) -> Card:
        view = view_proposal(tx, directory, id_)
        return draw(view, acts_of(view.proposal, directory, member.person), say)

    return drawn


def _answer_drawn(tx: Transaction, directory: Directory, _: Any, answer_id: str, say: Words) -> Card:
    try:
        answer = tx.find(Decision, answer_id)
    except CommitteeError:
        answer = tx.find(Question, answer_id)
    return answer_card(view_proposal(tx, directory, answer.about), answer, say)


#: What errands mean: see `bot.channel_cards`.
CHANNEL: Mapping[str, Callable[..., Card]] = {"case_answer": _answer_drawn}
PERSONAL: Mapping[str, Callable[..., Card]] = {
    "case_answer": _answer_drawn,
    "case_office": _drawn(office_card),
    "case_body": _drawn(body_asked_card),
    "case_started": _drawn(started_card),
    "case_stopped": _drawn(stopped_card),
}
ACTIONS: dict[str, Any] = {"case.view": _see, "case.undo": _undo, "case.take_up": _take_up}
DIALOGS: dict[str, Dialog] = {act.value: _dialog(act) for act in _DEEDS}
