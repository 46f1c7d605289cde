"""What is kept: for each kind of thing its table, its key and how it becomes a row and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, TextClause, bindparam, delete, select

from committee.appointments import Appointment, Nomination
from committee.elections import Election
from committee.groups import Delegate, Group
from committee.mandate import Mandate, MandateStamp
from committee.mandate_changes import MandateChange
from committee.meetings import Meeting
from committee.minutes import Minutes
from committee.notices import Notice
from committee.outbox import Errand, ErrandState, Post
from committee.proposals import Proposal
from committee.voting import RollEntry, Voting
from storage import schema
from storage.bodies import Body, Row, ballot_of, ballot_row, stamp
from storage.connection import Statement
from storage.records import RECORDS as RECORD_NAMES

#: A row's primary key: one column, or a tuple of several.
Key = Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind; `table` None for a look-up that follows from another kind's rows and is never written."""

    load: Statement
    #: The object in a row of `load`, or of any select of the whole table.
    read: Callable[[Row], Any]
    #: The row of (key, object), in the table's column order.
    row: Callable[[Key, Any], Row]
    #: How many of the table's first columns are the key.
    key_columns: int = 1
    save: Statement | None = None
    #: Like `save`, but refused when the key has a row.
    add: Statement | None = None
    #: Takes the row of a key away: what was put as None.
    erase: Statement | None = None
    #: Once written it is never changed, so that what was read may be remembered.
    frozen: bool = False

    def key_of(self, row: Row) -> Key:
        return row[0] if self.key_columns == 1 else tuple(row[: self.key_columns])


def kind_of(table: Table, read: Callable[[Row], Any], row: Callable[[Key, Any], Row], *, frozen: bool = False) -> Kind:
    """The kind that is kept in the table."""
    keys = list(table.primary_key.columns)
    where = [column == bindparam(column.name) for column in keys]
    return Kind(
        load=Statement(select(table).where(*where), locks=not frozen),
        read=read,
        row=row,
        key_columns=len(keys),
        save=Statement(table),
        add=Statement(table.insert()),
        erase=Statement(delete(table).where(*where)),
        frozen=frozen,
    )


_meeting, _proposal, _voting = Body(Meeting), Body(Proposal), Body(Voting)
_minutes, _errand, _post = Body(Minutes), Body(Errand), Body(Post)


def _voting_row(key: str, voting: Voting) -> Row:
    return (
        key,
        voting.committee_id,
        voting.proposal_id,
        voting.meeting_id,
        stamp(voting.opened_at),
        stamp(voting.closes_at),
        stamp(voting.closed_at) or None,
        _voting.dump(voting),
    )


def _errand_row(key: str, errand: Errand) -> Row:
    return (
        key,
        errand.committee_id,
        errand.key,
        errand.state.value,
        stamp(errand.created_at),
        stamp(errand.due_at),
        stamp(errand.lease_until),
        _errand.dump(errand),
    )


def _roll_row(key: tuple[str, str], placed: tuple[int, RollEntry]) -> Row:
    position, entry = placed
    return (*key, position, entry.name, entry.weight)


def _placed(row: Row) -> tuple[int, RollEntry]:
    return row[2], RollEntry(organisation_id=row[1], name=row[3], weight=row[4])


