"""What two versions of a mandate say differently: one difference for each thing, nothing left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from committee.mandate import Mandate, Organisation, VotingRules
from committee.seat_rules import SeatRule

Value = str | int | date | timedelta | Fraction | tuple[str, ...] | SeatRule | VotingRules | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that changed; `locales.differences` has a sentence for each `code`.

    `before` or `after` is None or empty where there was or is nothing. Organisations stand there by name, other bodies
    by id, since a mandate does not know their names.
    """

    code: str
    before: Value = None
    after: Value = None
    #: What it is about: the name of an `organisation` or a `seat`, and its `id`.
    about: Mapping[str, str] = field(default_factory=dict)


_Compare = Callable[[Mandate, Mandate], Iterable[Difference]]


def differences(before: Mandate, after: Mandate) -> tuple[Difference, ...]:
    """Everything that another version says differently, save which bytes its file has; none for equal ones."""
    return tuple(one for compare in COMPARED.values() for one in compare(before, after))


def pair_versions(
    old: Mapping[str, Sequence[Mandate]], new: Mapping[str, Sequence[Mandate]]
) -> tuple[tuple[Mandate | None, Mandate | None], ...]:
    """Which version is to be held against which, where anything differs: None where there was or is none.

    A version is held against the one from the same day, or else against the one that it comes after.
    """
    found: list[tuple[Mandate | None, Mandate | None]] = []
    for id_ in [*old, *(one for one in new if one not in old)]:
        was = {one.valid_from: one for one in old.get(id_, ())}
        now = {one.valid_from: one for one in new.get(id_, ())}
        told = [(_before(one, was, now), one) for one in now.values()]
        found += [(before, one) for before, one in told if before is None or differences(before, one)]
        used = {before.valid_from for before, _ in told if before is not None}
        found += [(one, None) for day, one in was.items() if day not in now and day not in used]
    return tuple(found)


def _before(version: Mandate, was: Mapping[date, Mandate], now: Mapping[date, Mandate]) -> Mandate | None:
    if version.valid_from in was:
        return was[version.valid_from]
    earlier = {**was, **now}
    days = [day for day in earlier if day < version.valid_from]
    return earlier[max(days)] if days else None


def _one(code: str, before: Any, after: Any, about: Mapping[str, str] | None = None) -> Iterator[Difference]:
    if before != after:
        yield Difference(code=code, before=before, after=after, about=about or {})


def _plain(name: str) -> _Compare:
    return lambda before, after: _one(name, getattr(before, name), getattr(after, name))


def _parts(name: str) -> _Compare:
    """Each field of a part by itself; a part that is gone is told by its first."""

    def compare(before: Mandate, after: Mandate) -> Iterator[Difference]:
        was, now = getattr(before, name), getattr(after, name)
        for n, part in enumerate(fields(was or now) if was or now else ()):
            if now is not None or n == 0:
                yield from _one(f"{name}.{part.name}", getattr(was, part.name, None), getattr(now, part.name, None))

    return compare


def _rules(before: Mandate, after: Mandate) -> Iterator[Difference]:
    """Fields that say one thing together are told as one, with the rules as a whole on either side."""
    was, now = before.rules, after.rules
    together = {name for names in _TOLD_TOGETHER.values() for name in names}
    for part in fields(VotingRules):
        names = _TOLD_TOGETHER.get(part.name, ())
        if any(getattr(was, name) != getattr(now, name) for name in names):
            yield Difference(code=f"rules.{part.name}", before=was, after=now)
        elif part.name not in together:
            yield from _one(f"rules.{part.name}", getattr(was, part.name), getattr(now, part.name))


_TOLD_TOGETHER = {"agreement": ("agreement", "share", "of"), "quorum": ("quorum", "quorum_weight")}


def _list(name: str) -> _Compare:
    return lambda before, after: _items(name, getattr(before, name), getattr(after, name))


def _items(
    code: str, before: Sequence[str], after: Sequence[str], about: Mapping[str, str] | None = None
) -> Iterator[Difference]:
    for one in before:
        if one not in after:
            yield from _one(code, one, None, about)
    for one in after:
        if one not in before:
            yield from _one(code, None, one, about)
    if [one for one in before if one in after] != [one for one in after if one in before]:
        yield Difference(code=f"{code}.order", about=about or {})


