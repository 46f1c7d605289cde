"""«oppsett»: an administrator is led through setting up a committee, one card at a time."""

from collections.abc import Awaitable, Callable, Mapping

from bot.activity_handler import Reply
from bot.command import Command
from bot.dialogs import Data, field_of
from bot.identity import Sender
from bot.office import Card, Office, Visit
from bot.setup_look import SettingUp
from cards.setups import TypedAnswers, introduction_card, setup_card, setups_card
from committee.errors import CommitteeError, FormError
from committee.ports import Transaction
from committee.setups import Setup, SetupState, SetupStep, TeamMet, plans_after, seat_questions
from committee.workflows import setups as work
from locales import N_, words

#: The data sets that a card's fields search in: of which setup, stands after the colon.
SEARCHED = ("roster:", "channels:")


def _require_administrator(visit: Visit) -> SettingUp:
    """Raises CommitteeError("not_administrator") for anyone else."""
    setting_up = visit.office.setting_up
    if setting_up is None or (visit.sender.tenant_id, visit.sender.object_id) not in setting_up.administrators:
        raise CommitteeError("not_administrator")
    return setting_up


async def greet_team(office: Office, sender: Sender, reply: Reply) -> None:
    """The app was added: a team that no committee lives in is told what comes now, once."""
    setting_up = office.setting_up
    if setting_up is None or not sender.team_id:
        return
    try:
        team = await setting_up.meet(sender, office.now())
    except CommitteeError:
        return  # «oppsett» meets it later
    is_new = await office.store.write(lambda tx: work.meet_team(tx, team))
    lives_here = any(one.team_id == team.group_id for one in office.directory.spaces.values())
    if is_new and not lives_here:
        say = words((sender.locale or "nb")[:2])
        await reply(card=introduction_card(team, say, has_administrator=bool(setting_up.administrators)))


async def _list(visit: Visit) -> Card:
    setting_up = _require_administrator(visit)
    if not visit.sender.is_personal and visit.sender.team_id:
        team = await setting_up.meet(visit.sender, visit.office.now())
        await visit.office.store.write(lambda tx: work.meet_team(tx, team))

    def look(tx: Transaction) -> Card:
        teams = tx.all_records(TeamMet)
        known = [one for one in tx.all_records(Setup) if one.state is not SetupState.DROPPED]
        if visit.sender.team_id:
            teams = [one for one in teams if one.id == visit.sender.team_id]
            known = [one for one in known if one.team.id == visit.sender.team_id]
        return setups_card(teams, known, visit.directory.mandates, visit.words)

    return await visit.office.store.read(look)


async def _begin(visit: Visit, data: Data) -> Card:
    _require_administrator(visit)
    team_id, now = field_of(data, "team"), visit.office.now()
    setup = await visit.office.store.write(lambda tx: work.begin_setup(tx, team_id, now=now))
    return await _draw(visit, setup)


async def _view(visit: Visit, data: Data) -> Card:
    _require_administrator(visit)
    return await _draw(visit, await _find(visit, data))


async def _find(visit: Visit, data: Data) -> Setup:
    return await visit.office.store.read(lambda tx: work.open_setup(tx, field_of(data, "setup")))


async def _draw(
    visit: Visit, setup: Setup, *, typed: TypedAnswers | None = None, faults: Mapping[str, str] | None = None
) -> Card:
    """The step the setup stands at. Whom one may choose among is fetched when it is asked for."""
    if setup.step is SetupStep.CHANNELS and typed is None:
        setup = await _with_channels(visit, setup)
    if setup.step is SetupStep.PEOPLE and not setup.roster:
        setup = await _with_roster(visit, setup)
    known = await visit.office.store.read(lambda tx: tx.all_records(Setup))
    return setup_card(setup, visit.directory, known, visit.words, typed=typed, faults=faults)


async def _with_channels(visit: Visit, setup: Setup) -> Setup:
    channels = await _require_administrator(visit).channels(setup.team, visit.person.language)
    return await visit.office.store.write(lambda tx: work.keep_channels(tx, setup.id, channels))


async def _with_roster(visit: Visit, setup: Setup) -> Setup:
    roster = await _require_administrator(visit).roster(setup.team)
    return await visit.office.store.write(lambda tx: work.keep_roster(tx, setup.id, roster))


async def _roster(visit: Visit, data: Data) -> Card:
    _require_administrator(visit)
    setup = await _with_roster(visit, await _find(visit, data))
    return await _draw(visit, setup, typed=_typed(data))


def _typed(data: Data) -> dict[str, str]:
    return {name: value for name, value in data.items() if isinstance(value, str)}


async def _answer(visit: Visit, data: Data, change: Callable[[Transaction], Setup], prefix: str = "") -> Card:
    """Writes an answer and shows what comes then; a wrong one is shown again with what was typed."""
    _require_administrator(visit)
    try:
        setup = await visit.office.store.write(change)
    except FormError as error:
        return await _ask_again(visit, data, error, prefix)
    if setup.state is not SetupState.OPEN:
        await visit.office.refresh()
        visit.office.nudge()
    return await _draw(visit, setup)


