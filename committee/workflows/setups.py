"""An administrator sets up a committee by chat, one answer at a time; each may be changed, and all taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError, FormError
from committee.meetings import MeetingState
from committee.members import Directory
from committee.ports import Transaction
from committee.setups import (
    STEPS,
    NamedSeat,
    RosterPerson,
    Setup,
    SetupState,
    SetupStep,
    TeamChannel,
    TeamMet,
    bodies_to_place,
    bodies_with_calendar,
    missing_step,
    offered,
    seat_questions,
)
from committee.workflows.errands import put_in_calendar, show, show_again

#: As long as an address may be (RFC 5321).
LONGEST_MAILBOX = 254


def meet_team(tx: Transaction, team: TeamMet) -> bool:
    """The app was added to a team. False when the team was met before under this name."""
    known = next((one for one in tx.all_records(TeamMet) if one.id == team.id), None)
    if known is not None and replace(known, met_at=team.met_at) == team:
        return False
    tx.keep(team)
    return known is None


def begin_setup(tx: Transaction, team_id: str, *, now: datetime) -> Setup:
    """A new setup in a team that the app was added to, or the one that is open there.

    Raises CommitteeError("not_found").
    """
    team = tx.find(TeamMet, team_id)
    going = [one for one in tx.all_records(Setup) if one.team.id == team_id and one.state is SetupState.OPEN]
    return going[0] if going else _keep(tx, Setup(id=tx.new_id(), team=team, begun_at=now))


def choose_committee(tx: Transaction, directory: Directory, setup_id: str, committee_id: str) -> Setup:
    """Which committee it is. Another than before begins with no other answers.

    Raises CommitteeError("not_found", "setup_started"), FormError.
    """
    setup = open_setup(tx, setup_id)
    if setup.state is not SetupState.OPEN:
        raise CommitteeError("setup_started")
    if committee_id not in {one.id for one in offered(directory, tx.all_records(Setup), setup.id)}:
        raise FormError({"committee": "field_not_chosen"})
    if committee_id != setup.committee_id:
        setup = replace(setup, committee_id=committee_id, places=(), seats=(), people=(), meetings_seen=None)
    return _answered(tx, replace(setup, step=SetupStep.COMMITTEE))


def choose_channels(
    tx: Transaction, directory: Directory, setup_id: str, chosen: Mapping[str, str], *, actor_id: str, now: datetime
) -> Setup:
    """Each body's channel; the committee's own is needed, another's may wait until there is one.

    Raises CommitteeError("not_found"), FormError.
    """
    setup = _with_committee(tx, setup_id)
    known, faults = {one.id for one in setup.channels}, dict[str, str]()
    bodies = bodies_to_place(setup, directory)
    taken = _taken_channels(setup, directory)
    seen = set[str]()
    for body in bodies:
        channel = chosen.get(body.id, "")
        if (channel and channel not in known) or (not channel and body.id == setup.committee_id):
            faults[body.id] = "field_not_chosen"
        elif channel and (channel in taken or channel in seen):
            faults[body.id] = "channel_bound"
        seen.add(channel)
    if faults:
        raise FormError(faults)
    places = tuple(replace(setup.place(one.id), channel_id=chosen.get(one.id, "")) for one in bodies)
    return _answered(tx, replace(setup, places=places, step=SetupStep.CHANNELS), actor_id=actor_id, now=now)


def _taken_channels(setup: Setup, directory: Directory) -> set[str]:
    """Channels that other bodies than this setup's live in."""
    own = {one.id for one in bodies_to_place(setup, directory)}
    return {one.channel_id for one in directory.spaces.values() if one.channel_id and one.committee_id not in own}


def keep_channels(tx: Transaction, setup_id: str, channels: Sequence[TeamChannel]) -> Setup:
    """The team's channels, as Teams has them now."""
    return _keep(tx, replace(open_setup(tx, setup_id), channels=tuple(channels)))


def keep_roster(tx: Transaction, setup_id: str, roster: Sequence[RosterPerson]) -> Setup:
    """Who may be named, as Teams has them now."""
    return _keep(tx, replace(open_setup(tx, setup_id), roster=tuple(roster)))


