"""All versions of all mandates: which one is in force on a day, and which one governed something."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from committee.mandate import Mandate, MandateStamp
from committee.seat_rules import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateBook:
    """Read from files, replaced as a whole, never changed."""

    #: By committee, oldest first.
    versions: Mapping[str, tuple[Mandate, ...]]
    regions: Mapping[str, Region] = field(default_factory=dict)
    #: Versions that once were in force and whose files may be gone or changed since. Never in force again by this.
    archived: Mapping[MandateStamp, Mandate] = field(default_factory=dict)

    @classmethod
    def of(cls, versions: Iterable[Mandate]) -> "MandateBook":
        """A book of these versions, without regions."""
        found: dict[str, tuple[Mandate, ...]] = {}
        for one in sorted(versions, key=lambda one: one.valid_from):
            found[one.id] = (*found.get(one.id, ()), one)
        return cls(versions=found)

    def at(self, committee_id: str, on: date) -> Mandate | None:
        """The version in force on a day (both ends included); None when there is none."""
        begun = [one for one in self.versions.get(committee_id, ()) if one.valid_from <= on]
        if not begun or (begun[-1].valid_until is not None and begun[-1].valid_until < on):
            return None
        return begun[-1]

    def in_force(self, on: date) -> dict[str, Mandate]:
        """Every committee that has a mandate on that day."""
        found = {committee_id: self.at(committee_id, on) for committee_id in self.versions}
        return {committee_id: mandate for committee_id, mandate in found.items() if mandate is not None}

    def next_after(self, committee_id: str, on: date) -> Mandate | None:
        """The version that takes effect next."""
        return next((one for one in self.versions.get(committee_id, ()) if one.valid_from > on), None)

    def version(self, stamp: MandateStamp) -> Mandate | None:
        """The very version that a case, a meeting or a voting was governed by; None when nobody has it any more."""
        found = (one for one in self.versions.get(stamp.committee_id, ()) if one.stamp == stamp)
        return next(found, None) or self.archived.get(stamp)
