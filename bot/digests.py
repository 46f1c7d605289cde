"""«til regionen»: what a member passes on to the networks of their own region after a meeting (004-11)."""

from collections.abc import Callable
from typing import Any

from bot.briefings import no_round_card, place_of
from bot.command import Command
from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from cards.digests import digest_card, no_digest_card
from committee.digests import RegionDigest
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.workflows.digests import pass_on, view_digest
from locales import N_, Words


async def _show(visit: Visit) -> Card:
    member = place_of(visit)
    if member is None:
        return no_round_card(visit)
    return await visit.office.store.read(lambda tx: _drawn(tx, visit.directory, member, "", visit.words))


def _drawn(tx: Transaction, directory: Directory, member: Member, minutes_id: str, say: Words) -> Card:
    view = view_digest(tx, directory, member, minutes_id)
    return digest_card(view, say) if view else no_digest_card(say)


def _passing(*, done: bool) -> Callable[..., Any]:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            digest = tx.find(RegionDigest, field_of(data, "digest"))
            member = visit.member_of(digest.committee_id)
            pass_on(tx, member, digest.id, done=done, now=visit.office.now())
            return _drawn(tx, visit.directory, member, digest.about, visit.words)

        return await visit.office.store.write(work)

    return act


def _personal(tx: Transaction, directory: Directory, member: Member, digest_id: str, say: Words) -> Card:
    return _drawn(tx, directory, member, tx.find(RegionDigest, digest_id).about, say)


PERSONAL: dict[str, Callable[..., Card]] = {"region_digest": _personal}
ACTIONS: dict[str, Any] = {"digest.passed": _passing(done=True), "digest.undo": _passing(done=False)}
COMMANDS = (
    Command(
        phrases=("til regionen", "til regionane", "regionbrev", "send til nettverket", "regional digest"),
        does=N_("viser det viktigste fra siste møte, klart til å sende til din region"),
        run=_show,
    ),
)
