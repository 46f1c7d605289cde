"""«gevinster»: what decided cases are to give, and what is measured."""

import uuid
from collections.abc import Callable
from typing import Any

from bot.case_follow import case_in, case_to_follow_in, list_cases
from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import offered_people
from bot.office import Card, Visit
from cards.gains import gain_card, gain_form, gains_card, measurement_form
from committee.errors import CommitteeError, FormError
from committee.gains import GainForm, GainView, MeasurementForm, PlannedGain, percent_of
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.case_follow import may_follow
from committee.workflows.gains import (
    drop_gain,
    gains_of,
    measure_gain,
    measurements_of,
    plan_gain,
    undo_measurement,
    view_gain,
)
from locales import N_, Words

_PLANNED = ("what", "unit", "baseline", "target", "due_on", "owner")
_MEASURED = ("value", "measured_on", "text", "next_on")


def _gain(tx: Transaction, visit: Visit, data: Data) -> tuple[GainView, Member]:
    gain = tx.find(PlannedGain, field_of(data, "gain"))
    member = visit.member_of(gain.committee_id)
    return view_gain(tx, visit.directory, member, gain.id), member


async def _see(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        proposal, member = case_in(tx, visit, data)
        views = [view_gain(tx, visit.directory, member, one.id) for one in gains_of(tx, proposal.id)]
        return gains_card(proposal, views, visit.words, may_plan=may_follow(proposal, member))

    return await visit.office.store.read(look)


async def _list(visit: Visit) -> Card:
    title, none = visit.words("Gevinster"), visit.words("Ingen saker er vedtatt ennå.")
    return await list_cases(visit, title, none, "gain.view", lambda tx, case: _counted(tx, visit, case))


def _counted(tx: Transaction, visit: Visit, proposal: Proposal) -> str:
    """«1 av 2 gevinster er nådd. Neste måling …»"""
    gains = [one for one in gains_of(tx, proposal.id) if one.dropped_at is None]
    if not gains:
        return visit.words("Ingen gevinster er planlagt ennå.")
    last = [next(reversed(measurements_of(tx, one.id)), None) for one in gains]
    reached = sum((percent_of(one, found) or 0) >= 100 for one, found in zip(gains, last, strict=True))
    told = visit.words("{n} av {all} gevinster er nådd", n=reached, all=len(gains))
    due = min((one.due_on for one in gains if one.due_on), default=None)
    return f"{told}. {visit.words('Neste måling {day}', day=visit.words.date(due))}" if due else told


def _acting(act: Callable[..., Any], **how: bool) -> Callable[..., Any]:
    async def run(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            view, member = _gain(tx, visit, data)
            act(tx, visit.directory, member, view.gain.id, **how, now=visit.office.now())
            return gain_card(view_gain(tx, visit.directory, member, view.gain.id), visit.words)

        card = await visit.office.store.write(work)
        visit.office.nudge()
        return card

    return run


async def _fetch(visit: Visit, data: Data) -> Answer:
    proposal = await visit.office.store.read(lambda tx: case_to_follow_in(tx, visit, data))
    return _plan_dialog(visit, proposal, uuid.uuid4().hex)


def _plan_dialog(visit: Visit, proposal: Proposal, new: str, **filled: Any) -> Answer:
    people = offered_people(visit, proposal.committee_id)
    card = gain_form(
        proposal, visit.words, people=people, data={"proposal": proposal.id, "new": new}, **filled
    )  # fmt: skip
    return show_dialog(visit.words("Ny gevinst"), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    typed, new = {name: field_of(data, name) for name in _PLANNED}, field_of(data, "new")

    def work(tx: Transaction) -> None:
        proposal, member = case_in(tx, visit, data)
        now = visit.office.now()
        plan_gain(tx, visit.directory, member, proposal.id, GainForm(**typed), gain_id=new, now=now)

    try:
        await visit.office.store.write(work)
    except FormError as error:
        proposal, _ = await visit.office.store.read(lambda tx: case_in(tx, visit, data))
        return _plan_dialog(visit, proposal, new, typed=typed, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Gevinsten er planlagt, og den som eier den, har fått beskjed."))


async def _fetch_measure(visit: Visit, data: Data) -> Answer:
    view, _ = await visit.office.store.read(lambda tx: _gain(tx, visit, data))
    if not view.may_measure:
        raise CommitteeError("no_right_measure")
    if view.gain.dropped_at:
        raise CommitteeError("gain_dropped")
    ids = {"gain": view.gain.id, "new": uuid.uuid4().hex}
    return show_dialog(visit.words("Før inn måling"), measurement_form(view, visit.words, data=ids))


async def _submit_measure(visit: Visit, data: Data) -> Answer:
    typed, new = {name: field_of(data, name) for name in _MEASURED}, field_of(data, "new")

    def work(tx: Transaction) -> None:
        view, member = _gain(tx, visit, data)
        form, now = MeasurementForm(**typed), visit.office.now()
        measure_gain(tx, visit.directory, member, view.gain.id, form, measurement_id=new, now=now)

    try:
        await visit.office.store.write(work)
    except FormError as error:
        view, _ = await visit.office.store.read(lambda tx: _gain(tx, visit, data))
        ids = {"gain": view.gain.id, "new": new}
        card = measurement_form(view, visit.words, data=ids, typed=typed, faults=error.fields)
        return show_dialog(visit.words("Før inn måling"), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk! Målingen er lagret, og den som følger opp saken, får beskjed."))


def _drawn(told: str) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, gain_id: str, say: Words) -> Card:
        return gain_card(view_gain(tx, directory, member, gain_id), say, told=say(told))

    return drawn


PERSONAL = {
    "gain_planned": _drawn(N_("En ny gevinst skal følges opp.")),
    "gain_measured": _drawn(N_("Det er kommet en ny måling.")),
    "gain_due": _drawn(N_("En påminnelse: Det er på tide å måle.")),
}
ACTIONS: dict[str, Any] = {
    "gain.view": _see,
    "gain.undo": _acting(undo_measurement),
    "gain.drop": _acting(drop_gain, drops=True),
    "gain.resume": _acting(drop_gain, drops=False),
}
DIALOGS = {
    "gain": Dialog(fetch=_fetch, submit=_submit),
    "gain_measure": Dialog(fetch=_fetch_measure, submit=_submit_measure),
}
COMMANDS = (
    Command(
        phrases=("gevinster", "gevinst", "gevinstplan", "gevinstregister", "gevinstar", "benefits"),
        does=N_("viser hva vedtatte saker skal gi, og hva som er målt"),
        run=_list,
    ),
)
