"""What the cards of a ranking need to know: nothing of what others answered before it is closed."""

from dataclasses import dataclass

from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.preference_count import PreferenceCount
from committee.preferences import Preference, PreferenceBallot, Purpose, Voice
from committee.proposals import Proposal
from committee.recusals import leads_case
from committee.rights import Right, may, require
from committee.workflows.preferences import ballots_in, count, may_confirm, rankable, voice_in

_MOST_LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceView:
    mandate: Mandate
    preference: Preference
    answered: tuple[Voice, ...]
    #: In the roll's order; empty while it is open.
    ballots: tuple[PreferenceBallot, ...]
    #: None while it is open.
    result: PreferenceCount | None
    confirmed_by: str = ""
    own: PreferenceBallot | None = None
    may_rank: bool = False
    may_close: bool = False
    may_confirm: bool = False
    may_choose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesView:
    mandate: Mandate
    listed: tuple[PreferenceView, ...]
    #: Cases that can be ranked, or get alternatives.
    ready: tuple[Proposal, ...]
    may_open: bool


def view_preference(
    tx: Transaction, directory: Directory, preference_id: str, viewer: Member | None = None
) -> PreferenceView:
    """As the shared card has it, or with what is the viewer's own. Raises CommitteeError("not_found", "no_seat")."""
    preference = tx.find(Preference, preference_id)
    ballots = ballots_in(tx, preference)
    cast = {one.organisation_id for one in ballots}
    person = directory.people.get(preference.confirmation.by) if preference.confirmation else None
    view = PreferenceView(
        mandate=directory.mandate(preference.committee_id),
        preference=preference,
        answered=tuple(one for one in preference.roll if one.organisation_id in cast),
        ballots=() if preference.is_open else ballots,
        result=None if preference.is_open else count(tx, preference),
        confirmed_by=person.name if person else "",
    )
    return _for(tx, view, directory, viewer, ballots) if viewer else view


def _for(
    tx: Transaction,
    view: PreferenceView,
    directory: Directory,
    viewer: Member,
    ballots: tuple[PreferenceBallot, ...],
) -> PreferenceView:
    preference = view.preference
    if viewer.committee_id != preference.committee_id:
        raise CommitteeError("not_found")
    require(viewer, Right.READ)
    try:
        voice = voice_in(tx, preference, viewer)
    except CommitteeError:
        voice = None
    own = next((one for one in ballots if voice and one.organisation_id == voice.organisation_id), None)
    closed = not preference.is_open
    alternatives = preference.purpose is Purpose.ALTERNATIVES
    return PreferenceView(
        mandate=view.mandate,
        preference=preference,
        answered=view.answered,
        ballots=view.ballots,
        result=view.result,
        confirmed_by=view.confirmed_by,
        own=own,
        may_rank=voice is not None and preference.is_open,
        may_close=may(viewer, Right.PLAN) and preference.is_open and len(view.answered) == len(preference.roll),
        may_confirm=closed and not alternatives and may_confirm(directory, viewer, preference),
        may_choose=closed
        and alternatives
        and not preference.chosen
        and leads_case(tx, directory, viewer, preference.about),
    )


def view_preferences(tx: Transaction, directory: Directory, member: Member) -> PreferencesView:
    """The open ones first, then the newest. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    found = sorted(tx.records(Preference, member.committee_id), key=lambda one: one.opened_at, reverse=True)
    found.sort(key=lambda one: not one.is_open)
    listed = tuple(view_preference(tx, directory, one.id, member) for one in found[:_MOST_LISTED])
    return PreferencesView(
        mandate=directory.mandate(member.committee_id),
        listed=listed,
        ready=rankable(tx, member.committee_id),
        may_open=may(member, Right.PLAN),
    )
