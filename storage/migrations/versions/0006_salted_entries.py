"""Entries of the log have a salt, so that a chain can be shown without what it says."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("salt", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("audit", "salt")
