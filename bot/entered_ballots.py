"""Ballots that the secretary enters for those who are away, and every organisation's receipts."""

from collections.abc import Callable
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.build import day_of
from cards.receipts import entered_card, entered_form, entries_card, receipts_card
from committee.deputies import voters_of
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.receipts import Receipt, receipt_of, receipts_of
from committee.recusals import require_not_recused
from committee.rights import Right, require
from committee.views import view_voting
from committee.voting import Voting
from committee.workflows.entered_ballots import enter_ballot, received_as
from locales import N_, Words
from locales.outcomes import ballot_told


async def _entries(visit: Visit) -> Card:
    require(visit.member, Right.WRITE_MINUTES)

    def look(tx: Transaction) -> Card:
        open_ = tx.votings(visit.committee_id, open_only=True)
        votings = [(one.id, tx.proposal(one.proposal_id).case_number) for one in open_]
        return entries_card(votings, visit.words)

    return await visit.office.store.read(look)


async def _fetch(visit: Visit, data: Data) -> Answer:
    return await _dialog(visit, data)


async def _dialog(visit: Visit, data: Data, **filled: Any) -> Answer:
    def look(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        member = visit.member_of(voting.committee_id)
        require(member, Right.WRITE_MINUTES)
        require_not_recused(tx, member, voting.proposal_id)
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


async def _submit(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("person", "choice", "ground", "remark", "demand")}

    def work(tx: Transaction) -> Voting:
        voting = tx.voting(field_of(data, "voting"))
        return enter_ballot(
            tx, visit.directory, visit.member_of(voting.committee_id), voting.id,
            person_id=typed["person"], choice=typed["choice"], ground=typed["ground"], remark=typed["remark"],
            escalation_demanded=typed["demand"] == "true", now=visit.office.now(),
        )  # fmt: skip

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return await _dialog(visit, data, typed=typed, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Stemmen er ført inn, og den det gjelder har fått beskjed."))


async def _receipts(visit: Visit) -> Card:
    def look(tx: Transaction) -> Card:
        found = receipts_of(tx, visit.directory, visit.member)
        return receipts_card([_told(visit.directory, one, visit.words) for one in found], visit.words)

    return await visit.office.store.read(look)


def _told(directory: Directory, one: Receipt, words: Words) -> tuple[str, str, str, str]:
    zone = directory.mandate(one.voting.committee_id).time_zone
    return one.proposal.case_number, ballot_told(one.ballot, words), day_of(one.at, zone, words), one.code


def _receipt(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    voting = tx.voting(voting_id)
    found = receipt_of(tx, voting, member.organisation_id or "")
    title = say("Kvittering for {case}", case=tx.proposal(voting.proposal_id).case_number)
    return receipts_card([_told(directory, found, say)] if found else [], say, title=title)


def _entered(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    view = view_voting(tx, directory, voting_id, member)
    return entered_card(view, received_as(tx, view.own_ballot) if view.own_ballot else "", say)


PERSONAL: dict[str, Callable[..., Card]] = {"ballot_entered": _entered, "receipt": _receipt}
DIALOGS = {"ballot_enter": Dialog(fetch=_fetch, submit=_submit)}
COMMANDS = (
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
