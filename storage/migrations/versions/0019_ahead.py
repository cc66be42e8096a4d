"""What goes before a card: files point at the message that waits for them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

AHEAD = sa.text("ahead_id IS NOT NULL")


def upgrade() -> None:
    """Messages that wait already have nothing before them."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # SQLite takes a reference along with a new column only when it is said in one breath.
    op.execute(
        f"ALTER TABLE outbox ADD COLUMN ahead_id {kind} CONSTRAINT fk_outbox_ahead_id REFERENCES outbox (id)"
    )
    op.create_index("ix_outbox_ahead_id", "outbox", ["ahead_id"], sqlite_where=AHEAD, postgresql_where=AHEAD)
