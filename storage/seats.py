"""The seat part of a workflow's view: `committee.seat_ports.SeatRecords`."""

from collections.abc import Mapping, Sequence
from typing import Any

from committee.appointments import Appointment, Nomination
from committee.elections import Election
from committee.groups import Delegate, Group
from committee.mandate import Mandate
from committee.mandate_changes import MandateChange
from committee.notices import Notice
from storage import kinds, queries
from storage.kinds import Key, Kind


class SeatRows:
    """Mixed into `SqlTransaction`, which reads and writes."""

    def _get(self, kind: Kind, key: Key) -> Any:
        raise NotImplementedError

    def _require(self, kind: Kind, key: Key) -> Any:
        raise NotImplementedError

    def _put(self, kind: Kind, key: Key, value: Any) -> None:
        raise NotImplementedError

    def _by_key(self, kind: Kind, query: Any, values: Sequence[Any]) -> dict[Key, Any]:
        raise NotImplementedError

    def _of(self, kind: Kind, committee_id: str) -> list[Any]:
        """In the order they were made: ids sort by time."""
        found = self._by_key(kind, queries.OF_COMMITTEE[kind], (committee_id,))
        return [one for _, one in sorted(found.items()) if one.committee_id == committee_id]

    def nomination(self, nomination_id: str) -> Nomination:
        return self._require(kinds.NOMINATIONS, nomination_id)

    def nominations(self, committee_id: str) -> Sequence[Nomination]:
        return sorted(self._of(kinds.NOMINATIONS, committee_id), key=lambda one: (one.nominated_at, one.id))

    def nominations_of(self, person_id: str) -> Sequence[Nomination]:
        found = self._by_key(kinds.NOMINATIONS, queries.NOMINATIONS_OF, (person_id,)).values()
        own = [one for one in found if one.person_id == person_id]
        return sorted(own, key=lambda one: (one.nominated_at, one.id))

    def put_nomination(self, nomination: Nomination) -> None:
        self._put(kinds.NOMINATIONS, nomination.id, nomination)

    def appointment(self, appointment_id: str) -> Appointment:
        return self._require(kinds.APPOINTMENTS, appointment_id)

    def appointments(self, committee_id: str | None = None) -> Sequence[Appointment]:
        if committee_id is not None:
            return self._of(kinds.APPOINTMENTS, committee_id)
        return [one for _, one in sorted(self._by_key(kinds.APPOINTMENTS, queries.APPOINTMENTS, ()).items())]

    def put_appointment(self, appointment: Appointment) -> None:
        self._put(kinds.APPOINTMENTS, appointment.id, appointment)
        self.move_register()

    def election(self, election_id: str) -> Election:
        return self._require(kinds.ELECTIONS, election_id)

    def elections(self, committee_id: str) -> Sequence[Election]:
        return sorted(self._of(kinds.ELECTIONS, committee_id), key=lambda one: (one.opened_at, one.id))

    def put_election(self, election: Election) -> None:
        self._put(kinds.ELECTIONS, election.id, election)

    def group(self, group_id: str) -> Group:
        return self._require(kinds.GROUPS, group_id)

    def groups(self, committee_id: str) -> Sequence[Group]:
        return sorted(self._of(kinds.GROUPS, committee_id), key=lambda one: (one.created_at, one.id))

    def put_group(self, group: Group) -> None:
        self._put(kinds.GROUPS, group.id, group)

    def delegate(self, delegate_id: str) -> Delegate:
        return self._require(kinds.DELEGATES, delegate_id)

    def delegates(self, committee_id: str) -> Sequence[Delegate]:
        return sorted(self._of(kinds.DELEGATES, committee_id), key=lambda one: (one.named_at, one.id))

    def put_delegate(self, delegate: Delegate) -> None:
        self._put(kinds.DELEGATES, delegate.id, delegate)

    def notice(self, key: str) -> Notice | None:
        return self._get(kinds.NOTICES, key)

    def notices(self, committee_id: str) -> Sequence[Notice]:
        return sorted(self._of(kinds.NOTICES, committee_id), key=lambda one: (one.first_seen_at, one.key))

    def put_notice(self, notice: Notice) -> None:
        self._put(kinds.NOTICES, notice.key, notice)

    def mandate_versions(self) -> Sequence[Mandate]:
        found = self._by_key(kinds.MANDATES, queries.MANDATES, ())
        return sorted(found.values(), key=lambda one: (one.id, one.valid_from, one.sha256))

    def put_mandate_version(self, mandate: Mandate) -> None:
        self._put(kinds.MANDATES, (mandate.id, mandate.valid_from.isoformat(), mandate.sha256), mandate)

    def mandate_changes(self, committee_id: str | None = None) -> Sequence[MandateChange]:
        if committee_id is None:
            found = self._by_key(kinds.MANDATE_CHANGES, queries.MANDATE_CHANGES, ()).values()
            return sorted(found, key=lambda one: (one.at, one.committee_id, one.number))
        found = self._of(kinds.MANDATE_CHANGES, committee_id)
        return sorted(found, key=lambda one: one.number)

    def put_mandate_change(self, change: MandateChange) -> None:
        self._put(kinds.MANDATE_CHANGES, (change.committee_id, change.number), change)

    def languages(self) -> Mapping[str, str]:
        return self._by_key(kinds.LANGUAGES, queries.LANGUAGES, ())

    def put_language(self, person_id: str, language: str) -> None:
        self._put(kinds.LANGUAGES, person_id, language)
        self.move_register()

    def register_revision(self) -> int:
        return self._get(kinds.REVISIONS, "register") or 0

    def move_register(self) -> None:
        self._put(kinds.REVISIONS, "register", self.register_revision() + 1)
