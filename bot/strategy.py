"""«mål»: the strategy and the plan in force, what covers them, and who has adopted them."""

from collections.abc import Mapping

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from cards.strategy import adopt_form, strategy_card
from committee.errors import FormError
from committee.members import Member
from committee.ports import Transaction
from committee.rights import Right, may
from committee.strategy_views import view_strategy
from committee.workflows.strategy import (
    adopt_strategy,
    find_adoption,
    may_adopt,
    require_may_adopt,
    strategy_of,
    undo_adoption,
)
from locales import N_


async def _list(visit: Visit) -> Card:
    def look(tx: Transaction) -> Card:
        view = view_strategy(tx, visit.directory, visit.member)
        return strategy_card(view, visit.words, may_adopt=may_adopt(visit.directory, visit.member))

    return await visit.office.store.read(look)


async def _fetch(visit: Visit, data: Data) -> Answer:
    member = visit.member_of(committee_named(visit, data))
    own = require_may_adopt(visit.directory, member, "")
    document = strategy_of(visit.directory, member, field_of(data, "document"))
    kept = await visit.office.store.read(lambda tx: find_adoption(tx, document, own))
    typed = {"reference": kept.reference, "adopted_on": kept.adopted_on.isoformat()} if kept else {}
    return _dialog(visit, member, document.key, typed)


def _dialog(
    visit: Visit, member: Member, key: str, typed: Mapping[str, str], faults: Mapping[str, str] | None = None
) -> Answer:
    chooses = may(member, Right.PLAN)
    voters = visit.directory.mandate(member.committee_id).voters
    card = adopt_form(
        strategy_of(visit.directory, member, key),
        visit.words,
        data={"committee": member.committee_id, "document": key},
        organisations=[(one.id, one.name) for one in voters] if chooses else [],
        typed=typed,
        faults=faults,
    )
    return show_dialog(visit.words("Kommunestyrets vedtak"), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    member, key = visit.member_of(committee_named(visit, data)), field_of(data, "document")
    typed = {name: field_of(data, name) for name in ("organisation", "reference", "adopted_on")}
    undo, now = field_of(data, "undo") == "true", visit.office.now()

    def work(tx: Transaction) -> None:
        organisation_id = typed["organisation"]
        if undo:
            undo_adoption(tx, visit.directory, member, key, organisation_id=organisation_id, now=now)
            return
        adopt_strategy(
            tx, visit.directory, member, key, organisation_id=organisation_id, reference=typed["reference"],
            adopted_on=typed["adopted_on"], now=now,
        )  # fmt: skip

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return _dialog(visit, member, key, typed, error.fields)
    if undo:
        return tell_in_dialog(visit.words("Vedtaket er tatt bort."))
    return tell_in_dialog(visit.words("Vedtaket er ført inn. Skriv «mål» for å se det."))


DIALOGS = {"strategy_adopt": Dialog(fetch=_fetch, submit=_submit)}
COMMANDS = (
    Command(
        phrases=(
            "strategi",
            "mål",
            "handlingsplan",
            "strategien",
            "handlingsplanen",
            "måloppnåelse",
            "formål",
            "goals",
        ),
        does=N_("viser målene i strategien, og hvilke saker som bidrar til dem"),
        run=_list,
    ),
)
