"""Who takes part in a case: inhabilitet, deputies, ballots entered for those who are away, and receipts."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from cards.absences import (
    call_card,
    deputies_card,
    entered_card,
    entered_form,
    entries_card,
    no_deputy_card,
    receipts_card,
    recusal_card,
    recusal_decision_form,
    recusal_form,
    recusals_card,
)
from cards.build import day_of
from committee.absence_views import open_cases, view_absences, view_call, view_recusal
from committee.deputies import DeputyCall, voters_of
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.receipts import Receipt, receipt_of, receipts_of
from committee.recusals import Recusal
from committee.rights import Right, may, require
from committee.views import view_voting
from committee.voting import Voting
from committee.workflows.deputies import answer_call, hand_over, take_back
from committee.workflows.entered_ballots import enter_ballot
from committee.workflows.recusals import decide_recusal, raise_recusal
from locales import N_, Words
from locales.outcomes import choice_name

T = TypeVar("T")


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


# Inhabilitet


async def _recusals(visit: Visit) -> Card:
    return await visit.office.store.read(
        lambda tx: recusals_card(view_absences(tx, visit.directory, visit.member), visit.words)
    )


async def _fetch_raise(visit: Visit, data: Data) -> Answer:
    return await _raise_dialog(visit, committee_named(visit, data), {"proposal": field_of(data, "proposal")})


async def _raise_dialog(visit: Visit, committee_id: str, typed: dict[str, str], **faults: Any) -> Answer:
    member = visit.member_of(committee_id)
    require(member, Right.READ)
    cases = await visit.office.store.read(lambda tx: open_cases(tx, committee_id))
    if not cases:
        return tell_in_dialog(visit.words("Utvalget har ingen saker i gang."))
    others = visit.directory.members(committee_id) if may(member, Right.PLAN) else ()
    people = [(one.person.id, one.person.name) for one in others]
    if people:
        typed = {**typed, "person": typed.get("person") or visit.person.id}
    return show_dialog(visit.words("Meld inhabilitet"), recusal_form(cases, people, visit.words, typed=typed, **faults))


async def _submit_raise(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("proposal", "person", "ground")}
    if not typed["proposal"]:
        faults = {"proposal": "field_not_chosen"}
        return await _raise_dialog(visit, committee_named(visit, data), typed, faults=faults)

    def work(tx: Transaction) -> Recusal:
        member = visit.member_of(tx.proposal(typed["proposal"]).committee_id)
        return raise_recusal(
            tx, visit.directory, member, typed["proposal"],
            person_id=typed["person"], ground=typed["ground"], now=visit.office.now(),
        )  # fmt: skip

    try:
        await _write(visit, work)
    except FormError as error:
        committee_id = await visit.office.store.read(lambda tx: tx.proposal(typed["proposal"]).committee_id)
        return await _raise_dialog(visit, committee_id, typed, faults=error.fields)
    return tell_in_dialog(visit.words("Takk. Utvalget avgjør det uten den det gjelder, før saken behandles."))


async def _fetch_decide(visit: Visit, data: Data) -> Answer:
    return await _decide_dialog(visit, data)


async def _decide_dialog(visit: Visit, data: Data, **filled: Any) -> Answer:
    def look(tx: Transaction) -> Card:
        recusal = tx.find(Recusal, field_of(data, "recusal"))
        view = view_recusal(tx, visit.directory, visit.member_of(recusal.committee_id), recusal.id)
        if not view.may_decide:
            raise CommitteeError("no_right_decide_recusal")
        return recusal_decision_form(view, visit.words, **filled)

    return show_dialog(visit.words("Inhabilitet"), await visit.office.store.read(look))


async def _submit_decide(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("recused", "paragraph", "decision")}
    if typed["recused"] not in ("yes", "no"):
        return await _decide_dialog(visit, data, typed=typed, faults={"recused": "field_not_chosen"})

    def work(tx: Transaction) -> Recusal:
        recusal = tx.find(Recusal, field_of(data, "recusal"))
        return decide_recusal(
            tx, visit.directory, visit.member_of(recusal.committee_id), recusal.id,
            recused=typed["recused"] == "yes", paragraph=typed["paragraph"], decision=typed["decision"],
            now=visit.office.now(),
        )  # fmt: skip

    try:
        await _write(visit, work)
    except FormError as error:
        return await _decide_dialog(visit, data, typed=typed, faults=error.fields)
    return tell_in_dialog(visit.words("Avgjørelsen er ført inn, og den det gjelder har fått beskjed."))


# Deputies


async def _deputies(visit: Visit) -> Card:
    return await visit.office.store.read(lambda tx: _draw_deputies(tx, visit, visit.committee_id))


def _draw_deputies(tx: Transaction, visit: Visit, committee_id: str) -> Card:
    return deputies_card(view_absences(tx, visit.directory, visit.member_of(committee_id)), visit.words)


def _answer(accept: bool) -> Callable[..., Any]:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            call = tx.find(DeputyCall, field_of(data, "call"))
            member, now = visit.member_of(call.committee_id), visit.office.now()
            call = answer_call(tx, visit.directory, member, call.id, accept=accept, now=now)
            return call_card(view_call(tx, visit.directory, call), visit.words)

        return await _write(visit, work)

    return act


async def _hand_over(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        hand_over(tx, visit.directory, visit.member_of(voting.committee_id), voting.id, now=visit.office.now())
        return _draw_deputies(tx, visit, voting.committee_id)

    return await _write(visit, work)


async def _take_back(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        take_back(tx, visit.member_of(voting.committee_id), voting.id, now=visit.office.now())
        return _draw_deputies(tx, visit, voting.committee_id)

    return await _write(visit, work)


# Ballots that the secretary enters


async def _entries(visit: Visit) -> Card:
    require(visit.member, Right.WRITE_MINUTES)

    def look(tx: Transaction) -> Card:
        open_ = tx.votings(visit.committee_id, open_only=True)
        votings = [(one.id, tx.proposal(one.proposal_id).case_number) for one in open_]
        return entries_card(votings, visit.words)

    return await visit.office.store.read(look)


async def _fetch_enter(visit: Visit, data: Data) -> Answer:
    return await _enter_dialog(visit, data)


async def _enter_dialog(visit: Visit, data: Data, **filled: Any) -> Answer:
    def look(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        member = visit.member_of(voting.committee_id)
        require(member, Right.WRITE_MINUTES)
        if not voting.is_open:
            raise CommitteeError("voting_closed")
        view = view_voting(tx, visit.directory, voting.id, member)
        return entered_form(view, _senders(tx, visit.directory, voting), visit.words, **filled)

    return show_dialog(visit.words("Før inn en stemme"), await visit.office.store.read(look))


def _senders(tx: Transaction, directory: Directory, voting: Voting) -> list[tuple[str, str]]:
    """Those whose organisation has not voted itself."""
    found = []
    for entry in tx.roll(voting.id):
        ballot = tx.ballot(voting.id, entry.organisation_id)
        if ballot is None or ballot.entered_by:
            voters = voters_of(directory, voting, entry.organisation_id)
            found += [(one.person.id, f"{one.person.name} ({entry.name})") for one in voters]
    return found


async def _submit_enter(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("person", "choice", "ground")}

    def work(tx: Transaction) -> Voting:
        voting = tx.voting(field_of(data, "voting"))
        return enter_ballot(
            tx, visit.directory, visit.member_of(voting.committee_id), voting.id,
            person_id=typed["person"], choice=typed["choice"], ground=typed["ground"], now=visit.office.now(),
        )  # fmt: skip

    try:
        await _write(visit, work)
    except FormError as error:
        return await _enter_dialog(visit, data, typed=typed, faults=error.fields)
    return tell_in_dialog(visit.words("Stemmen er ført inn, og den det gjelder har fått beskjed."))


# Receipts


async def _receipts(visit: Visit) -> Card:
    def look(tx: Transaction) -> Card:
        found = receipts_of(tx, visit.directory, visit.member)
        return receipts_card([_told(visit.directory, one, visit.words) for one in found], visit.words)

    return await visit.office.store.read(look)


def _told(directory: Directory, one: Receipt, words: Words) -> tuple[str, str, str, str]:
    zone = directory.mandate(one.voting.committee_id).time_zone
    return one.proposal.case_number, choice_name(one.ballot.choice, words), day_of(one.at, zone, words), one.code


def _receipt(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    voting = tx.voting(voting_id)
    found = receipt_of(tx, voting, member.organisation_id or "")
    title = say("Kvittering for {case}", case=tx.proposal(voting.proposal_id).case_number)
    return receipts_card([_told(directory, found, say)] if found else [], say, title=title)


def _call(tx: Transaction, directory: Directory, _: Member, call_id: str, say: Words) -> Card:
    return call_card(view_call(tx, directory, tx.find(DeputyCall, call_id)), say)


def _missing(tx: Transaction, directory: Directory, _: Member, call_id: str, say: Words) -> Card:
    return no_deputy_card(view_call(tx, directory, tx.find(DeputyCall, call_id)), say)


def _recusal(tx: Transaction, directory: Directory, member: Member, recusal_id: str, say: Words) -> Card:
    return recusal_card(view_recusal(tx, directory, member, recusal_id), say)


def _entered(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    return entered_card(view_voting(tx, directory, voting_id, member), say)


PERSONAL: dict[str, Callable[..., Card]] = {
    "recusal_raised": _recusal,
    "recusal_asked": _recusal,
    "recusal_decided": _recusal,
    "deputy_called": _call,
    "deputy_missing": _missing,
    "ballot_entered": _entered,
    "receipt": _receipt,
}
ACTIONS: dict[str, Any] = {
    "deputy.accept": _answer(accept=True),
    "deputy.decline": _answer(accept=False),
    "deputy.hand_over": _hand_over,
    "deputy.take_back": _take_back,
}
DIALOGS = {
    "recusal_raise": Dialog(fetch=_fetch_raise, submit=_submit_raise),
    "recusal_decide": Dialog(fetch=_fetch_decide, submit=_submit_decide),
    "ballot_enter": Dialog(fetch=_fetch_enter, submit=_submit_enter),
}
COMMANDS = (
    Command(
        phrases=("inhabil", "inhabilitet", "habilitet", "meld inhabilitet", "ugild", "conflict of interest"),
        does=N_("melder inhabilitet i en sak, og viser hva som er avgjort"),
        run=_recusals,
    ),
    Command(
        phrases=("vara", "varamedlem", "kall inn vara", "overlat stemmen til vara", "deputy"),
        does=N_("viser hvem som er kalt inn som vara, og overlater en stemme"),
        run=_deputies,
    ),
    Command(
        phrases=("før stemme", "før inn stemme", "før inn en stemme", "enter a ballot"),
        does=N_("fører inn en stemme som er sendt skriftlig"),
        run=_entries,
        needs=Right.WRITE_MINUTES,
    ),
    Command(
        phrases=("kvittering", "kvitteringer", "min stemme", "stemmene våre", "receipt"),
        does=N_("viser hva dere har stemt, med kvittering"),
        run=_receipts,
    ),
)