MEETINGS = kind_of(
    schema.meetings,
    _meeting.load,
    lambda key, one: (key, one.committee_id, stamp(one.starts_at), one.state.value, _meeting.dump(one)),
)
PROPOSALS = kind_of(
    schema.proposals,
    _proposal.load,
    lambda key, one: (key, one.committee_id, one.year, one.number, _proposal.dump(one)),
)
VOTINGS = kind_of(schema.votings, _voting.load, _voting_row)
#: (position, RollEntry) by (voting, organisation).
ROLL = kind_of(schema.roll, _placed, _roll_row, frozen=True)
BALLOTS = kind_of(schema.ballots, ballot_of, lambda _key, ballot: ballot_row(ballot))
MINUTES = kind_of(
    schema.minutes, _minutes.load, lambda key, one: (key, one.committee_id, one.meeting_id, _minutes.dump(one))
)
ERRANDS = kind_of(schema.errands, _errand.load, _errand_row)
POSTS = kind_of(schema.posts, _post.load, lambda key, one: (key, one.committee_id, _post.dump(one)))
#: Rows as they are: only what is listed becomes an AuditEntry. Inserted, never changed.
AUDIT = Kind(
    load=Statement(select(schema.audit), locks=False),
    read=tuple,
    row=lambda _key, row: row,
    key_columns=2,
    save=Statement(schema.audit.insert()),
)
#: (position, sha256) by committee.
HEADS = kind_of(schema.chain_heads, lambda row: tuple(row[1:]), lambda key, head: (key, *head))
NUMBERS = kind_of(schema.case_numbers, lambda row: row[2], lambda key, last: (*key, last))
SERVICE_URLS = kind_of(schema.service_urls, lambda row: row[1], lambda key, url: (key, url))


def _of_committee(table: Table, of: type) -> Kind:
    body = Body(of)
    return kind_of(table, body.load, lambda key, one: (key, one.committee_id, body.dump(one)))


_nomination = Body(Nomination)
NOMINATIONS = kind_of(
    schema.nominations,
    _nomination.load,
    lambda key, one: (key, one.committee_id, one.person_id, _nomination.dump(one)),
)
APPOINTMENTS = _of_committee(schema.appointments, Appointment)
ELECTIONS = _of_committee(schema.elections, Election)
GROUPS = _of_committee(schema.groups, Group)
DELEGATES = _of_committee(schema.delegates, Delegate)
NOTICES = _of_committee(schema.notices, Notice)
_mandate = Body(Mandate)
MANDATES = kind_of(schema.mandates, _mandate.load, lambda key, one: (*key, _mandate.dump(one)))


def _change_row(_key: Key, one: MandateChange) -> Row:
    return (
        one.committee_id,
        one.number,
        one.stamp.valid_from.isoformat(),
        one.stamp.sha256,
        stamp(one.at),
        one.is_news,
    )


def _change(row: Row) -> MandateChange:
    return MandateChange(
        committee_id=row[0],
        number=row[1],
        stamp=MandateStamp(committee_id=row[0], valid_from=date.fromisoformat(row[2]), sha256=row[3]),
        at=datetime.fromisoformat(row[4]),
        is_news=bool(row[5]),
    )


MANDATE_CHANGES = kind_of(schema.mandate_changes, _change, _change_row)
LANGUAGES = kind_of(schema.languages, lambda row: row[1], lambda key, language: (key, language))
_records = {name: Body(of) for of, name in RECORD_NAMES.items()}
#: By (name, id).
RECORDS = kind_of(
    schema.records,
    lambda row: _records[row[0]].load(row),
    lambda key, one: (*key, one.committee_id, one.about, _records[key[0]].dump(one)),
)
REVISIONS = kind_of(schema.revisions, lambda row: row[1], lambda key, revision: (key, revision))

HELD = (ErrandState.SENDING, ErrandState.AMBIGUOUS)


def _errand_with_key(in_state: TextClause) -> Kind:
    errands = schema.errands
    found = select(errands.c.id).where(errands.c.key == bindparam("key"), in_state)
    return Kind(load=Statement(found), read=lambda row: row[0], row=lambda _key, _id: ())


#: The id of the errand that waits, and of the one that is under way, by the errand's key.
WAITING = _errand_with_key(schema.WAITING)
UNDER_WAY = _errand_with_key(schema.HELD)

#: What is written, in an order that foreign keys and unique indexes can bear.
WRITTEN = (
    MEETINGS, PROPOSALS, VOTINGS, ROLL, BALLOTS, MINUTES, ERRANDS, POSTS, AUDIT, HEADS, NUMBERS, SERVICE_URLS,
    NOMINATIONS, APPOINTMENTS, ELECTIONS, GROUPS, DELEGATES, NOTICES, MANDATES, MANDATE_CHANGES, LANGUAGES, REVISIONS,
    RECORDS,
)  # fmt: skip
