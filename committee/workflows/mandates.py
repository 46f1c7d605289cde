"""A version of a mandate takes effect: kept, recorded, told in the channel, and remembered for the minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from committee.errors import CommitteeError
from committee.mandate import Mandate, VotingRules
from committee.mandate_changes import MandateChange, says_the_same
from committee.mandate_diff import Difference, differences
from committee.members import Directory
from committee.ports import Transaction
from committee.seat_rules import SeatRule
from committee.workflows.errands import CLOCK, show


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version that took effect, and the one that it came after; None for the first."""

    mandate: Mandate
    before: Mandate | None
    change: MandateChange


def not_in_effect(tx: Transaction, directory: Directory) -> tuple[str, ...]:
    """The committees whose version in force is another than the one last recorded, by id."""
    recorded = {change.committee_id: change.stamp for change in tx.mandate_changes()}
    return tuple(sorted(one.id for one in directory.mandates.values() if recorded.get(one.id) != one.stamp))


def take_effect(tx: Transaction, directory: Directory, committee_id: str, *, now: datetime) -> MandateChange | None:
    """The version in force from now on; None when it is recorded already, so that several may look at once.

    The first version that the bot knows of, and one where only the file's wording is another, is recorded without
    being told in the channel.
    """
    tx.head(committee_id)  # Whoever else looks at this committee waits here.
    mandate = directory.mandates.get(committee_id)
    changes = tx.mandate_changes(committee_id)
    if mandate is None or (changes and changes[-1].stamp == mandate.stamp):
        return None
    before = directory.governing(changes[-1].stamp) if changes else None
    change = MandateChange(
        committee_id=committee_id,
        number=len(changes) + 1,
        stamp=mandate.stamp,
        at=now,
        is_news=before is not None and not says_the_same(before, mandate),
    )
    tx.put_mandate_version(mandate)
    tx.put_mandate_change(change)
    _record(tx, change, mandate, before)
    if change.is_news and committee_id in directory.spaces:
        show(tx, committee_id, "mandate", mandate.sha256, now=now)
    return change


def take_effect_all(
    tx: Transaction, directory: Directory, committee_ids: Iterable[str], *, now: datetime
) -> tuple[MandateChange, ...]:
    """Of each of these committees."""
    found = (take_effect(tx, directory, one, now=now) for one in committee_ids)
    return tuple(one for one in found if one is not None)


def _record(tx: Transaction, change: MandateChange, mandate: Mandate, before: Mandate | None) -> None:
    details = {
        "valid_from": mandate.valid_from.isoformat(),
        "approval": mandate.approval.reference,
        "before": before.sha256 if before else None,
        "changed": [_changed(one) for one in differences(before, mandate)] if before else [],
        "weights": {one.id: one.weight for one in mandate.organisations},
        "quorum": _quorum(mandate.rules),
    }
    tx.record(
        change.committee_id, at=change.at, actor_id=CLOCK, action="mandate.in_force", subject_id=mandate.sha256,
        details=details,
    )  # fmt: skip


def _changed(one: Difference) -> dict[str, object]:
    before, after = _plain(one.code, one.before), _plain(one.code, one.after)
    return {"what": one.code, "about": dict(one.about), "before": before, "after": after}


def _plain(code: str, value: object) -> str | list[str] | None:
    if value is None:
        return None
    if isinstance(value, VotingRules):
        return _quorum(value) if code == "rules.quorum" else _agreement(value)
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return value.id if isinstance(value, SeatRule) else str(value)


def _quorum(rules: VotingRules) -> str:
    if rules.quorum_weight is None:
        return str(rules.quorum)
    return f"{rules.quorum} of organisations, {rules.quorum_weight} of weight"


def _agreement(rules: VotingRules) -> str:
    if rules.share is None:
        return rules.agreement.value
    return f"{rules.agreement.value} {rules.share} of {rules.of.value}"


def versions_since(
    tx: Transaction, directory: Directory, committee_id: str, since: datetime, until: datetime
) -> tuple[VersionView, ...]:
    """What the minutes tell of: the versions that took effect after `since`, at the latest at `until`."""
    changes = tx.mandate_changes(committee_id)
    return tuple(
        _view(directory, changes, place)
        for place, change in enumerate(changes)
        if change.is_news and since < change.at <= until
    )


def view_version(tx: Transaction, directory: Directory, committee_id: str, sha256: str) -> VersionView:
    """The latest time that this version took effect. Raises CommitteeError("not_found")."""
    changes = tx.mandate_changes(committee_id)
    place = next((n for n in range(len(changes) - 1, -1, -1) if changes[n].stamp.sha256 == sha256), None)
    if place is None:
        raise CommitteeError("not_found")
    return _view(directory, changes, place)


def history(tx: Transaction, directory: Directory, committee_id: str) -> tuple[VersionView, ...]:
    """Every version that has been in force here, the latest first."""
    changes = tx.mandate_changes(committee_id)
    return tuple(_view(directory, changes, place) for place in range(len(changes) - 1, -1, -1))


def _view(directory: Directory, changes: Iterable[MandateChange], place: int) -> VersionView:
    known = tuple(changes)
    return VersionView(
        mandate=directory.governing(known[place].stamp),
        before=directory.governing(known[place - 1].stamp) if place else None,
        change=known[place],
    )
