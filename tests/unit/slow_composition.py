"""The rules of a composition once more, slow and plain: each question asked of everybody, nothing kept or shared."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from committee.mandate import Mandate, Organisation
from committee.members import Person, Seat
from committee.seat_rules import Region, SeatRule

#: Code, line, organisation, person, region, sentence.
Matter = tuple[str, str | None, str | None, str | None, str | None, str]


def slow_breaches(
    mandate: Mandate, seats: Sequence[Seat], people: Mapping[str, Person], on: date, regions: Mapping[str, Region]
) -> set[Matter]:
    mine = [seat for seat in seats if seat.committee_id == mandate.id]
    now = [seat for seat in mine if is_now(seat, on)]
    members = [seat for seat in now if not seat.is_deputy]
    found: set[Matter] = set()
    for rule in mandate.seats:
        found |= numbers(mandate, rule, members)
        for region_id in rule.regions:
            for region in regions.values():
                if region.id == region_id and region.valid_until is not None and on > region.valid_until:
                    found.add(("region_dissolved", rule.id, None, None, region_id, said(mandate, rule)))
    for number, seat in enumerate(mine):
        found |= about_seat(mandate, seat, members, now, people)
        others = mine[:number] + mine[number + 1 :]
        found |= about_term(mandate, seat, others, on)
    found |= leaders(mandate, members)
    found |= total(mandate, members)
    return found


def is_now(seat: Seat, on: date) -> bool:
    if seat.from_on is not None and seat.from_on > on:
        return False
    return not (seat.until_on is not None and seat.until_on < on)


def said(mandate: Mandate, rule: SeatRule | None) -> str:
    if rule is not None and rule.source != "":
        return rule.source
    return mandate.source


def organisation_of(mandate: Mandate, seat: Seat) -> Organisation | None:
    for organisation in mandate.organisations:
        if organisation.id == seat.organisation_id:
            return organisation
    return None


def is_about(rule: SeatRule, organisation: Organisation) -> bool:
    if len(rule.kinds) > 0 and organisation.kind not in rule.kinds + rule.tolerated:
        return False
    if len(rule.organisations) > 0 and organisation.id not in rule.organisations:
        return False
    return not (len(rule.regions) > 0 and organisation.region not in rule.regions)


def first_rule(mandate: Mandate, function: str, organisation: Organisation | None) -> SeatRule | None:
    if organisation is None:
        return None
    for rule in mandate.seats:
        if rule.function == function and is_about(rule, organisation):
            return rule
    return None


def organisations_under(mandate: Mandate, rule: SeatRule) -> list[Organisation]:
    return [one for one in mandate.organisations if first_rule(mandate, rule.function, one) == rule]


def seats_under(mandate: Mandate, rule: SeatRule, members: Sequence[Seat]) -> list[Seat]:
    return [seat for seat in members if first_rule(mandate, seat.function, organisation_of(mandate, seat)) == rule]


def numbers(mandate: Mandate, rule: SeatRule, members: Sequence[Seat]) -> set[Matter]:
    found: set[Matter] = set()
    for organisation_id, count, least in counted(mandate, rule, members):
        if count < least:
            found.add(("too_few", rule.id, organisation_id, None, None, said(mandate, rule)))
        if rule.most is not None and count > rule.most:
            found.add(("too_many", rule.id, organisation_id, None, None, said(mandate, rule)))
    return found


def counted(mandate: Mandate, rule: SeatRule, members: Sequence[Seat]) -> list[tuple[str | None, int, int]]:
    under, seats = organisations_under(mandate, rule), seats_under(mandate, rule, members)
    if not rule.each:
        alone = under[0].id if len(under) == 1 and rule.regions == () else None
        return [(alone, len(seats), rule.least)]
    rows: list[tuple[str | None, int, int]] = []
    for organisation in under:
        is_named = rule.kinds == () or organisation.kind in rule.kinds
        count = len([seat for seat in seats if seat.organisation_id == organisation.id])
        rows.append((organisation.id, count, rule.least if is_named else 0))
    return rows


def about_seat(
    mandate: Mandate, seat: Seat, members: Sequence[Seat], now: Sequence[Seat], people: Mapping[str, Person]
) -> set[Matter]:
    if seat not in now:
        return set()
    organisation = organisation_of(mandate, seat)
    if organisation is None:
        return {("organisation_unknown", None, seat.organisation_id, seat.person_id, None, mandate.source)}
    rule = first_rule(mandate, seat.function, organisation)
    codes: list[str] = []
    if seat.is_deputy:
        if all(member.organisation_id != organisation.id for member in members):
            codes.append("deputy_without_member")
    elif rule is None:
        by_office = seat.function in ("chair", "secretary")
        has_line = any(one.function == seat.function for one in mandate.seats)
        if mandate.seats != () and (has_line or not by_office):
            codes.append("seat_outside_rules")
    else:
        if rule.kinds != () and organisation.kind not in rule.kinds:
            codes.append("stand_in_kind")
        level = people[seat.person_id].level if seat.person_id in people else ""
        if rule.level != "" and level != "" and not is_among(level.lower(), rule.level.lower()):
            codes.append("level_differs")
    return {
        (code, rule.id if rule else None, organisation.id, seat.person_id, None, said(mandate, rule)) for code in codes
    }


def is_among(level: str, wanted: str) -> bool:
    alternatives = wanted.replace(" eller ", "|").split("|")
    endings = tuple(one.removeprefix("-") for one in alternatives if one[0] == "-")
    return level in alternatives or (endings != () and level.endswith(endings))


def about_term(mandate: Mandate, seat: Seat, others: Sequence[Seat], on: date) -> set[Matter]:
    rule = first_rule(mandate, seat.function, organisation_of(mandate, seat))
    codes: list[str] = []
    if seat.until_on is not None and not any(follows(other, seat, on) for other in others):
        if seat.until_on < on:
            codes.append("term_ended")
        elif is_now(seat, on) and in_six_months(seat.until_on, on):
            codes.append("term_ends_soon")
    if rule is not None and rule.term_years is not None and seat.from_on is not None and is_now(seat, on):
        whole = whole_term(seat.from_on, rule.term_years)
        has_reason = seat.term_reason.strip() != ""
        if seat.until_on is None:
            if on > whole and not has_reason:
                codes.append("term_too_long")
        elif seat.until_on > whole and not has_reason:
            codes.append("term_too_long")
        elif seat.until_on < whole and not has_reason:
            codes.append("term_without_reason")
    line = rule.id if rule else None
    return {(code, line, seat.organisation_id, seat.person_id, None, said(mandate, rule)) for code in codes}


def follows(other: Seat, seat: Seat, on: date) -> bool:
    if (other.function, other.organisation_id) != (seat.function, seat.organisation_id):
        return False
    if other.is_deputy != seat.is_deputy or seat.until_on is None:
        return False
    if other.from_on is not None:
        return other.from_on > seat.until_on
    return seat.until_on < on and is_now(other, on)


def in_six_months(day: date, on: date) -> bool:
    """By month and then by day of the month: 28 February lies within six months of 31 August, 1 March does not."""
    return (day.year * 12 + day.month, day.day) <= (on.year * 12 + on.month + 6, on.day)


def whole_term(first: date, years: int) -> date:
    """Day by day until the date comes round; from 29 February, until it has gone past."""
    day = first + timedelta(days=365 * years - 1)
    while ((day + timedelta(days=1)).year, (day + timedelta(days=1)).timetuple()[1:3]) < (
        first.year + years,
        (first.month, first.day),
    ):
        day += timedelta(days=1)
    return day


def leaders(mandate: Mandate, members: Sequence[Seat]) -> set[Matter]:
    rule = mandate.chair
    source = rule.source if rule.source != "" else mandate.source
    leading = [seat for seat in members if seat.leads or seat.function == "chair"]
    found: set[Matter] = set()
    has_told = any(
        count < least
        for line in mandate.seats
        if line.function == "chair"
        for _, count, least in counted(mandate, line, members)
    )
    if leading == [] and not has_told and (mandate.seats != () or len(members) > 0 or rule.source != ""):
        found.add(("no_chair", None, None, None, None, source))
    if any(one.person_id != other.person_id for one in leading for other in leading):
        found.add(("several_chairs", None, None, None, None, source))
    for seat in leading:
        organisation = organisation_of(mandate, seat)
        if organisation is None:
            continue
        if rule.by == "election":
            is_right = len(rule.among) == 0 or organisation.kind in rule.among
        else:
            is_right = rule.organisation is None or rule.organisation == organisation.id
        if not is_right:
            found.add(("wrong_chair", None, organisation.id, seat.person_id, None, source))
    return found


def total(mandate: Mandate, members: Sequence[Seat]) -> set[Matter]:
    """Wrong as it stands, and wrong still if every line were mended by as few seats as can be."""
    if mandate.seat_count is None:
        return set()
    there = [seat for seat in members if seat.function not in ("secretary", "observer")]
    mended = len(there)
    if mandate.seats != ():
        there = [seat for seat in there if first_rule(mandate, seat.function, organisation_of(mandate, seat))]
        mended = 0
        for rule in mandate.seats:
            if rule.function not in ("secretary", "observer"):
                for _, count, least in counted(mandate, rule, members):
                    upper = count if rule.most is None else min(count, rule.most)
                    mended += max(upper, least)
    if len(there) == mandate.seat_count or mended == mandate.seat_count:
        return set()
    return {("wrong_total", None, None, None, None, mandate.source)}
