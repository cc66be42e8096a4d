"""How each message was tried: what is worth saying again, and where a row of several calls goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TALK = (
    "UPDATE outbox SET talk = true WHERE state <> 'sent'"
    " AND (key LIKE 'answer:%' OR key LIKE 'question:%') AND template NOT LIKE '%.receipt'"
)


def upgrade() -> None:
    """A card that was held is said again while it is true; other held messages stay for people to look at."""
    op.add_column("outbox", sa.Column("talk", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for name in ("calls", "doubts", "failures"):
        op.add_column("outbox", sa.Column(name, NUMBER, server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("failing_since", NUMBER, nullable=True))
    op.add_column("media", sa.Column("failing_since", NUMBER, nullable=True))
    op.execute(TALK)
    op.execute("UPDATE outbox SET doubts = 1 WHERE unsure AND state <> 'sent'")
    op.execute(
        "UPDATE outbox SET state = 'waiting', doubts = 2"
        " WHERE state = 'held' AND card IS NOT NULL AND length(arguments) > 0"
    )
    _index("ix_outbox_doubtful", ["chat_id", "id"], "state = 'waiting' AND unsure")
    _index("ix_outbox_failed", ["id"], "state = 'failed' AND lane <= 2")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
