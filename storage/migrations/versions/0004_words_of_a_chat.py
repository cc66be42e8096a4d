"""What waits is found per bot, and the kept words of one chat at once, to be emptied."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WAITING = sa.text("state = 'waiting'")
KEPT = sa.text("state <> 'waiting' AND body IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_inbox_waiting", "inbox")
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["bot_id", "chat_id", "update_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_inbox_words", "inbox", ["chat_id"], sqlite_where=KEPT, postgresql_where=KEPT)
