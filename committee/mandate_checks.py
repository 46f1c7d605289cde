"""What each mandate's fields say together: every mistake in one line with its place."""

from collections.abc import Iterator

from committee.mandate import Mandate, Result
from committee.mandate_written import Written
from committee.seat_rules import ChairBy, Function, SeatRule
from committee.seating import accepts, stands_in

#: Those whom the number of seats in all does not count (004-16).
_NOT_COUNTED = (Function.SECRETARY, Function.OBSERVER)


def check_alone(written: Written) -> list[str]:
    """What is wrong with a mandate whatever stands in the other files."""
    return [*_dates(written), *_organisations(written), *_seats(written), *_chair(written), *_result(written)]


def _dates(written: Written) -> Iterator[str]:
    mandate = written.mandate
    if mandate.valid_until is not None and mandate.valid_until < mandate.valid_from:
        yield written.mistake(("valid_until",), f"expected {mandate.valid_from} (valid_from) or later")
    if mandate.planning and mandate.planning.longest_lead < mandate.planning.lead:
        yield written.mistake(("planning",), "longest_days is shorter than days")


def _organisations(written: Written) -> Iterator[str]:
    seen = set[str]()
    for n, one in enumerate(written.mandate.organisations):
        if one.id in seen:
            yield written.mistake(("organisations", n, "id"), f"{one.id} stands here twice")
        seen.add(one.id)
    if not written.mandate.voters:
        yield written.mistake(("organisations",), "at least one must have a weight above 0")


def _seats(written: Written) -> Iterator[str]:
    mandate, seen = written.mandate, set[str]()
    known = {one.id for one in mandate.organisations}
    for n, rule in enumerate(mandate.seats):
        if rule.id in seen:
            yield written.mistake(("seats", n, "id"), f"{rule.id} stands here twice")
        seen.add(rule.id)
        if rule.most is not None and rule.most < rule.least:
            yield written.mistake(("seats", n, "most"), f"expected {rule.least} (least) or more")
        if rule.tolerated and not rule.kinds:
            yield written.mistake(("seats", n, "tolerated"), "leave this out: without kinds, every kind may sit here")
        unknown = list(_unknown(written, n, rule, known))
        yield from unknown
        if not unknown and rule.least and not any(accepts(rule, one) for one in mandate.organisations):
            yield written.mistake(("seats", n), "none of the organisations fits this line")
    yield from _total(written)


def _unknown(written: Written, n: int, rule: SeatRule, known: set[str]) -> Iterator[str]:
    for place, one in enumerate(rule.organisations):
        if one not in known:
            yield written.mistake(("seats", n, "organisations", place), f"no organisation here has the id {one}")
    for name, one in (("nominated_by", rule.nominated_by), ("appointed_by", rule.appointed_by)):
        if one is not None and one not in known:
            yield written.mistake(("seats", n, name), f"no organisation here has the id {one}")


def _total(written: Written) -> Iterator[str]:
    """Seventeen members can only be reached by lines that ask for no more and let no fewer sit (004-16)."""
    mandate = written.mandate
    if mandate.seat_count is None:
        return
    least, most = _least_and_most(mandate)
    if least > mandate.seat_count:
        yield written.mistake(("seat_count",), f"the lines under seats ask for at least {least}")
    if most is not None and most < mandate.seat_count:
        yield written.mistake(("seat_count",), f"the lines under seats let at most {most} sit")


def _least_and_most(mandate: Mandate) -> tuple[int, int | None]:
    """How many seats the lines ask for and, when they say so, let in; an organisation belongs to the first it fits."""
    taken, least, most = set[tuple[Function, str]](), 0, 0
    open_ended = not mandate.seats
    for rule in mandate.seats:
        mine = [one for one in mandate.organisations if accepts(rule, one) and (rule.function, one.id) not in taken]
        taken.update((rule.function, one.id) for one in mine)
        if rule.function in _NOT_COUNTED:
            continue
        asked = sum(not stands_in(rule, one) for one in mine)
        least += rule.least * (asked if rule.each else 1)
        open_ended = open_ended or rule.most is None
        most += (rule.most or 0) * (len(mine) if rule.each else 1)
    return least, None if open_ended else most


def _chair(written: Written) -> Iterator[str]:
    rule, organisations = written.mandate.chair, written.mandate.organisations
    if rule.organisation is not None and rule.organisation not in {one.id for one in organisations}:
        yield written.mistake(("chair", "organisation"), f"no organisation here has the id {rule.organisation}")
    if rule.by is ChairBy.ORGANISATION and rule.organisation is None:
        yield written.mistake(("chair",), "organisation is missing: whose person leads?")
    if rule.by is ChairBy.ELECTION:
        if not rule.among:
            yield written.mistake(("chair",), "among is missing: the kinds of organisations that may be elected from")
        elif not any(one.kind in rule.among for one in organisations):
            yield written.mistake(("chair", "among"), "none of the organisations is of these kinds")
        if rule.organisation is not None:
            yield written.mistake(("chair", "organisation"), "leave this out: whoever is elected leads")
    elif rule.among:
        yield written.mistake(("chair", "among"), "leave this out: nobody is elected")


def _result(written: Written) -> Iterator[str]:
    """Advice must have somebody to go to."""
    mandate = written.mandate
    if mandate.result is Result.OFFICE and not mandate.advises:
        yield written.mistake(("result",), "advises is missing: which office gets the advice?")
    if mandate.result is Result.BODY and not mandate.advises and mandate.superior is None:
        yield written.mistake(("result",), "advises is missing: which body gets the advice?")