def _organisations(before: Mandate, after: Mandate) -> Iterator[Difference]:
    was, now = {one.id: one for one in before.organisations}, {one.id: one for one in after.organisations}
    for id_ in [*was, *(one for one in now if one not in was)]:
        yield from _organisation(was.get(id_), now.get(id_))
    if [id_ for id_ in was if id_ in now] != [id_ for id_ in now if id_ in was]:
        yield Difference(code="organisations.order")


def _organisation(was: Organisation | None, now: Organisation | None) -> Iterator[Difference]:
    """Of one that comes or goes the weight is told: the only part that a vote feels."""
    one = now or was
    about = {"organisation": one.name, "id": one.id} if one else {}
    if was is None or now is None:
        yield Difference(
            code="organisations", before=was.weight if was else None, after=now.weight if now else None, about=about
        )
        return
    for name in ("weight", "name", "kind", "region"):
        yield from _one(f"organisations.{name}", getattr(was, name), getattr(now, name), about)


def _seats(before: Mandate, after: Mandate) -> Iterator[Difference]:
    was, now = {one.id: one for one in before.seats}, {one.id: one for one in after.seats}
    names = _names(before) | _names(after)
    for id_ in [*was, *(one for one in now if one not in was)]:
        yield from _seat(was.get(id_), now.get(id_), names)
    if [id_ for id_ in was if id_ in now] != [id_ for id_ in now if id_ in was]:
        # A seat belongs to the first line it fits, and so the order counts.
        yield Difference(code="seats.order")


def _seat(was: SeatRule | None, now: SeatRule | None, names: Mapping[str, str]) -> Iterator[Difference]:
    one = now or was
    about = {"seat": one.name, "id": one.id} if one else {}
    if was is None or now is None:
        yield Difference(code="seats", before=was and _shown(was, names), after=now and _shown(now, names), about=about)
        return
    for part in fields(SeatRule):
        before, after = getattr(was, part.name), getattr(now, part.name)
        if part.name == "consulted":
            yield from _items("seats.consulted", before, after, about)
        elif before != after:
            shown = _NAMED.get(part.name, _as_it_is)
            yield Difference(
                code=f"seats.{part.name}", before=shown(before, names), after=shown(after, names), about=about
            )


def _shown(rule: SeatRule, names: Mapping[str, str]) -> SeatRule:
    return replace(rule, **{part: show(getattr(rule, part), names) for part, show in _NAMED.items()})


def _as_it_is(value: Any, _: Mapping[str, str]) -> Any:
    return value


def _by_name(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(names.get(one, one) for one in value)
    return value if value is None else names.get(value, value)


_NAMED = {"organisations": _by_name, "nominated_by": _by_name, "appointed_by": _by_name}


def _names(mandate: Mandate) -> dict[str, str]:
    return {one.id: one.name for one in mandate.organisations}


def _chair(before: Mandate, after: Mandate) -> Iterator[Difference]:
    was, now, names = before.chair, after.chair, _names(before) | _names(after)
    yield from _one("chair.by", was.by, now.by)
    if was.organisation != now.organisation:
        yield Difference(
            code="chair.organisation", before=_by_name(was.organisation, names), after=_by_name(now.organisation, names)
        )
    yield from _one("chair.among", was.among, now.among)
    yield from _one("chair.source", was.source, now.source)


#: By the mandate's field, in the order people want to hear of them; every field but the file's hash is here.
COMPARED: dict[str, _Compare] = {
    "id": _plain("id"),
    "name": _plain("name"),
    "valid_from": _plain("valid_from"),
    "valid_until": _plain("valid_until"),
    "approval": _parts("approval"),
    "organisations": _organisations,
    "rules": _rules,
    "seats": _seats,
    "seat_count": _plain("seat_count"),
    "chair": _chair,
    "superior": _plain("superior"),
    "reports_to": _plain("reports_to"),
    "advises": _list("advises"),
    "result": _plain("result"),
    "planning": _parts("planning"),
    "written": _parts("written"),
    "briefings": _parts("briefings"),
    "needs": _parts("needs"),
    "papers_lead": _plain("papers_lead"),
    "fields": _list("fields"),
    "cuts_across": _list("cuts_across"),
    "checklist": _list("checklist"),
    "purposes": _list("purposes"),
    "prefix": _plain("prefix"),
    "family": _plain("family"),
    "served_by": _plain("served_by"),
    "language": _plain("language"),
    "time_zone": _plain("time_zone"),
    "minutes_folder": _plain("minutes_folder"),
    "reviewed_on": _plain("reviewed_on"),
    "source": _plain("source"),
}
