"""What a person can write: each command is its words, what it does, and one function."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process

from bot import (
    bodies,
    briefings,
    capacity,
    case_words,
    channels,
    deputies,
    digests,
    elections,
    entered_ballots,
    gains,
    groups,
    hearings,
    introductions,
    needs,
    networks,
    nominations,
    preferences,
    procedures,
    proofs,
    recusals,
    referrals,
    remarks,
    setups,
    strategy,
    themes,
)
from bot.activity_handler import Reply
from bot.body_words import answer_about
from bot.command import Command
from bot.identity import Sender
from bot.office import Card, Office, Visit, receive
from cards.deliveries import deliveries_card
from cards.help import help_card, message_card, pending_card, propose_card, unknown_card
from cards.meetings import meetings_card, next_meeting_card
from cards.minutes import minutes_card, minutes_draft_card
from committee.errors import CommitteeError
from committee.meetings import MeetingState
from committee.minutes import Minutes, MinutesState
from committee.pending import PendingView, view_pending
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.minutes import publish_minutes
from committee.workflows.proposals import next_meeting
from locales import N_, words
from locales.refusals import refusal

#: How alike words must be (0-100) to be taken for a command; below it the three nearest are offered.
_ALIKE = 82
_OFFERED = 3
_NOISE = re.compile(r"[^\w\s]+")


async def _read(visit: Visit, work: Callable[[Transaction], Card]) -> Card:
    return await visit.office.store.read(work)


def _what_waits(tx: Transaction, visit: Visit) -> PendingView:
    """In one's own chat elections of all one's committees; in a channel only what concerns it."""
    everywhere = visit.sender.is_personal
    return view_pending(tx, visit.directory, visit.member, now=visit.office.now(), everywhere=everywhere)


async def _help(visit: Visit) -> Card:
    return await _read(visit, lambda tx: help_card(_what_waits(tx, visit), visit.words))


async def _pending(visit: Visit) -> Card:
    return await _read(visit, lambda tx: pending_card(_what_waits(tx, visit), visit.words))


async def _propose(visit: Visit) -> Card:
    require(visit.member, Right.PROPOSE)
    return propose_card(visit.directory.mandate(visit.committee_id), visit.words)


async def _next_meeting(visit: Visit) -> Card:
    now = visit.office.now()

    def look(tx: Transaction) -> Card:
        meeting = next_meeting(tx, visit.committee_id, now=now)
        if meeting is None:
            return next_meeting_card(None, visit.words)
        return briefings.draw_meeting(tx, visit.directory, meeting.id, visit.member, visit.words)

    return await _read(visit, look)


async def _meetings(visit: Visit) -> Card:
    mandate = visit.directory.mandate(visit.committee_id)
    now = visit.office.now()
    return await _read(visit, lambda tx: meetings_card(_coming(tx, mandate.id, now), mandate, visit.words))


def _coming(tx: Transaction, committee_id: str, now: datetime) -> list[Any]:
    states = (MeetingState.PLANNED, MeetingState.IN_SESSION, MeetingState.ORPHANED)
    return [one for one in tx.meetings(committee_id, *states) if one.ends_at > now]


async def _plan(visit: Visit) -> Card:
    require(visit.member, Right.PLAN)
    report = await visit.office.plan(visit.committee_id)
    _ = visit.words
    if not report.changed:
        text = _("Møtene stemmer med styrets kalender. Ingenting er endret.")
    else:
        text = _(
            "Planlagt: {created}. Flyttet: {moved}. Venter på svar: {orphaned}.",
            created=len(report.created),
            moved=len(report.moved),
            orphaned=len(report.orphaned),
        )
    if report.without_day:
        text += " " + _.plural(
            "{n} styremøte har ingen ledig dag foran seg. Velg dagen selv.",
            "{n} styremøter har ingen ledig dag foran seg. Velg dagene selv.",
            len(report.without_day),
        )
    return message_card(_("Møteplan"), text, visit.words)


def _latest_minutes(tx: Transaction, committee_id: str) -> Minutes | None:
    found = [tx.minutes_of(one.id) for one in tx.meetings(committee_id, MeetingState.ENDED)]
    return next((one for one in reversed(found) if one), None)


async def _minutes(visit: Visit) -> Card:
    require(visit.member, Right.READ)

    def look(tx: Transaction) -> Card:
        minutes = _latest_minutes(tx, visit.committee_id)
        if minutes is None:
            raise CommitteeError("minutes_missing")
        writes = may(visit.member, Right.WRITE_MINUTES)
        if minutes.state is MinutesState.PUBLISHED:
            return minutes_card(minutes, visit.words)
        if not writes:
            raise CommitteeError("minutes_not_published")
        leads = may(visit.member, Right.APPROVE_MINUTES)
        return minutes_draft_card(minutes, visit.words, may_approve=leads, may_edit=writes)

    return await _read(visit, look)


async def _publish(visit: Visit) -> Card:
    require(visit.member, Right.WRITE_MINUTES)

    def work(tx: Transaction) -> Card:
        minutes = _latest_minutes(tx, visit.committee_id)
        if minutes is None:
            raise CommitteeError("minutes_missing")
        done = publish_minutes(tx, visit.member, minutes.id, now=visit.office.now())
        leads = may(visit.member, Right.APPROVE_MINUTES)
        return minutes_draft_card(done, visit.words, may_approve=leads, may_edit=True)

    card = await visit.office.store.write(work)
    visit.office.nudge()
    return card


async def _deliveries(visit: Visit) -> Card:
    require(visit.member, Right.SEE_DELIVERIES)
    zone = visit.directory.mandate(visit.committee_id).time_zone
    return await _read(visit, lambda tx: deliveries_card(tx.errands(visit.committee_id), zone, visit.words))


COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("hjelp", "hva kan du", "hva kan jeg gjøre", "kva kan du", "hei", "start", "meny", "help"),
        does=N_("viser hva du kan gjøre her"),
        run=_help,
    ),
    Command(
        phrases=(
            "venter",
            "hva venter på meg",
            "hva skal jeg stemme på",
            "kva skal eg røyste på",
            "stem",
            "stemme",
            "avstemning",
            "avstemninger",
            "åpne avstemning",
            "oppgaver",
            "kvalitetssikring",
            "what should i vote on",
            "vote",
        ),
        does=N_("viser hva som venter på deg"),
        run=_pending,
    ),
    Command(
        phrases=(
            "forslag",
            "nytt forslag",
            "send forslag",
            "ny sak",
            "foreslå",
            "ikt-forslag",
            "nytt framlegg",
            "propose",
        ),
        does=N_("sender inn et nytt IKT-forslag"),
        run=_propose,
        needs=Right.PROPOSE,
    ),
    *case_words.COMMANDS,
    Command(
        phrases=(
            "møte",
            "neste møte",
            "når er neste møte",
            "når møtes vi",
            "når er det møte",
            "saksliste",
            "innkalling",
            "start møtet",
            "avslutt møtet",
            "når er neste møtet",
            "når er neste møte i utvalget",
            "når er neste møtedag",
            "next meeting",
        ),
        does=N_("viser neste møte med saksliste"),
        run=_next_meeting,
    ),
    Command(
        phrases=("møter", "møteplan", "alle møter", "møteoversikt", "meetings"),
        does=N_("viser møteplanen"),
        run=_meetings,
    ),
    Command(
        phrases=("planlegg", "planlegg møter", "les styrets kalender", "plan meetings"),
        does=N_("leser styrets kalender og planlegger møtene"),
        run=_plan,
        needs=Right.PLAN,
    ),
    Command(
        phrases=("referat", "protokoll", "møtereferat", "rediger referat", "godkjenn referat", "minutes"),
        does=N_("viser siste referat"),
        run=_minutes,
    ),
    Command(
        phrases=("publiser", "publiser referat", "publish"),
        does=N_("publiserer et godkjent referat"),
        run=_publish,
        needs=Right.WRITE_MINUTES,
    ),
    Command(
        phrases=("leveranser", "utsendinger", "feil", "deliveries"),
        does=N_("viser hva som venter på å bli sendt"),
        run=_deliveries,
        needs=Right.SEE_DELIVERIES,
    ),
    *groups.COMMANDS,
    *channels.COMMANDS,
    *networks.COMMANDS,
    *bodies.COMMANDS,
    *briefings.COMMANDS,
    *elections.COMMANDS,
    *nominations.COMMANDS,
    *proofs.COMMANDS,
    *procedures.COMMANDS,
    *referrals.COMMANDS,
    *hearings.COMMANDS,
    *recusals.COMMANDS,
    *deputies.COMMANDS,
    *digests.COMMANDS,
    *entered_ballots.COMMANDS,
    *preferences.COMMANDS,
    *remarks.COMMANDS,
    *needs.COMMANDS,
    *introductions.COMMANDS,
    *gains.COMMANDS,
    *capacity.COMMANDS,
    *strategy.COMMANDS,
    *themes.COMMANDS,
    *setups.COMMANDS,
)
_BY_PHRASE = {phrase: command for command in COMMANDS for phrase in command.phrases}


def normalise(text: str) -> str:
    """Words as they are compared: lower case, no signs, single blanks."""
    return " ".join(_NOISE.sub(" ", text.casefold().replace("-", " ")).split())


_PHRASES = {phrase: normalise(phrase) for phrase in _BY_PHRASE}


def find_command(text: str) -> tuple[Command | None, tuple[Command, ...]]:
    """The command that the words mean, with typing errors forgiven; else None and the three nearest."""
    asked = normalise(text)
    hits = process.extract(asked, _PHRASES, scorer=fuzz.WRatio, limit=len(_PHRASES))
    exact = next((phrase for phrase, norm in _PHRASES.items() if norm == asked), None)
    if exact:
        return _BY_PHRASE[exact], ()
    best = max(_PHRASES, key=lambda phrase: fuzz.ratio(asked, _PHRASES[phrase]))
    if asked and fuzz.ratio(asked, _PHRASES[best]) >= _ALIKE - 10:
        return _BY_PHRASE[best], ()
    for _, score, phrase in hits:
        if (
            score >= _ALIKE
            and len(_PHRASES[phrase].split()) > 1
            and fuzz.token_set_ratio(asked, _PHRASES[phrase]) >= _ALIKE
        ):
            return _BY_PHRASE[phrase], ()
    return None, _distinct(phrase for _, _, phrase in hits)


def _distinct(phrases: Any) -> tuple[Command, ...]:
    nearest: list[Command] = []
    for phrase in phrases:
        if _BY_PHRASE[phrase] not in nearest:
            nearest.append(_BY_PHRASE[phrase])
    return tuple(nearest[:_OFFERED]) or COMMANDS[:_OFFERED]


async def run_command(visit: Visit, name: str) -> Card:
    """Runs a command by its name. Raises CommitteeError("unknown_action") for one that is not there."""
    command = _BY_PHRASE.get(name)
    if command is None:
        raise CommitteeError("unknown_action")
    return await command.run(visit)


async def answer_words(office: Office, sender: Sender, text: str) -> Card:
    """The card that answers what a person wrote; never silence."""
    command, nearest = find_command(text)
    language = (sender.locale or "nb")[:2]
    try:
        visit = receive(office, sender)
        language = visit.person.language
        about = await case_words.answer_about_case(visit, text) or await answer_about(visit, text)
        if about is not None:
            return about
        if command is not None:
            return await command.run(visit)
        usable = [one for one in (*nearest, *COMMANDS) if one.needs is Right.READ or may(visit.member, one.needs)]
        offered = tuple((one.name, visit.words(one.does)) for one in dict.fromkeys(usable))
        return unknown_card(text, offered[:_OFFERED], visit.words)
    except CommitteeError as error:
        spoken = words(language)
        return message_card(spoken("Det gikk ikke"), refusal(error, spoken), spoken)


def make_on_words(office: Office) -> Callable[[Sender, str, Mapping[str, Any] | None, Reply], Awaitable[None]]:
    """What botbuilder's handler calls with the words of a message."""

    async def on_words(sender: Sender, text: str, value: Mapping[str, Any] | None, reply: Reply) -> None:
        await reply(card=await answer_words(office, sender, text))

    return on_words