async def _ask_again(visit: Visit, data: Data, error: FormError, prefix: str) -> Card:
    faults = {f"{prefix}{field}": code for field, code in error.fields.items()}
    return await _draw(visit, await _find(visit, data), typed=_typed(data), faults=faults)


async def _committee(visit: Visit, data: Data) -> Card:
    id_, chosen = field_of(data, "setup"), field_of(data, "committee")
    return await _answer(visit, data, lambda tx: work.choose_committee(tx, visit.directory, id_, chosen))


async def _channels(visit: Visit, data: Data) -> Card:
    chosen = _prefixed(data, "channel_")

    def change(tx: Transaction) -> Setup:
        now, actor_id = visit.office.now(), visit.person.id
        return work.choose_channels(tx, visit.directory, field_of(data, "setup"), chosen, actor_id=actor_id, now=now)

    return await _answer(visit, data, change, "channel_")


def _prefixed(data: Data, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in _typed(data).items() if name.startswith(prefix)}


async def _people(visit: Visit, data: Data) -> Card:
    def change(tx: Transaction) -> Setup:
        setup = work.open_setup(tx, field_of(data, "setup"))
        questions = seat_questions(visit.directory.mandate(setup.committee_id))
        named = [[one for one in field_of(data, f"seat_{n}").split(",") if one] for n in range(len(questions))]
        now, actor_id = visit.office.now(), visit.person.id
        return work.name_people(tx, visit.directory, setup.id, named, actor_id=actor_id, now=now)

    return await _answer(visit, data, change)


async def _calendars(visit: Visit, data: Data) -> Card:
    setting_up, setup = _require_administrator(visit), await _find(visit, data)
    now, actor_id = visit.office.now(), visit.person.id
    try:
        given = work.check_mailboxes(setup, visit.directory, _prefixed(data, "mailbox_"))
        seen = await setting_up.look_into(given, plans_after(visit.directory.mandate(setup.committee_id)), now)
    except FormError as error:
        return await _ask_again(visit, data, error, "mailbox_")

    def change(tx: Transaction) -> Setup:
        return work.connect_calendars(
            tx, visit.directory, setup.id, given, meetings_seen=seen, actor_id=actor_id, now=now
        )

    return await _answer(visit, data, change, "mailbox_")


async def _turn(visit: Visit, data: Data) -> Card:
    _require_administrator(visit)
    try:
        step = SetupStep(field_of(data, "step"))
    except ValueError:
        raise CommitteeError("unknown_action") from None
    setup = await visit.office.store.write(lambda tx: work.turn_to(tx, field_of(data, "setup"), step))
    return await _draw(visit, setup)


async def _start(visit: Visit, data: Data) -> Card:
    now, actor_id = visit.office.now(), visit.person.id

    def change(tx: Transaction) -> Setup:
        return work.start_committee(tx, visit.directory, field_of(data, "setup"), actor_id=actor_id, now=now)

    card = await _answer(visit, data, change)
    visit.office.hurry()
    return card


async def _take_back(visit: Visit, data: Data) -> Card:
    now, actor_id = visit.office.now(), visit.person.id
    return await _answer(
        visit, data, lambda tx: work.take_back(tx, field_of(data, "setup"), actor_id=actor_id, now=now)
    )


async def _drop(visit: Visit, data: Data) -> Card:
    _require_administrator(visit)
    await visit.office.store.write(lambda tx: work.drop_setup(tx, field_of(data, "setup")))
    return await _list(visit)


async def find_for_setup(visit: Visit, dataset: str, typed: str) -> list[dict[str, str]]:
    """The people or channels of the setup's team whose name, or a person's address, has what is typed."""
    _require_administrator(visit)
    what, _, setup_id = dataset.partition(":")
    setup = await visit.office.store.read(lambda tx: work.open_setup(tx, setup_id))
    people = [(one.object_id, one.name, one.address) for one in setup.roster]
    known = people if what == "roster" else [(one.id, one.name, "") for one in setup.channels]
    asked = typed.strip().casefold()
    return [{"title": name, "value": id_} for id_, name, more in known if asked in f"{name} {more}".casefold()]


Act = Callable[[Visit, Data], Awaitable[Card]]
ACTIONS: dict[str, Act] = {
    "setup.begin": _begin,
    "setup.view": _view,
    "setup.committee": _committee,
    "setup.channels": _channels,
    "setup.people": _people,
    "setup.roster": _roster,
    "setup.calendars": _calendars,
    "setup.turn": _turn,
    "setup.start": _start,
    "setup.take_back": _take_back,
    "setup.drop": _drop,
}
COMMANDS = (
    Command(
        phrases=("oppsett", "sett opp et utvalg", "sett opp utvalg", "set opp utval", "setup", "set up a committee"),
        does=N_("setter opp et utvalg i et team (for administratorer)"),
        run=_list,
    ),
)
