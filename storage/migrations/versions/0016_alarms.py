"""Alarms as rows of their own, one for each danger, and people whose alarms make no sound."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forms in which danger was seen before go on as they are; what is said in them from now on has a row."""
    op.create_table(
        "alarms",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("whose", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("climbs", sa.Boolean(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index("ix_alarms_whose", "alarms", ["whose", "id"])
    op.create_index("ix_alarms_begun_at", "alarms", ["begun_at"])
    op.create_index(
        "ix_alarms_climbs",
        "alarms",
        ["id"],
        sqlite_where=sa.text("climbs"),
        postgresql_where=sa.text("climbs"),
    )
    _mutes()


def _mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("ruled_by", NUMBER, nullable=True),
        sa.Column("ruled_at", sa.Text(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("until_at", sa.Text(), nullable=True),
        sa.Column("ended_by", NUMBER, nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id")),
        *(
            sa.ForeignKeyConstraint([name], ["staff.id"], name=op.f(f"fk_mutes_{name}"))
            for name in ("asked_by", "ruled_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )
    op.create_index("ix_mutes_person_id", "mutes", ["person_id", "id"])
    op.create_index("ix_mutes_until_at", "mutes", ["until_at"])
