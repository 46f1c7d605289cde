"""Records of cases; a voting may be held in writing, and a ballot entered for an absent member."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("committee_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_committee", "records", ["name", "committee_id"])
    op.create_index("ix_records_about", "records", ["name", "about"])
    op.add_column("ballots", sa.Column("entered_by", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("votings") as votings:
        votings.alter_column("meeting_id", existing_type=sa.Text(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("votings") as votings:
        votings.alter_column("meeting_id", existing_type=sa.Text(), nullable=False)
    op.drop_column("ballots", "entered_by")
    op.drop_table("records")
