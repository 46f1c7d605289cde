"""Cases between bodies: what people write and press, and the dialogs they fill in."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.referrals import (
    Sender,
    down_form,
    question_form,
    received_card,
    referral_answer_card,
    referral_card,
    senders_card,
    vedtak_form,
)
from committee.case_links import LinkAct, case_actions
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.referrals import NOT_BEGUN, Referral, ReferralForm, awaits_below, offices_of, senders_for
from committee.views import ProposalView, view_proposal
from committee.workflows.referral_answers import send_back_to_sender, write_vedtak
from committee.workflows.referrals_down import refer_down
from locales import N_, Words

#: So many of the sender's own cases are offered.
_MOST_OWN = 50


def _senders(visit: Visit) -> list[Sender]:
    """In a channel only that body, in a chat all that the visitor answers for."""
    directory = visit.directory
    bodies = senders_for(directory, visit.person)
    found = [Sender(id=one, name=directory.mandate(one).name, below=below) for one, below in bodies.items()]
    if not visit.sender.is_personal:
        return [one for one in found if one.id == visit.committee_id]
    return found + _offices(visit)


def _offices(visit: Visit) -> list[Sender]:
    by_name: dict[str, dict[str, str]] = {}
    for committee_id, office in offices_of(visit.directory, visit.person).items():
        by_name.setdefault(office, {})[committee_id] = visit.directory.mandate(committee_id).name
    return [Sender(id=f"office:{name}", name=name, below=below) for name, below in by_name.items()]


async def _offer(visit: Visit) -> Card:
    senders = _senders(visit)
    if not senders:
        raise CommitteeError("no_right_refer")
    return senders_card(senders, visit.words)


def _sender(visit: Visit, data: Data) -> Sender:
    """Raises CommitteeError("no_right_refer")."""
    named = field_of(data, "committee")
    bodies = senders_for(visit.directory, visit.person)
    if named in bodies:
        return Sender(id=named, name=visit.directory.mandate(named).name, below=bodies[named])
    found = next((one for one in _offices(visit) if one.id == named), None)
    if found is None:
        raise CommitteeError("no_right_refer")
    return found


async def _fetch_down(visit: Visit, data: Data) -> Answer:
    return await _down_dialog(visit, _sender(visit, data), ReferralForm(), uuid.uuid4().hex)


async def _down_dialog(
    visit: Visit, sender: Sender, form: ReferralForm, new: str, faults: Mapping[str, str] | None = None
) -> Answer:
    own = await visit.office.store.read(lambda tx: _own_cases(tx, sender))
    return show_dialog(
        visit.words("Oversend en sak"), down_form(sender, form, visit.words, new=new, own=own, faults=faults)
    )


def _own_cases(tx: Transaction, sender: Sender) -> list[tuple[str, str]]:
    found = [one for one in tx.proposals(sender.id) if one.state in NOT_BEGUN and not awaits_below(tx, one)]
    return [(one.id, f"{one.case_number} {one.form.title}") for one in found[-_MOST_OWN:]]


async def _submit_down(visit: Visit, data: Data) -> Answer:
    sender, new = _sender(visit, data), field_of(data, "new")
    form = ReferralForm(**{name: field_of(data, name) for name in ("to", "case", "title", "question", "due_on")})
    sender_id = "" if sender.id.startswith("office:") else sender.id
    now = visit.office.now()
    try:
        below = await visit.office.store.write(
            lambda tx: refer_down(tx, visit.directory, visit.person, sender_id, form, referral_id=new, now=now)
        )
    except FormError as error:
        return await _down_dialog(visit, sender, form, new, error.fields)
    visit.office.nudge()
    name = visit.directory.mandate(below.committee_id).name
    return tell_in_dialog(
        visit.words("Saken er oversendt til {committee}, som sak {case}.", committee=name, case=below.case_number)
    )


# What a body does with a case that it has been given

Typed = Mapping[str, str]


def _send_back(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member = visit.member_of(tx.proposal(id_).committee_id)
    return send_back_to_sender(tx, visit.directory, member, id_, text=typed["text"], now=visit.office.now())


def _vedtak(tx: Transaction, visit: Visit, id_: str, typed: Typed) -> Proposal:
    member = visit.member_of(tx.proposal(id_).committee_id)
    return write_vedtak(tx, visit.directory, member, id_, **typed, now=visit.office.now())


_NAMES: dict[LinkAct, tuple[str, ...]] = {
    LinkAct.SEND_BACK: ("text",),
    LinkAct.VEDTAK: ("answer", "text", "reference"),
}
_WORK: dict[LinkAct, Callable[[Transaction, Visit, str, Typed], Proposal]] = {
    LinkAct.SEND_BACK: _send_back,
    LinkAct.VEDTAK: _vedtak,
}
_TOLD = {
    LinkAct.SEND_BACK: N_("Spørsmålet er sendt, og begge kanalene har fått vite det."),
    LinkAct.VEDTAK: N_("Vedtaket er ført inn, og avsenderen får vite det."),
}
_REFUSED = {LinkAct.SEND_BACK: "no_right_send_back", LinkAct.VEDTAK: "no_right_write_vedtak"}


def _form(act: LinkAct, view: ProposalView, words: Words, typed: Typed, faults: Typed | None = None) -> Card:
    if act is LinkAct.SEND_BACK:
        return question_form(view, words, typed=typed.get("text", ""), faults=faults)
    return vedtak_form(view, words, typed=typed, faults=faults)


def _dialog(act: LinkAct) -> Dialog:
    async def fetch(visit: Visit, data: Data) -> Answer:
        def look(tx: Transaction) -> ProposalView:
            view = view_proposal(tx, visit.directory, field_of(data, "proposal"))
            if act not in case_actions(tx, visit.directory, visit.person, view.proposal):
                raise CommitteeError(_REFUSED[act])
            return view

        view = await visit.office.store.read(look)
        return _show(visit, act, view, {})

    async def submit(visit: Visit, data: Data) -> Answer:
        typed, id_ = {name: field_of(data, name) for name in _NAMES[act]}, field_of(data, "proposal")
        try:
            await visit.office.store.write(lambda tx: _WORK[act](tx, visit, id_, typed))
        except FormError as error:
            view = await visit.office.store.read(lambda tx: view_proposal(tx, visit.directory, id_))
            return _show(visit, act, view, typed, error.fields)
        visit.office.nudge()
        return tell_in_dialog(visit.words(_TOLD[act]))

    return Dialog(fetch=fetch, submit=submit)


def _show(visit: Visit, act: LinkAct, view: ProposalView, typed: Typed, faults: Typed | None = None) -> Answer:
    card = _form(act, view, visit.words, typed, faults)
    return show_dialog(card["fallbackText"], card)


# Cards on their way


def _sent(tx: Transaction, directory: Directory, _: Any, referral_id: str, say: Words) -> Card:
    referral = tx.find(Referral, referral_id)
    return referral_card(view_proposal(tx, directory, referral.about), referral, say)


def _answered(tx: Transaction, directory: Directory, _: Any, referral_id: str, say: Words) -> Card:
    referral = tx.find(Referral, referral_id)
    view = view_proposal(tx, directory, referral.from_case)
    return referral_answer_card(view, directory.mandate(referral.committee_id).name, say)


def _received(tx: Transaction, directory: Directory, member: Member, proposal_id: str, say: Words) -> Card:
    view = view_proposal(tx, directory, proposal_id)
    return received_card(view, case_actions(tx, directory, member.person, view.proposal), say)


CHANNEL: Mapping[str, Callable[..., Card]] = {"referral": _sent, "referral_answer": _answered}
PERSONAL: Mapping[str, Callable[..., Card]] = {"referral_answer": _answered, "case_received": _received}
DIALOGS: dict[str, Dialog] = {
    "referral_down": Dialog(fetch=_fetch_down, submit=_submit_down),
    **{act.value: _dialog(act) for act in _WORK},
}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("oversend", "oversend sak", "send sak til utvalg", "oversending", "oversende sak", "refer case"),
        does=N_("sender en sak eller et spørsmål til et utvalg under"),
        run=_offer,
    ),
)
