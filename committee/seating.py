"""Who sits under which line of a mandate's composition on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.mandate import Mandate, Organisation
from committee.members import Seat
from committee.seat_rules import Function, SeatRule


def accepts(rule: SeatRule, organisation: Organisation) -> bool:
    """Whether the line is about that organisation, as one it names or as one it tolerates."""
    return (
        (not rule.kinds or organisation.kind in rule.kinds or organisation.kind in rule.tolerated)
        and (not rule.organisations or organisation.id in rule.organisations)
        and (not rule.regions or organisation.region in rule.regions)
    )


def stands_in(rule: SeatRule, organisation: Organisation) -> bool:
    """Whether it is of a kind that the line tolerates, but does not name (004-18)."""
    return bool(rule.kinds) and organisation.kind not in rule.kinds


def fits(rule: SeatRule, seat: Seat, organisation: Organisation | None) -> bool:
    """Whether the seat may stand under the line; `organisation` is the seat's, None when the mandate has it not."""
    return organisation is not None and seat.function is rule.function and accepts(rule, organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """A body's seats sorted under its mandate's lines.

    A seat stands under the first line that it fits, and so all seats of one function and organisation stand under the
    same line; no other line asks anything of that organisation for that function.
    """

    mandate: Mandate
    on: date
    organisations: Mapping[str, Organisation]
    #: By function and organisation, the place of its line among `mandate.seats`.
    homes: Mapping[tuple[Function, str], int]
    #: The lines' organisations, in the mandate's order.
    asked: tuple[tuple[Organisation, ...], ...]
    #: All of the body's seats, also those that are over or have not begun, in the given order.
    listed: tuple[Seat, ...]
    #: Those held on the day.
    held: tuple[Seat, ...]
    #: Held, and not a deputy's: those that the composition counts.
    counted: tuple[Seat, ...]
    #: How many of `counted`, by function and organisation.
    numbers: Mapping[tuple[Function, str], int]

    def rule_of(self, seat: Seat) -> SeatRule | None:
        home = self.homes.get((seat.function, seat.organisation_id))
        return None if home is None else self.mandate.seats[home]

    def number(self, rule: SeatRule, organisations: Iterable[Organisation]) -> int:
        """How many seats these have for what the line is about; they must be among those it asks."""
        return sum(self.numbers.get((rule.function, one.id), 0) for one in organisations)

    def about(self, rule: SeatRule, asked: Sequence[Organisation]) -> str | None:
        """The organisation that a line counting all together is about: the only one it can be filled from.

        A line about a region is about none: whoever chooses may find another organisation there (004-20).
        """
        return asked[0].id if len(asked) == 1 and not rule.regions else None


def seating(mandate: Mandate, seats: Iterable[Seat], on: date) -> Seating:
    """The body's seats on a day; those of other bodies are passed over."""
    listed = tuple(seat for seat in seats if seat.committee_id == mandate.id)
    held = tuple(seat for seat in listed if seat.is_held(on))
    counted = tuple(seat for seat in held if not seat.is_deputy)
    numbers: dict[tuple[Function, str], int] = {}
    for seat in counted:
        place = (seat.function, seat.organisation_id)
        numbers[place] = numbers.get(place, 0) + 1
    homes, asked = _homes(mandate)
    return Seating(
        mandate=mandate,
        on=on,
        organisations={one.id: one for one in mandate.organisations},
        homes=homes,
        asked=asked,
        listed=listed,
        held=held,
        counted=counted,
        numbers=numbers,
    )


def _homes(mandate: Mandate) -> tuple[dict[tuple[Function, str], int], tuple[tuple[Organisation, ...], ...]]:
    homes: dict[tuple[Function, str], int] = {}
    asked: list[tuple[Organisation, ...]] = []
    for place, rule in enumerate(mandate.seats):
        mine = tuple(
            one for one in mandate.organisations if accepts(rule, one) and (rule.function, one.id) not in homes
        )
        homes.update({(rule.function, one.id): place for one in mine})
        asked.append(mine)
    return homes, tuple(asked)
