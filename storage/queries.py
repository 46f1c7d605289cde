"""Every list query, as SQL compiled once; each selects whole rows in the table's column order."""

from sqlalchemy import and_, bindparam, literal_column, or_, select, text

from storage import kinds, schema
from storage.connection import Statement

_e = schema.errands.c


def _all_of(table: str, column: str, *, locks: bool = True) -> Statement:
    found = schema.metadata.tables[table]
    return Statement(select(found).where(found.c[column] == bindparam(column)), locks=locks)


PROPOSALS = _all_of("proposals", "committee_id")
MEETINGS = _all_of("meetings", "committee_id")
VOTINGS = _all_of("votings", "committee_id")
ROLL = _all_of("roll", "voting_id", locks=False)
BALLOTS = _all_of("ballots", "voting_id")
#: So many ballots of one voting at a time.
MOST_BALLOTS = 64
BALLOTS_OF = {
    size: Statement(
        select(schema.ballots).where(
            schema.ballots.c.voting_id == bindparam("voting_id"),
            schema.ballots.c.organisation_id.in_([bindparam(f"organisation_{n}") for n in range(size)]),
        )
    )
    for size in (2, 4, 8, 16, 32, MOST_BALLOTS)
}
MINUTES_OF = _all_of("minutes", "meeting_id")
ERRANDS = _all_of("errands", "committee_id")
AUDIT = _all_of("audit", "committee_id", locks=False)
AUDIT_ABOUT = Statement(
    select(schema.audit).where(
        schema.audit.c.committee_id == bindparam("committee_id"), schema.audit.c.subject_id == bindparam("subject_id")
    ),
    locks=False,
)

VOTINGS_OPEN = Statement(
    select(schema.votings).where(
        schema.votings.c.committee_id == bindparam("committee_id"), schema.votings.c.closed_at.is_(None)
    )
)
VOTINGS_DUE = Statement(
    select(schema.votings).where(schema.votings.c.closed_at.is_(None), schema.votings.c.closes_at <= bindparam("now"))
)
ERRANDS_UNFINISHED = Statement(
    select(schema.errands).where(_e.committee_id == bindparam("committee_id"), schema.UNFINISHED)
)
ERRANDS_HELD = Statement(select(schema.errands).where(schema.HELD))


def _due(most: int) -> Statement:
    held = and_(text("state = 'sending'"), _e.lease_until <= bindparam("now_again"))
    ready = and_(text("state <> 'sending'"), _e.due_at <= bindparam("now"))
    found = select(schema.errands).where(schema.LIVE, or_(ready, held))
    first = found.order_by(_e.due_at, _e.created_at, _e.id).limit(literal_column(str(most))).offset(literal_column("0"))
    return Statement(first, locks=False)


#: Parameters: now, now. More than can be under way at a time, since those that wait behind one are among them.
ERRANDS_DUE = _due(200)
ANY_ERRAND_DUE = _due(1)
#: One errand for whoever delivers it; nothing when another process has just taken it.
ERRAND_TO_TAKE = Statement(select(schema.errands).where(_e.id == bindparam("id")), skip_locked=True)
COMMITTEES_WITH_LOG = Statement(
    select(schema.chain_heads.c.committee_id).order_by(schema.chain_heads.c.committee_id), locks=False
)
#: (committee, position) of every chain.
POSITIONS = Statement(select(schema.chain_heads.c.committee_id, schema.chain_heads.c.position), locks=False)

#: For each kind that is found by its committee alone.
OF_COMMITTEE = {
    kind: _all_of(table.name, "committee_id")
    for kind, table in (
        (kinds.NOMINATIONS, schema.nominations),
        (kinds.APPOINTMENTS, schema.appointments),
        (kinds.ELECTIONS, schema.elections),
        (kinds.GROUPS, schema.groups),
        (kinds.DELEGATES, schema.delegates),
        (kinds.NOTICES, schema.notices),
        (kinds.MANDATE_CHANGES, schema.mandate_changes),
    )
}
NOMINATIONS_OF = _all_of("nominations", "person_id")
APPOINTMENTS = Statement(select(schema.appointments))
MANDATES = Statement(select(schema.mandates), locks=False)
MANDATE_CHANGES = Statement(select(schema.mandate_changes))
LANGUAGES = Statement(select(schema.languages))
