"""Rankings of cases and choices between alternatives: what people write, press and fill in."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from cards.preferences import (
    ballot_form,
    choose_form,
    confirm_form,
    open_form,
    preference_card,
    preferences_card,
    reminder_card,
)
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.preference_views import PreferenceView, view_preference, view_preferences
from committee.preferences import MOST_OPTIONS, Preference, PreferenceForm, Purpose
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.workflows.preferences import (
    cast_preference,
    choose_alternative,
    close_preference,
    confirm_ranking,
    open_preference,
    rankable,
    voice_in,
)
from locales import N_, Words

T = TypeVar("T")


async def _list(visit: Visit) -> Card:
    return await visit.office.store.read(
        lambda tx: preferences_card(view_preferences(tx, visit.directory, visit.member), visit.words)
    )


async def _view(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: preference_card(_find(tx, visit, data), visit.words))


def _find(tx: Transaction, visit: Visit, data: Data) -> PreferenceView:
    preference = tx.find(Preference, field_of(data, "preference"))
    return view_preference(tx, visit.directory, preference.id, visit.member_of(preference.committee_id))


async def _close(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        preference = tx.find(Preference, field_of(data, "preference"))
        member = visit.member_of(preference.committee_id)
        close_preference(tx, visit.directory, member, preference.id, now=visit.office.now())
        return preference_card(_find(tx, visit, data), visit.words)

    return await _write(visit, work)


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


# Opened


def _opening(purpose: Purpose) -> Dialog:
    async def fetch(visit: Visit, data: Data) -> Answer:
        committee_id = committee_named(visit, data)
        require(visit.member_of(committee_id), Right.PLAN)
        return await show(visit, committee_id, uuid.uuid4().hex, PreferenceForm(), field_of(data, "proposal"))

    async def show(
        visit: Visit, committee_id: str, new: str, form: PreferenceForm, proposal_id: str, **faults: Any
    ) -> Answer:
        cases: tuple[Proposal, ...] = await visit.office.store.read(lambda tx: rankable(tx, committee_id))
        ids = {"committee": committee_id, "new": new}
        card = open_form(form, cases, visit.words, purpose=purpose, data=ids, proposal_id=proposal_id, **faults)
        title = visit.words("Prioritering") if purpose is Purpose.RANKING else visit.words("Alternativer")
        return show_dialog(title, card)

    async def submit(visit: Visit, data: Data) -> Answer:
        committee_id, new = committee_named(visit, data), field_of(data, "new")
        form, proposal_id = _read_form(data), field_of(data, "proposal") if purpose is Purpose.ALTERNATIVES else ""
        if purpose is Purpose.ALTERNATIVES and not proposal_id:
            return await show(visit, committee_id, new, form, "", faults={"proposal": "field_not_chosen"})

        def work(tx: Transaction) -> Preference:
            member, now = visit.member_of(committee_id), visit.office.now()
            return open_preference(
                tx, visit.directory, member, form, preference_id=new, proposal_id=proposal_id, now=now
            )

        try:
            await _write(visit, work)
        except FormError as error:
            return await show(visit, committee_id, new, form, proposal_id, faults=error.fields)
        return tell_in_dialog(visit.words("Kortet ligger i kanalen. Hver kommune svarer innen fristen."))

    return Dialog(fetch=fetch, submit=submit)


def _read_form(data: Data) -> PreferenceForm:
    return PreferenceForm(
        title=field_of(data, "title"),
        method=field_of(data, "method"),
        closes_on=field_of(data, "closes_on"),
        cases=tuple(one for one in field_of(data, "cases").split(",") if one),
        texts=tuple(field_of(data, f"text_{n}") for n in range(MOST_OPTIONS[Purpose.ALTERNATIVES])),
    )


# Answered


async def _fetch_ballot(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> PreferenceView:
        view = _find(tx, visit, data)
        voice_in(tx, view.preference, visit.member_of(view.preference.committee_id))
        if not view.preference.is_open:
            raise CommitteeError("preference_closed")
        return view

    view = await visit.office.store.read(look)
    return show_dialog(visit.words("Svar"), ballot_form(view, visit.words))


async def _submit_ballot(visit: Visit, data: Data) -> Answer:
    typed = [field_of(data, f"mark_{n}") for n in range(MOST_OPTIONS[Purpose.RANKING])]

    def work(tx: Transaction) -> None:
        preference = tx.find(Preference, field_of(data, "preference"))
        member = visit.member_of(preference.committee_id)
        cast_preference(tx, member, preference.id, typed, now=visit.office.now())

    try:
        await _write(visit, work)
    except FormError as error:
        view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
        return show_dialog(visit.words("Svar"), ballot_form(view, visit.words, typed=typed, faults=error.fields))
    return tell_in_dialog(visit.words("Takk! Svaret er tatt imot. Dere kan endre det til fristen."))


# Confirmed, and taken into the case


async def _fetch_confirm(visit: Visit, data: Data) -> Answer:
    view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
    if not view.may_confirm:
        raise CommitteeError("no_right_confirm")
    return show_dialog(visit.words("Stadfest listen"), confirm_form(view, visit.words))


async def _submit_confirm(visit: Visit, data: Data) -> Answer:
    def work(tx: Transaction) -> None:
        preference = tx.find(Preference, field_of(data, "preference"))
        member, now = visit.member_of(preference.committee_id), visit.office.now()
        order = _order(preference, data)
        confirm_ranking(tx, visit.directory, member, preference.id, order, reason=field_of(data, "reason"), now=now)

    try:
        await _write(visit, work)
    except FormError as error:
        view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
        typed = {name: value for name, value in data.items() if isinstance(value, str)}
        card = confirm_form(view, visit.words, typed=typed, faults=error.fields)
        return show_dialog(visit.words("Stadfest listen"), card)
    return tell_in_dialog(visit.words("Listen er stadfestet og meldt i kanalen."))


def _order(preference: Preference, data: Data) -> list[str]:
    """Option ids by the places that were typed. Raises CommitteeError("preference_order")."""
    places = {n: field_of(data, f"place_{n}") for n in range(len(preference.options))}
    if sorted(places.values()) != sorted(str(n) for n in range(1, len(places) + 1)):
        raise FormError({"place_0": "preference_order"})
    return [preference.options[n].id for n in sorted(places, key=lambda n: int(places[n]))]


async def _fetch_choose(visit: Visit, data: Data) -> Answer:
    view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
    if not view.may_choose:
        raise CommitteeError("no_right_choose")
    return show_dialog(visit.words("Ta inn i saken"), choose_form(view, visit.words))


async def _submit_choose(visit: Visit, data: Data) -> Answer:
    option, reason = field_of(data, "option"), field_of(data, "reason")

    def work(tx: Transaction) -> None:
        preference = tx.find(Preference, field_of(data, "preference"))
        member, now = visit.member_of(preference.committee_id), visit.office.now()
        choose_alternative(tx, visit.directory, member, preference.id, option, reason=reason, now=now)

    try:
        await _write(visit, work)
    except FormError as error:
        view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
        card = choose_form(view, visit.words, reason=reason, faults=error.fields)
        return show_dialog(visit.words("Ta inn i saken"), card)
    return tell_in_dialog(visit.words("Teksten er nå innstillingen i saken."))


def _shared(tx: Transaction, directory: Directory, _: str, preference_id: str, say: Words) -> Card:
    return preference_card(view_preference(tx, directory, preference_id), say)


def _own(draw: Callable[[PreferenceView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, preference_id: str, say: Words) -> Card:
        return draw(view_preference(tx, directory, preference_id, member), say)

    return drawn


CHANNEL: dict[str, Callable[..., Card]] = {"preference": _shared}
PERSONAL: dict[str, Callable[..., Card]] = {
    "preference_next": _own(preference_card),
    "preference_reminder": _own(reminder_card),
}
ACTIONS: dict[str, Any] = {"preference.view": _view, "preference.close": _close}
DIALOGS = {
    "preference_open": _opening(Purpose.RANKING),
    "alternatives_open": _opening(Purpose.ALTERNATIVES),
    "preference_ballot": Dialog(fetch=_fetch_ballot, submit=_submit_ballot),
    "preference_confirm": Dialog(fetch=_fetch_confirm, submit=_submit_confirm),
    "preference_choose": Dialog(fetch=_fetch_choose, submit=_submit_choose),
}
COMMANDS = (
    Command(
        phrases=(
            "prioritering", "prioriteringer", "prioriter", "ranger saker", "rangering", "alternativer", "portefølje",
            "prioriter saker", "ranking",
        ),
        does=N_("setter saker i rekkefølge sammen, og velger mellom forslag"),
        run=_list,
    ),
)  # fmt: skip
