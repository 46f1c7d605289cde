"""Seats, elections, groups, notices and the versions of mandates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OF_COMMITTEE = ("nominations", "appointments", "elections", "groups", "delegates", "notices")


def upgrade() -> None:
    for name in _OF_COMMITTEE:
        op.create_table(
            name,
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("committee_id", sa.Text(), nullable=False),
            sa.Column("body", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_committee_id"), name, ["committee_id"], unique=False)
    op.create_table(
        "mandates",
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("committee_id", "valid_from", "sha256", name=op.f("pk_mandates")),
    )
    op.create_table(
        "languages",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_languages")),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )


def downgrade() -> None:
    for name in ("revisions", "languages", "mandates", *_OF_COMMITTEE):
        op.drop_table(name)
