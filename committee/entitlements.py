"""Who may vote in a voting and who may not, worked out once and shown to all: nobody's vote goes missing in silence."""

from collections.abc import Iterable
from dataclasses import dataclass

from committee.deputies import deputies_of, may_cast
from committee.members import Directory, Member
from committee.voting import RollEntry, Voting


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlements:
    """What is out of the ordinary about who votes; names with their organisations'."""

    recused: tuple[tuple[str, str], ...] = ()
    deputies: tuple[tuple[str, str], ...] = ()
    #: Organisations that nobody can vote for now.
    voiceless: tuple[str, ...] = ()


def entitlements(directory: Directory, voting: Voting, roll: Iterable[RollEntry]) -> Entitlements:
    """Of an open voting; names of people who have left since are left out."""
    names = {entry.organisation_id: entry.name for entry in roll}
    members = directory.members(voting.committee_id)
    able = {one.organisation_id for one in members if may_cast(voting, one)}
    return Entitlements(
        recused=tuple(_named(one, names) for one in members if one.person.id in voting.recused),
        deputies=tuple(
            _named(one, names) for one in members if one.person.id in voting.called and may_cast(voting, one)
        ),
        voiceless=tuple(name for id_, name in names.items() if id_ not in able),
    )


def _named(member: Member, names: dict[str, str]) -> tuple[str, str]:
    return member.person.name, names.get(member.organisation_id or "", "")


def may_hand_over(directory: Directory, voting: Voting, member: Member) -> bool:
    """Whether the member holds a ballot that a deputy can take, and none has; cheap, since every press asks it."""
    seat = member.seat
    if seat is None or seat.is_deputy or not voting.is_open or not may_cast(voting, member):
        return False
    key = ("deputies", voting.committee_id, seat.organisation_id)
    deputies = directory.keep(key, lambda: deputies_of(directory, voting.committee_id, seat.organisation_id))
    return bool(deputies) and all(one.person.id not in voting.called for one in deputies)


def has_left(directory: Directory, committee_id: str, organisation_id: str, person_id: str) -> bool:
    """Whether somebody who voted for the organisation has no seat for it any more: their ballot is marked."""
    person = directory.people.get(person_id)
    seat = directory.member(person, committee_id).seat if person else None
    return seat is None or seat.organisation_id != organisation_id