def name_people(
    tx: Transaction,
    directory: Directory,
    setup_id: str,
    named: Sequence[Sequence[str]],
    *,
    actor_id: str,
    now: datetime,
) -> Setup:
    """Who holds each function: object ids, question by question in the order of `seat_questions`.

    Raises CommitteeError("not_found"), FormError with fields as `seat_0`.
    """
    setup = _with_committee(tx, setup_id)
    questions = seat_questions(directory.mandate(setup.committee_id))
    known = {one.object_id: one for one in (*setup.people, *setup.roster)}
    faults, seats, seated = dict[str, str](), list[NamedSeat](), set[str]()
    for number, question in enumerate(questions):
        people = list(dict.fromkeys(named[number])) if number < len(named) else []
        if any(one not in known for one in people) or (question.is_required and not people):
            faults[f"seat_{number}"] = "field_not_chosen"
        elif question.is_single and len(people) > 1:
            faults[f"seat_{number}"] = "only_one_person"
        elif not seated.isdisjoint(people):
            faults[f"seat_{number}"] = "named_twice"
        seated.update(people)
        seats += [
            NamedSeat(function=question.function, organisation_id=question.organisation_id, object_id=one)
            for one in people
        ]
    if faults:
        raise FormError(faults)
    people = tuple(known[one.object_id] for one in seats)
    answered = replace(setup, seats=tuple(seats), people=people, roster=(), step=SetupStep.PEOPLE)
    return _answered(tx, answered, actor_id=actor_id, now=now)


def check_mailboxes(setup: Setup, directory: Directory, mailboxes: Mapping[str, str]) -> dict[str, str]:
    """The mailboxes by body, trimmed. Raises FormError, with fields named by the bodies."""
    bodies = bodies_with_calendar(setup, directory)
    given = {one.id: mailboxes.get(one.id, "").strip() for one in bodies}
    faults = {id_: code for id_, address in given.items() if (code := _fault_of(address))}
    if faults:
        raise FormError(faults)
    return given


def _fault_of(address: str) -> str:
    if not address:
        return "field_empty"
    if (
        len(address) > LONGEST_MAILBOX
        or address.count("@") != 1
        or any(one.isspace() or one in "/?#" for one in address)
    ):
        return "mailbox_unreadable"
    return ""


def connect_calendars(
    tx: Transaction,
    directory: Directory,
    setup_id: str,
    mailboxes: Mapping[str, str],
    *,
    meetings_seen: int | None,
    actor_id: str,
    now: datetime,
) -> Setup:
    """The mailboxes that meetings stand in and are planned after; they have been looked into.

    Raises CommitteeError("not_found"), FormError.
    """
    setup = _with_committee(tx, setup_id)
    given = check_mailboxes(setup, directory, mailboxes)
    bodies = bodies_to_place(setup, directory)
    places = tuple(
        replace(one, calendar=given.get(one.committee_id, "")) for one in map(setup.place, (b.id for b in bodies))
    )
    answered = replace(setup, places=places, meetings_seen=meetings_seen, step=SetupStep.CALENDARS)
    return _answered(tx, answered, actor_id=actor_id, now=now)


def turn_to(tx: Transaction, setup_id: str, step: SetupStep) -> Setup:
    """The step is shown again with what was answered; nothing is lost. Raises CommitteeError("not_found")."""
    setup = open_setup(tx, setup_id)
    if step is SetupStep.COMMITTEE and setup.state is not SetupState.OPEN:
        raise CommitteeError("setup_started")
    if step is not SetupStep.COMMITTEE and not setup.committee_id:
        step = SetupStep.COMMITTEE
    return _keep(tx, replace(setup, step=step))


