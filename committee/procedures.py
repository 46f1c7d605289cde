"""Written procedure (skriftlig behandling): a case between meetings (004-14, 004-15, C9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.deadlines import closes_at, day_faults, earliest_deadline, read_day
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.ports import Holidays
from committee.urgency import LONGEST_MESSAGE, Urgency, check_texts, refuse


class Ending(StrEnum):
    """Why a procedure ended before its voting was counted."""

    MEETING_DEMANDED = "meeting_demanded"
    #: Stopped because the text must be corrected.
    TEXT_CORRECTED = "text_corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Somebody asked for more time, and what the leader answered; `until` None while it is not answered or refused."""

    asked_by: str
    asked_at: datetime
    ground: str
    answered_by: str = ""
    answer: str = ""
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.answered_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One case treated in writing; its voting says whether it is over and how it went."""

    id: str
    committee_id: str
    #: The case.
    about: str
    voting_id: str
    started_by: str
    started_at: datetime
    closes_at: datetime
    message: str = ""
    urgency: Urgency | None = None
    extensions: tuple[Extension, ...] = ()
    ending: Ending | None = None
    ended_by: str = ""
    end_ground: str = ""
    #: The meeting whose minutes have it.
    noted_in: str | None = None

    @property
    def open_extension(self) -> Extension | None:
        return next((one for one in self.extensions if one.is_open), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureForm:
    """What was typed when a procedure is started; the two grounds are for a hastesak."""

    #: A date as YYYY-MM-DD.
    closes_on: str = ""
    message: str = ""
    urgent: bool = False
    why_urgent: str = ""
    why_not_wait: str = ""


def check_procedure(form: ProcedureForm, mandate: Mandate, closed: Holidays, *, now: datetime) -> datetime:
    """When it closes. Raises FormError naming every field with a fault."""
    faults = {} if len(form.message) <= LONGEST_MESSAGE else {"message": "field_too_long"}
    if form.urgent:
        faults |= check_texts({"why_urgent": form.why_urgent, "why_not_wait": form.why_not_wait})
    day = read_day(form.closes_on)
    faults |= day_faults("closes_on", day, mandate, closed, now=now)
    if day and day < earliest_deadline(mandate, closed, urgent=form.urgent, now=now):
        faults["closes_on"] = "deadline_too_soon"
    refuse(faults)
    assert day is not None
    return closes_at(mandate, day)


def check_new_deadline(typed: str, mandate: Mandate, closed: Holidays, *, was: datetime, now: datetime) -> datetime:
    """A later deadline than the one that stands. Raises FormError for `closes_on`."""
    day = read_day(typed)
    refuse(day_faults("closes_on", day, mandate, closed, now=now))
    assert day is not None
    until = closes_at(mandate, day)
    refuse({"closes_on": "deadline_not_later"} if until <= was else {})
    return until


def require_allowed(mandate: Mandate) -> None:
    """Raises CommitteeError("written_not_allowed")."""
    if not mandate.written.allowed:
        raise CommitteeError("written_not_allowed")
