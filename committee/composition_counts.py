"""How many seats each line of a composition has, and how many it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from committee.mandate import Organisation
from committee.seat_rules import SeatRule
from committee.seating import Seating, stands_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many seats a line has, for one organisation or for all of its own together."""

    rule: SeatRule
    organisation_id: str | None
    organisations: tuple[Organisation, ...]
    number: int
    least: int

    @property
    def missing(self) -> int:
        return max(0, self.least - self.number)

    @property
    def surplus(self) -> int:
        return 0 if self.rule.most is None else max(0, self.number - self.rule.most)

    @property
    def chooser(self) -> str | None:
        return self.rule.nominated_by or self.organisation_id


def counts(sat: Seating) -> Iterator[Count]:
    """By line, and within a line that counts each, by organisation."""
    for rule, asked in zip(sat.mandate.seats, sat.asked, strict=True):
        if rule.each:
            yield from (_count(sat, rule, (one,), one.id) for one in asked)
        else:
            yield _count(sat, rule, asked, sat.about(rule, asked))


def _count(sat: Seating, rule: SeatRule, asked: tuple[Organisation, ...], about: str | None) -> Count:
    # A kind that is only tolerated may sit, but is not asked to.
    stand_in = rule.each and stands_in(rule, asked[0])
    return Count(
        rule=rule,
        organisation_id=about,
        organisations=asked,
        number=sat.number(rule, asked),
        least=0 if stand_in else rule.least,
    )
