"""Nominations are found by the person who is asked, too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody could nominate before, so that no row is left without a person.
    op.add_column("nominations", sa.Column("person_id", sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_nominations_person_id"), "nominations", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_nominations_person_id"), table_name="nominations")
    op.drop_column("nominations", "person_id")
