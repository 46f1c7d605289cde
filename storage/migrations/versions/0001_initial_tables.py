"""Initial tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("committee_id", "position", name=op.f("pk_audit")),
    )
    op.create_table(
        "case_numbers",
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("committee_id", "year", name=op.f("pk_case_numbers")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("committee_id", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
    )
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.create_index(
            "ix_errands_held_key",
            ["key"],
            unique=False,
            sqlite_where=sa.text("state IN ('sending', 'ambiguous')"),
            postgresql_where=sa.text("state IN ('sending', 'ambiguous')"),
        )
        batch_op.create_index(
            "ix_errands_live",
            ["due_at", "created_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'ambiguous')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'ambiguous')"),
        )
        batch_op.create_index(
            "ix_errands_unfinished",
            ["committee_id"],
            unique=False,
            sqlite_where=sa.text("state <> 'done'"),
            postgresql_where=sa.text("state <> 'done'"),
        )
        batch_op.create_index(
            "uq_errands_waiting_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "meetings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_committee_id"), ["committee_id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_posts")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("committee_id", "year", "number", name=op.f("uq_proposals_committee_id_year_number")),
    )
    op.create_table(
        "service_urls",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_service_urls")),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_committee_id"), ["committee_id"], unique=False)

    op.create_table(
        "votings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_votings_meeting_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_votings_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votings")),
    )
    with op.batch_alter_table("votings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votings_committee_id"), ["committee_id"], unique=False)
        batch_op.create_index(
            "ix_votings_open",
            ["closes_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "ballots",
        sa.Column("voting_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("escalation_demanded", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("presses", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_ballots_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", "organisation_id", name=op.f("pk_ballots")),
    )
    op.create_table(
        "roll",
        sa.Column("voting_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_roll_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", "organisation_id", name=op.f("pk_roll")),
    )


def downgrade() -> None:
    op.drop_table("roll")
    op.drop_table("ballots")
    with op.batch_alter_table("votings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_votings_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_votings_committee_id"))

    op.drop_table("votings")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_committee_id"))

    op.drop_table("minutes")
    op.drop_table("service_urls")
    op.drop_table("proposals")
    op.drop_table("posts")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_committee_id"))

    op.drop_table("meetings")
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_errands_waiting_key",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_errands_unfinished",
            sqlite_where=sa.text("state <> 'done'"),
            postgresql_where=sa.text("state <> 'done'"),
        )
        batch_op.drop_index(
            "ix_errands_live",
            sqlite_where=sa.text("state IN ('waiting', 'sending', 'ambiguous')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending', 'ambiguous')"),
        )
        batch_op.drop_index(
            "ix_errands_held_key",
            sqlite_where=sa.text("state IN ('sending', 'ambiguous')"),
            postgresql_where=sa.text("state IN ('sending', 'ambiguous')"),
        )

    op.drop_table("errands")
    op.drop_table("chain_heads")
    op.drop_table("case_numbers")
    op.drop_table("audit")
