"""The election of a leader: what people write, the buttons, and the ballot's dialog."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import places_of
from bot.office import Card, Visit
from cards.election_forms import (
    BLANK,
    CANDIDATE,
    election_ballot_form,
    election_cancel_card,
    election_close_card,
    election_confirm_form,
    election_start_card,
)
from cards.elections import election_card, election_title, election_won_card, leaders_card
from committee.election_rights import may_lead, may_see, require_elected_chair, require_may
from committee.election_views import ElectionView, leaderless_below, view_election, view_leader, view_leaders
from committee.elections import Election
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.workflows.election_results import close_election
from committee.workflows.elections import (
    cancel_election,
    cast_election_ballot,
    may_cast,
    open_election,
    open_round,
)
from locales import N_, Words

Work = Callable[[Transaction, Member], Election]


async def _leaders(visit: Visit) -> Card:
    """The channel's committee; in a chat all of one's own, and those below them that nobody leads."""
    places = places_of(visit)
    below = [below for one in places for below in leaderless_below(visit.directory, one)]
    ids = dict.fromkeys([*(one.committee_id for one in places), *below])
    viewers = [visit.member_of(one) for one in ids]

    def look(tx: Transaction) -> Card:
        views = view_leaders(tx, visit.directory, viewers)
        if not views:
            raise CommitteeError("no_seat")
        return leaders_card(views, visit.words)

    return await visit.office.store.read(look)


async def _see(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: election_card(_view(tx, visit, data), visit.words))


def _view(tx: Transaction, visit: Visit, data: Data) -> ElectionView:
    """Raises CommitteeError("not_found", "no_seat")."""
    election = tx.election(field_of(data, "election"))
    viewer = visit.member_of(election.committee_id)
    require_may(may_see(visit.directory, viewer), viewer, "no_seat")
    return view_election(tx, visit.directory, election, viewer)


async def _start(visit: Visit, data: Data) -> Card:
    viewer = visit.member_of(field_of(data, "committee"))

    def look(tx: Transaction) -> Card:
        view = view_leader(tx, visit.directory, viewer)
        require_elected_chair(view.mandate)
        if view.latest and view.latest.election.is_open:
            return election_card(view.latest, visit.words)
        require_may(view.may_open, viewer, "no_right_open_election")
        return election_start_card(view, visit.words)

    return await visit.office.store.read(look)


async def _open(visit: Visit, data: Data) -> Card:
    member, seen = visit.member_of(field_of(data, "committee")), field_of(data, "seen")
    office = visit.office

    def work(tx: Transaction) -> Card:
        box, now = office.ballot_box, office.now()
        election = open_election(tx, visit.directory, box, member, seen=seen, now=now)
        return election_card(view_election(tx, visit.directory, election, member), visit.words)

    return await _write(visit, work)


async def _again(visit: Visit, data: Data) -> Card:
    office = visit.office

    def work(tx: Transaction, member: Member) -> Election:
        box, now = office.ballot_box, office.now()
        return open_round(tx, visit.directory, box, member, field_of(data, "election"), now=now)

    return await _change(visit, data, work)


async def _close(visit: Visit, data: Data) -> Card:
    """Asks once more when not all have voted."""
    office, sure = visit.office, field_of(data, "sure") == "yes"

    def work(tx: Transaction, member: Member) -> Election:
        id_, box, now = field_of(data, "election"), office.ballot_box, office.now()
        return close_election(tx, visit.directory, box, member, id_, sure=sure, now=now)

    try:
        shown = await _change(visit, data, work)
    except CommitteeError as error:
        if error.code != "election_not_all_voted":
            raise
        return await office.store.read(lambda tx: election_close_card(_view(tx, visit, data), visit.words))
    office.ballot_box.forget(field_of(data, "election"))
    await office.refresh()
    return shown


async def _cancel(visit: Visit, data: Data) -> Card:
    """Asks once more first."""
    office = visit.office

    def ask(tx: Transaction) -> Card:
        view = _view(tx, visit, data)
        assert view.viewer is not None
        require_may(may_lead(visit.directory, view.viewer, view.election), view.viewer, "no_right_lead_election")
        return election_cancel_card(view, visit.words)

    def work(tx: Transaction, member: Member) -> Election:
        return cancel_election(tx, visit.directory, member, field_of(data, "election"), now=office.now())

    if field_of(data, "sure") != "yes":
        return await office.store.read(ask)
    shown = await _change(visit, data, work)
    office.ballot_box.forget(field_of(data, "election"))
    return shown


async def _change(visit: Visit, data: Data, change: Work) -> Card:
    def work(tx: Transaction) -> Card:
        member = visit.member_of(tx.election(field_of(data, "election")).committee_id)
        election = change(tx, member)
        return election_card(view_election(tx, visit.directory, election, member), visit.words)

    return await _write(visit, work)


async def _write(visit: Visit, work: Callable[[Transaction], Card]) -> Card:
    shown = await visit.office.store.write(work)
    visit.office.nudge()
    return shown


# The ballot


async def _fetch_ballot(visit: Visit, data: Data) -> Answer:
    view = await visit.office.store.read(lambda tx: _own_ballot(tx, visit, data))
    return show_dialog(election_title(view, visit.words), election_ballot_form(view, visit.words))


def _own_ballot(tx: Transaction, visit: Visit, data: Data) -> ElectionView:
    """Raises CommitteeError for one who has no vote here, whose organisation has voted, or who comes too late."""
    member = visit.member_of(tx.election(field_of(data, "election")).committee_id)
    election, _ = may_cast(tx, member, field_of(data, "election"), now=visit.office.now())
    return view_election(tx, visit.directory, election, member)


async def _submit_ballot(visit: Visit, data: Data) -> Answer:
    """First what is chosen is shown once more; only what is confirmed is cast."""
    view = await visit.office.store.read(lambda tx: _own_ballot(tx, visit, data))
    title, choice, sure = election_title(view, visit.words), field_of(data, "choice"), field_of(data, "sure")
    chosen = choice == BLANK or view.election.candidate(choice.removeprefix(CANDIDATE)) is not None
    if sure == "back" or not chosen:
        wrong = None if chosen else "election_no_such_candidate"
        return show_dialog(title, election_ballot_form(view, visit.words, choice=choice, wrong=wrong))
    if sure != "yes":
        return show_dialog(title, election_confirm_form(view, visit.words, choice))
    await _cast(visit, data, None if choice == BLANK else choice.removeprefix(CANDIDATE))
    return tell_in_dialog(visit.words("Takk! Stemmen er avgitt. Den er hemmelig, og kan ikke endres."))


async def _cast(visit: Visit, data: Data, choice: str | None) -> None:
    office = visit.office

    def work(tx: Transaction) -> None:
        member = visit.member_of(tx.election(field_of(data, "election")).committee_id)
        cast_election_ballot(tx, office.ballot_box, member, field_of(data, "election"), choice, now=office.now())

    await office.store.write(work)
    office.nudge()


def _drawn_in_channel(tx: Transaction, directory: Directory, _: str, election_id: str, say: Words) -> Card:
    return election_card(view_election(tx, directory, tx.election(election_id)), say)


def _drawn_for_winner(tx: Transaction, directory: Directory, member: Member, election_id: str, say: Words) -> Card:
    return election_won_card(view_election(tx, directory, tx.election(election_id), member), say)


#: What errands mean: see `bot.channel_cards`.
CHANNEL: Mapping[str, Callable[..., Card]] = {"election": _drawn_in_channel}
PERSONAL: Mapping[str, Callable[..., Card]] = {"election_won": _drawn_for_winner}
ACTIONS: dict[str, Any] = {
    "election.view": _see,
    "election.start": _start,
    "election.open": _open,
    "election.again": _again,
    "election.close": _close,
    "election.cancel": _cancel,
}
DIALOGS: dict[str, Dialog] = {"election_ballot": Dialog(fetch=_fetch_ballot, submit=_submit_ballot)}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=(
            "valg",
            "valg av leder",
            "velg leder",
            "vel leiar",
            "ledervalg",
            "leiarval",
            "val",
            "val av leiar",
            "hvem er leder",
            "election",
        ),
        does=N_("viser hvem som leder, og valget av leder"),
        run=_leaders,
    ),
)
