"""Since when a tick fails: one failure is weather, many in a row are an incident."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Ticks that failed last are taken to have begun just then."""
    op.add_column("heartbeats", sa.Column("failing_since", sa.Text(), nullable=True))
    op.execute("UPDATE heartbeats SET failing_since = at WHERE outcome <> 'done'")
