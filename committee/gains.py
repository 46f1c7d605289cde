"""The gains that a decided case is to give: planned, measured, and told to whoever leads the work (000-28, 003-17)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor

from committee.deadlines import read_day
from committee.form_checks import LONGEST_AHEAD, text_faults

LONGEST = {"what": 120, "unit": 30, "text": 500, "value": 20}
_LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGain:
    """What is to be better; numbers are decimals as text, so that nothing is rounded on the way."""

    id: str
    committee_id: str
    #: The case.
    about: str
    what: str
    unit: str
    baseline: str
    target: str
    #: When it is to be measured next; None when no more is awaited.
    due_on: date | None
    owner_id: str
    by: str
    at: datetime
    #: No longer followed.
    dropped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was found; one that was entered wrongly is taken back and stays in the record."""

    id: str
    committee_id: str
    #: The gain.
    about: str
    value: str
    measured_on: date
    text: str
    by: str
    at: datetime
    #: When it was to be measured, before this: a measurement that is taken back is awaited again.
    was_due_on: date | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GainView:
    """A gain with its measurements, oldest first, and what the one who looks may do."""

    gain: PlannedGain
    case_number: str
    title: str
    owner: str
    measured: tuple[tuple[Measurement, str], ...]
    may_measure: bool
    may_change: bool
    #: An owner without a seat in the committee sees the gain alone.
    may_see_case: bool = True

    @property
    def last(self) -> Measurement | None:
        return self.measured[-1][0] if self.measured else None

    @property
    def percent(self) -> int | None:
        return percent_of(self.gain, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class GainForm:
    """As typed; the day as YYYY-MM-DD."""

    what: str
    unit: str
    baseline: str
    target: str
    due_on: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementForm:
    """As typed; an empty day is today, an empty next day means that no more is awaited."""

    value: str
    measured_on: str
    text: str
    next_on: str


def percent_of(gain: PlannedGain, last: Measurement | None) -> int | None:
    """How much of the way from baseline to target is gone, rounded down; below zero when it has become worse."""
    if last is None:
        return None
    start, end = Fraction(gain.baseline), Fraction(gain.target)
    return floor(Fraction(Fraction(last.value) - start, end - start) * 100)


def read_number(typed: str) -> str | None:
    """A decimal with comma or point and spaces between thousands, as plain text; None for anything else."""
    plain = "".join(typed.split()).replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > _LARGEST or len(plain) > LONGEST["value"]:
        return None
    return f"{number:f}"


def gain_faults(form: GainForm, *, today: date) -> dict[str, str]:
    faults = text_faults({"what": form.what, "unit": form.unit}, LONGEST)
    numbers = {name: read_number(getattr(form, name)) for name in ("baseline", "target")}
    faults |= {name: "field_no_number" for name, value in numbers.items() if value is None}
    baseline, target = numbers["baseline"], numbers["target"]
    if baseline and target and Decimal(baseline) == Decimal(target):
        faults["target"] = "field_as_before"
    return faults | _ahead("due_on", form.due_on, today)


def measurement_faults(form: MeasurementForm, *, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if read_number(form.value) is None:
        faults["value"] = "field_no_number"
    day = read_day(form.measured_on)
    if form.measured_on.strip() and (day is None or day > today):
        faults["measured_on"] = "field_day_to_be"
    if len(form.text) > LONGEST["text"]:
        faults["text"] = "field_too_long"
    return faults | (_ahead("next_on", form.next_on, today) if form.next_on.strip() else {})


def _ahead(name: str, typed: str, today: date) -> dict[str, str]:
    day = read_day(typed)
    if day is None:
        return {name: "field_no_day"}
    return {} if today <= day <= today + LONGEST_AHEAD else {name: "field_day_range"}
