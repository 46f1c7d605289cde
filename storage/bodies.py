"""Frozen dataclasses to and from what stands in a row."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter

from committee.audit import AuditEntry
from committee.voting import Ballot, Choice

T = TypeVar("T")
Row = tuple[Any, ...]


class Body(Generic[T]):
    """A dataclass as JSON text; exact for Fraction, timedelta and aware datetime."""

    def __init__(self, of: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(of)

    def dump(self, value: T) -> str:
        """Raises PydanticSerializationError for text that is not Unicode (lone surrogates)."""
        return self._adapter.dump_json(value).decode()

    def load(self, row: Row) -> T:
        """The value in the row's last column."""
        return self._adapter.validate_json(row[-1])


def stamp(at: datetime | None) -> str:
    """UTC with microseconds, which sorts as text; empty for None."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def ballot_row(ballot: Ballot) -> Row:
    return (
        ballot.voting_id,
        ballot.organisation_id,
        ballot.person_id,
        _choice_text(ballot),
        ballot.weight,
        stamp(ballot.cast_at),
        ballot.remark,
        ballot.escalation_demanded,
        ballot.revision,
        orjson.dumps(ballot.presses).decode(),
        ballot.entered_by,
    )


def _choice_text(ballot: Ballot) -> str:
    """«for»; of a ballot that is split also its parts, as «split:2:1:0»."""
    return ballot.choice.value if ballot.parts is None else ":".join((ballot.choice.value, *map(str, ballot.parts)))


def _parts(text: str) -> tuple[int, int, int] | None:
    if not text:
        return None
    yes, no, abstained = map(int, text.split(":"))
    return yes, no, abstained


def ballot_of(row: Row) -> Ballot:
    choice, _, parts = row[3].partition(":")
    return Ballot(
        voting_id=row[0],
        organisation_id=row[1],
        person_id=row[2],
        choice=Choice(choice),
        parts=_parts(parts),
        weight=row[4],
        cast_at=datetime.fromisoformat(row[5]),
        remark=row[6],
        escalation_demanded=bool(row[7]),
        revision=row[8],
        presses=tuple(orjson.loads(row[9])),
        entered_by=row[10],
    )


def details_text(details: Mapping[str, object]) -> str:
    """Raises TypeError for what is not JSON."""
    return orjson.dumps(details).decode()


def entry_of(row: Row) -> AuditEntry:
    return AuditEntry(
        committee_id=row[0],
        position=row[1],
        at=datetime.fromisoformat(row[2]),
        actor_id=row[3],
        action=row[4],
        subject_id=row[5],
        details=orjson.loads(row[6]),
        previous=row[7],
        sha256=row[8],
        salt=row[9],
    )
