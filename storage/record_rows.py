"""The records' part of a workflow's view: `committee.record_ports.Records`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from committee.record_ports import R, Record
from storage import kinds, schema
from storage.connection import Statement
from storage.kinds import Key, Kind
from storage.records import RECORDS

_c = schema.records.c
_OF_COMMITTEE = Statement(
    select(schema.records).where(_c.name == bindparam("name"), _c.committee_id == bindparam("value"))
)
_ABOUT = Statement(select(schema.records).where(_c.name == bindparam("name"), _c.about == bindparam("value")))
_ALL = Statement(select(schema.records).where(_c.name == bindparam("name")))


class RecordRows:
    """Mixed into `SqlTransaction`, which reads and writes."""

    def _require(self, kind: Kind, key: Key) -> Any:
        raise NotImplementedError

    def _put(self, kind: Kind, key: Key, value: Any) -> None:
        raise NotImplementedError

    def _by_key(self, kind: Kind, query: Any, values: Sequence[Any]) -> dict[Key, Any]:
        raise NotImplementedError

    def find(self, of: type[R], record_id: str) -> R:
        return self._require(kinds.RECORDS, (_name(of), record_id))

    def records(self, of: type[R], committee_id: str) -> Sequence[R]:
        return [one for one in self._listed(of, _OF_COMMITTEE, committee_id) if one.committee_id == committee_id]

    def records_about(self, of: type[R], subject_id: str) -> Sequence[R]:
        return [one for one in self._listed(of, _ABOUT, subject_id) if one.about == subject_id]

    def all_records(self, of: type[R]) -> Sequence[R]:
        return self._listed(of, _ALL)

    def keep(self, record: Record) -> None:
        self._put(kinds.RECORDS, (_name(type(record)), record.id), record)

    def _listed(self, of: type[R], query: Statement, *values: str) -> list[R]:
        name = _name(of)
        found = self._by_key(kinds.RECORDS, query, (name, *values))
        return [one for key, one in sorted(found.items()) if key[0] == name]


def _name(of: type[Any]) -> str:
    try:
        return RECORDS[of]
    except KeyError:
        raise TypeError(f"{of.__name__} is not among the records") from None