def start_committee(tx: Transaction, directory: Directory, setup_id: str, *, actor_id: str, now: datetime) -> Setup:
    """The committee is in force from now on, and its channel is welcomed. Twice is once.

    Raises CommitteeError("not_found", "setup_unfinished", "setup_taken", "channel_bound").
    """
    setup = open_setup(tx, setup_id)
    if setup.is_in_force:
        return setup
    if missing_step(setup, directory):
        raise CommitteeError("setup_unfinished")
    if setup.committee_id not in {one.id for one in offered(directory, tx.all_records(Setup), setup.id)}:
        raise CommitteeError("setup_taken")
    if _taken_channels(setup, directory) & {one.channel_id for one in setup.places}:
        raise CommitteeError("channel_bound")
    started = replace(setup, state=SetupState.STARTED, step=SetupStep.REVIEW, roster=())
    _keep(tx, started)
    tx.move_register()
    _record(tx, started, "committee.set_up", actor_id, now=now)
    show(tx, started.committee_id, "welcome", started.committee_id, now=now)
    return started


def take_back(tx: Transaction, setup_id: str, *, actor_id: str, now: datetime) -> Setup:
    """The committee is not in force any more; planned meetings are cancelled, and the answers are kept.

    Only while it has no case, voting or held meeting. Raises CommitteeError("not_found", "setup_in_use").
    """
    setup = open_setup(tx, setup_id)
    if not setup.is_in_force:
        return setup
    committee_id = setup.committee_id
    held = tx.meetings(committee_id, MeetingState.IN_SESSION, MeetingState.ENDED)
    if tx.proposals(committee_id) or tx.votings(committee_id) or held:
        raise CommitteeError("setup_in_use")
    for meeting in tx.meetings(committee_id, MeetingState.PLANNED, MeetingState.ORPHANED):
        tx.put_meeting(replace(meeting, state=MeetingState.CANCELLED, planned_before=None))
        put_in_calendar(tx, committee_id, meeting.id, now=now)
        show_again(tx, committee_id, "meeting", meeting.id, now=now)
    taken_back = replace(setup, state=SetupState.TAKEN_BACK, step=SetupStep.REVIEW)
    _keep(tx, taken_back)
    tx.move_register()
    _record(tx, taken_back, "committee.taken_back", actor_id, now=now)
    return taken_back


def drop_setup(tx: Transaction, setup_id: str) -> Setup:
    """The answers are forgotten; a committee that is in force must be taken back first.

    Raises CommitteeError("not_found", "setup_started").
    """
    setup = open_setup(tx, setup_id)
    if setup.state is not SetupState.OPEN:
        raise CommitteeError("setup_started")
    return _keep(tx, replace(setup, state=SetupState.DROPPED, roster=(), people=(), seats=(), places=()))


def open_setup(tx: Transaction, setup_id: str) -> Setup:
    """One that was not dropped. Raises CommitteeError("not_found")."""
    setup = tx.find(Setup, setup_id)
    if setup.state is SetupState.DROPPED:
        raise CommitteeError("not_found")
    return setup


def _with_committee(tx: Transaction, setup_id: str) -> Setup:
    setup = open_setup(tx, setup_id)
    if not setup.committee_id:
        raise CommitteeError("setup_unfinished")
    return setup


def _answered(tx: Transaction, setup: Setup, *, actor_id: str = "", now: datetime | None = None) -> Setup:
    """On to the next step; a change in a committee that is in force holds at once, and stands in its record."""
    last = setup.places and setup.seats and all(one.calendar for one in setup.places[:1])
    after = SetupStep.REVIEW if last else STEPS[STEPS.index(setup.step) + 1]
    kept = _keep(tx, replace(setup, step=after))
    if kept.is_in_force and now is not None:
        tx.move_register()
        _record(tx, kept, "committee.setup_changed", actor_id, now=now)
    return kept


def _keep(tx: Transaction, setup: Setup) -> Setup:
    tx.keep(setup)
    return setup


def _record(tx: Transaction, setup: Setup, action: str, actor_id: str, *, now: datetime) -> None:
    """Ids only: names stay in the answers."""
    details = {
        "places": [[one.committee_id, one.channel_id, one.calendar] for one in setup.places],
        "seats": [[one.function.value, one.organisation_id, one.object_id] for one in setup.seats],
    }
    tx.record(setup.committee_id, at=now, actor_id=actor_id, action=action, subject_id=setup.id, details=details)
