"""Of the errands with one key at most one is under way, also when several processes take them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_HELD = sa.text("state IN ('sending', 'ambiguous')")


def upgrade() -> None:
    op.drop_index("ix_errands_held_key", table_name="errands")
    op.create_index("uq_errands_held_key", "errands", ["key"], unique=True, sqlite_where=_HELD, postgresql_where=_HELD)


def downgrade() -> None:
    op.drop_index("uq_errands_held_key", table_name="errands")
    op.create_index("ix_errands_held_key", "errands", ["key"], sqlite_where=_HELD, postgresql_where=_HELD)
