"""Dialogs: opened by task/fetch, filled in, and sent by task/submit."""

from typing import Any

from bot import (
    assessments,
    briefings,
    capacity,
    cases,
    channels,
    copies,
    elections,
    entered_ballots,
    gains,
    groups,
    hearings,
    introductions,
    needs,
    networks,
    nominations,
    plan_follow_ups,
    preferences,
    procedures,
    proposals,
    recusals,
    referrals,
    remarks,
    reviews,
    split_ballots,
    strategy,
    urgency,
    votings,
)
from bot.ballots import view_own_ballot
from bot.dialogs import Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Visit
from cards.minutes import minutes_form
from cards.votings import ballot_form
from committee.errors import CommitteeError, FormError
from committee.minutes import Minutes
from committee.ports import Transaction
from committee.rights import Right, require
from committee.voting import Choice
from committee.workflows.ballots import cast_ballot
from committee.workflows.minutes import edit_minutes

#: The dialogs that have modules of their own, by their form's name.
_MORE: dict[str, Dialog] = {
    **cases.DIALOGS,
    **briefings.DIALOGS,
    **proposals.DIALOGS,
    **groups.DIALOGS,
    **channels.DIALOGS,
    **networks.DIALOGS,
    **elections.DIALOGS,
    **nominations.DIALOGS,
    **procedures.DIALOGS,
    **urgency.DIALOGS,
    **referrals.DIALOGS,
    **hearings.DIALOGS,
    **copies.DIALOGS,
    **reviews.DIALOGS,
    **recusals.DIALOGS,
    **entered_ballots.DIALOGS,
    **preferences.DIALOGS,
    **remarks.DIALOGS,
    **needs.DIALOGS,
    **split_ballots.DIALOGS,
    **introductions.DIALOGS,
    **gains.DIALOGS,
    **capacity.DIALOGS,
    **assessments.DIALOGS,
    **strategy.DIALOGS,
    **plan_follow_ups.DIALOGS,
    **votings.DIALOGS,
}


async def answer_fetch(visit: Visit, value: Data) -> dict[str, Any]:
    """The dialog that a button asks for. Raises CommitteeError when the sender may not have it."""
    data = _data(value)
    match data.get("form"):
        case "ballot":
            return await _fetch_ballot(visit, data)
        case "minutes":
            return await _fetch_minutes(visit, data)
        case str(name) if name in _MORE:
            return await _MORE[name].fetch(visit, data)
    raise CommitteeError("unknown_action")


async def answer_submit(visit: Visit, value: Data) -> dict[str, Any]:
    """What was filled in is done, or comes back with what is wrong beside each field and nothing lost."""
    data = _data(value)
    match data.get("form"):
        case "ballot":
            return await _submit_ballot(visit, data)
        case "minutes":
            return await _submit_minutes(visit, data)
        case str(name) if name in _MORE:
            return await _MORE[name].submit(visit, data)
    raise CommitteeError("unknown_action")


async def _fetch_ballot(visit: Visit, data: Data) -> dict[str, Any]:
    view = await view_own_ballot(visit, data)
    return show_dialog(visit.words("Stem i {case}", case=view.proposal.case_number), ballot_form(view, visit.words))


#: What is wrong with a ballot that its form can put beside a field.
_BALLOT_FIELDS = {"unknown_choice": "choice", "remark_too_long": "remark", "escalation_needs_reason": "remark"}


async def _submit_ballot(visit: Visit, data: Data) -> dict[str, Any]:
    try:
        await _cast_ballot(visit, data)
    except CommitteeError as error:
        field = _BALLOT_FIELDS.get(error.code)
        if field is None:
            raise
        view = await view_own_ballot(visit, data)
        typed = {name: field_of(data, name) for name in ("choice", "remark", "demand")}
        card = ballot_form(view, visit.words, typed=typed, faults={field: error.code})
        return show_dialog(visit.words("Stem i {case}", case=view.proposal.case_number), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Stemmen er avgitt. Du kan endre den til avstemningen lukkes."))


async def _cast_ballot(visit: Visit, data: Data) -> None:
    try:
        choice = Choice(field_of(data, "choice"))
    except ValueError:
        raise CommitteeError("unknown_choice") from None
    seen = field_of(data, "revision")

    def work(tx: Transaction) -> None:
        voting = tx.voting(field_of(data, "voting"))
        cast_ballot(
            tx,
            visit.directory,
            visit.member_of(voting.committee_id),
            voting.id,
            choice,
            remark=field_of(data, "remark"),
            escalation_demanded=field_of(data, "demand") == "true",
            seen_revision=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            now=visit.office.now(),
        )

    await visit.office.store.write(work)


async def _fetch_minutes(visit: Visit, data: Data) -> dict[str, Any]:
    minutes = await visit.office.store.read(lambda tx: tx.minutes(field_of(data, "minutes")))
    require(visit.member_of(minutes.committee_id), Right.WRITE_MINUTES)
    return show_dialog(visit.words("Rediger referatet"), minutes_form(minutes, visit.words))


async def _submit_minutes(visit: Visit, data: Data) -> dict[str, Any]:
    minutes = await visit.office.store.read(lambda tx: tx.minutes(field_of(data, "minutes")))
    member = visit.member_of(minutes.committee_id)
    wording, other = _read_wording(data, minutes)
    language = field_of(data, "document_language")
    try:
        await visit.office.store.write(
            lambda tx: edit_minutes(
                tx, member, minutes.id, wording=wording, other=other, language=language, now=visit.office.now()
            )
        )
    except FormError as error:
        typed = {**wording, "other": other, "document_language": language}
        card = minutes_form(minutes, visit.words, faults=error.fields, typed=typed)
        return show_dialog(visit.words("Rediger referatet"), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Ordlyden er lagret. Skriv «referat» for å se utkastet."))


def _read_wording(data: Data, minutes: Minutes) -> tuple[dict[str, str], str]:
    """What was typed; a field that the form did not have leaves what is written alone."""
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    wording = {one.proposal_id: typed.get(f"wording_{one.proposal_id}", one.wording) for one in minutes.cases}
    return wording, typed.get("other", minutes.other)


def _data(value: Data) -> Data:
    data = value.get("data")
    return data if isinstance(data, dict) else {}
