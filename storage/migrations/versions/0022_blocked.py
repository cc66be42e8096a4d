"""A message for somebody who cannot be written to is `blocked`; so far its error said so behind a code."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("UPDATE outbox SET state = 'blocked' WHERE state = 'failed' AND error LIKE '%unreachable'")
