"""Broadcasts by household, and policy sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("households", "department", "sheet", "sheet_title"):
        op.add_column("broadcasts", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column(
        "broadcasts", sa.Column("sheets_reached", NUMBER, server_default=sa.text("0"), nullable=False)
    )
    for name in ("rung", "counted"):
        op.add_column("broadcasts", sa.Column(name, NUMBER, nullable=True))
    _broadcast_households()
    _sheets()
    _subscriptions()


def _broadcast_households() -> None:
    op.create_table(
        "broadcast_households",
        *_of("broadcast_households", "household_id", "households"),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_broadcast_households_person_id")),
        sa.PrimaryKeyConstraint(
            "broadcast_id", "person_id", "household_id", name=op.f("pk_broadcast_households")
        ),
    )
    op.create_index(
        "ix_broadcast_households_household_id",
        "broadcast_households",
        ["household_id", "broadcast_id", "person_id"],
    )


def _sheets() -> None:
    op.create_table(
        "sheets",
        *_of("sheets", "household_id", "households"),
        sa.Column("paper_at", sa.Text(), nullable=True),
        sa.Column("paper_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["paper_by"], ["staff.id"], name=op.f("fk_sheets_paper_by")),
        sa.PrimaryKeyConstraint("broadcast_id", "household_id", name=op.f("pk_sheets")),
    )
    op.create_index("ix_sheets_household_id", "sheets", ["household_id"])


def _subscriptions() -> None:
    """Until now everybody got notices who had not said no; only the no is known to be their wish."""
    op.create_table(
        "subscriptions",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_subscriptions_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_subscriptions")),
    )
    op.execute(
        "INSERT INTO subscriptions (person_id, wanted, since)"
        " SELECT person_id, false, since FROM unsubscribed"
    )
    op.drop_table("unsubscribed")


def _of(table: str, column: str, target: str) -> list[sa.schema.SchemaItem]:
    """The broadcast, and what it is linked to."""
    return [
        sa.Column("broadcast_id", NUMBER, nullable=False),
        sa.Column(column, NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f(f"fk_{table}_broadcast_id")),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
