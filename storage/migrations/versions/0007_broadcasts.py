"""Broadcasts: one text to many through the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_BROADCASTS = sa.text("broadcast_id IS NOT NULL")


def upgrade() -> None:
    _broadcasts()
    _receipts()
    # SQLite takes a reference along with a new column only when it is said in one breath.
    op.execute("ALTER TABLE outbox ADD COLUMN broadcast_id " + _reference())
    op.create_index(
        "ix_outbox_broadcast",
        "outbox",
        ["broadcast_id", "state", "id"],
        sqlite_where=OF_BROADCASTS,
        postgresql_where=OF_BROADCASTS,
    )


def _reference() -> str:
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    return f"{kind} CONSTRAINT fk_outbox_broadcast_id REFERENCES broadcasts (id)"


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("author_id", NUMBER, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("recipients", NUMBER, nullable=False),
        sa.Column("reached", NUMBER, server_default=sa.text("0"), nullable=False),
        sa.Column("spread", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("tended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=True),
        sa.Column("ruled_by", NUMBER, nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_broadcasts_author_id")),
        sa.ForeignKeyConstraint(["ruled_by"], ["people.id"], name=op.f("fk_broadcasts_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )


def _receipts() -> None:
    op.create_table(
        "broadcast_receipts",
        sa.Column("broadcast_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_receipts_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_broadcast_receipts_person_id")),
        sa.PrimaryKeyConstraint("broadcast_id", "person_id", name=op.f("pk_broadcast_receipts")),
    )
    op.create_table(
        "unsubscribed",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unsubscribed_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_unsubscribed")),
    )
