"""The tables: key columns to search by, and a JSON `body` for what is only read as a whole.

Times are text, UTC, always with microseconds (`storage.bodies.stamp`), so that they sort as they are written.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

#: The migration that makes the tables below; a test holds it equal to Alembic's head.
HEAD = "0007"
#: The advisory lock of whoever makes or fills the tables of a PostgreSQL database.
MIGRATING = 0x75747661

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str, *, index: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, index=index)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


meetings = Table(
    "meetings", metadata, _id(), _text("committee_id", index=True), _text("starts_at"), _text("state"), _text("body")
)

proposals = Table(
    "proposals",
    metadata,
    _id(),
    _text("committee_id"),
    _number("year"),
    _number("number"),
    _text("body"),
    UniqueConstraint("committee_id", "year", "number"),
)

votings = Table(
    "votings",
    metadata,
    _id(),
    _text("committee_id", index=True),
    Column("proposal_id", Text, ForeignKey("proposals.id"), nullable=False),
    #: NULL when it is held in writing.
    Column("meeting_id", Text, ForeignKey("meetings.id")),
    _text("opened_at"),
    _text("closes_at"),
    Column("closed_at", Text),
    _text("body"),
)
Index(
    "ix_votings_open",
    votings.c.closes_at,
    sqlite_where=votings.c.closed_at.is_(None),
    postgresql_where=votings.c.closed_at.is_(None),
)

roll = Table(
    "roll",
    metadata,
    Column("voting_id", Text, ForeignKey("votings.id"), primary_key=True),
    _id("organisation_id"),
    _number("position"),
    _text("name"),
    _number("weight"),
)

#: The vote belongs to the organisation: one ballot each.
ballots = Table(
    "ballots",
    metadata,
    Column("voting_id", Text, ForeignKey("votings.id"), primary_key=True),
    _id("organisation_id"),
    _text("person_id"),
    _text("choice"),
    _number("weight"),
    _text("cast_at"),
    _text("remark"),
    Column("escalation_demanded", Boolean, nullable=False),
    _number("revision"),
    _text("presses"),
    #: Empty when the member cast it.
    _text("entered_by"),
)

minutes = Table(
    "minutes",
    metadata,
    _id(),
    _text("committee_id", index=True),
    Column("meeting_id", Text, ForeignKey("meetings.id"), nullable=False, unique=True),
    _text("body"),
)

errands = Table(
    "errands",
    metadata,
    _id(),
    _text("committee_id"),
    _text("key"),
    _text("state"),
    _text("created_at"),
    _text("due_at"),
    #: Empty when nobody holds it.
    _text("lease_until"),
    _text("body"),
)
WAITING = text("state = 'waiting'")
#: Under way: in a worker's hands, or perhaps delivered.
HELD = text("state IN ('sending', 'ambiguous')")
LIVE = text("state IN ('waiting', 'sending', 'ambiguous')")
#: Those that are done are kept for ever, and must not slow the others down.
UNFINISHED = text("state <> 'done'")
Index("ix_errands_unfinished", errands.c.committee_id, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)
Index("uq_errands_waiting_key", errands.c.key, unique=True, sqlite_where=WAITING, postgresql_where=WAITING)
#: Never two with one key under way, whichever processes took them.
Index("uq_errands_held_key", errands.c.key, unique=True, sqlite_where=HELD, postgresql_where=HELD)
Index("ix_errands_live", errands.c.due_at, errands.c.created_at, sqlite_where=LIVE, postgresql_where=LIVE)

posts = Table("posts", metadata, _id("key"), _text("committee_id"), _text("body"))

audit = Table(
    "audit",
    metadata,
    _id("committee_id"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor_id"),
    _text("action"),
    _text("subject_id"),
    _text("details"),
    _text("previous"),
    _text("sha256"),
    #: Empty for entries from before there were any.
    _text("salt"),
)

#: One row a committee, locked by whoever appends, so that committees never wait for each other.
chain_heads = Table("chain_heads", metadata, _id("committee_id"), _number("position"), _text("sha256"))

case_numbers = Table(
    "case_numbers",
    metadata,
    _id("committee_id"),
    Column("year", Integer, primary_key=True, autoincrement=False),
    _number("last"),
)

service_urls = Table("service_urls", metadata, _id("tenant_id"), _text("url"))


def _of_committee(name: str) -> Table:
    return Table(name, metadata, _id(), _text("committee_id", index=True), _text("body"))


nominations = Table(
    "nominations", metadata, _id(), _text("committee_id", index=True), _text("person_id", index=True), _text("body")
)
appointments = _of_committee("appointments")
#: Sums only: no row ties a choice to an organisation.
elections = _of_committee("elections")
groups = _of_committee("groups")
delegates = _of_committee("delegates")
#: By what it is about.
notices = _of_committee("notices")

mandates = Table("mandates", metadata, _id("committee_id"), _id("valid_from"), _id("sha256"), _text("body"))
#: When which version took effect.
mandate_changes = Table(
    "mandate_changes",
    metadata,
    _id("committee_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("valid_from"),
    _text("sha256"),
    _text("at"),
    Column("is_news", Boolean, nullable=False),
)
languages = Table("languages", metadata, _id("person_id"), _text("language"))
#: What is read as a whole, by the name of its type and what it is about (see `storage.records`).
records = Table(
    "records",
    metadata,
    _id("name"),
    _id("id"),
    _text("committee_id"),
    _text("about"),
    _text("body"),
    Index("ix_records_committee", "name", "committee_id"),
    Index("ix_records_about", "name", "about"),
)
#: One row for each thing that processes hold in memory and must read anew when it grows.
revisions = Table("revisions", metadata, _id(), _number("revision"))
