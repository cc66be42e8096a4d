"""Sweeps: lists of objects to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _sweeps()
    _objects()
    _tallies()
    _cards()
    _samples()
    _checks()


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _sweeps() -> None:
    op.create_table(
        "sweeps",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweeps")),
        sa.UniqueConstraint("name", name=op.f("uq_sweeps_name")),
    )


def _objects() -> None:
    op.create_table(
        "sweep_objects",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("sweep_id", NUMBER, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("household_id", NUMBER, nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("ticked_by", NUMBER, nullable=True),
        sa.Column("ticked_at", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=True),
        sa.Column("case_id", NUMBER, nullable=True),
        _link("sweep_objects", "sweep_id", "sweeps"),
        _link("sweep_objects", "household_id", "households"),
        _link("sweep_objects", "ticked_by", "staff"),
        _link("sweep_objects", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_objects")),
        sa.UniqueConstraint("sweep_id", "number", name=op.f("uq_sweep_objects_sweep_id_number")),
    )
    op.create_index("ix_sweep_objects_sweep_id", "sweep_objects", ["sweep_id", "area_code", "id"])
    op.create_index("ix_sweep_objects_household_id", "sweep_objects", ["household_id"])


def _tallies() -> None:
    counted = ("total", "fine", "problem", "missing")
    op.create_table(
        "sweep_tallies",
        sa.Column("sweep_id", NUMBER, nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        *(sa.Column(name, NUMBER, server_default=sa.text("0"), nullable=False) for name in counted),
        _link("sweep_tallies", "sweep_id", "sweeps"),
        sa.PrimaryKeyConstraint("sweep_id", "area_code", name=op.f("pk_sweep_tallies")),
    )


def _cards() -> None:
    op.create_table(
        "sweep_cards",
        sa.Column("sweep_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        _link("sweep_cards", "sweep_id", "sweeps"),
        _link("sweep_cards", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("sweep_id", "staff_id", name=op.f("pk_sweep_cards")),
    )


def _samples() -> None:
    op.create_table(
        "sweep_samples",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("sweep_id", NUMBER, nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("population", NUMBER, nullable=False),
        sa.Column("drawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=True),
        _link("sweep_samples", "sweep_id", "sweeps"),
        _link("sweep_samples", "asked_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep_samples")),
    )
    op.create_index("ix_sweep_samples_sweep_id", "sweep_samples", ["sweep_id"])


def _checks() -> None:
    op.create_table(
        "sweep_checks",
        sa.Column("sample_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("object_id", NUMBER, nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("ticked_by", NUMBER, nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("checked_by", NUMBER, nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        _link("sweep_checks", "sample_id", "sweep_samples"),
        _link("sweep_checks", "object_id", "sweep_objects"),
        _link("sweep_checks", "ticked_by", "staff"),
        _link("sweep_checks", "checked_by", "staff"),
        sa.PrimaryKeyConstraint("sample_id", "position", name=op.f("pk_sweep_checks")),
        sa.UniqueConstraint("sample_id", "object_id", name=op.f("uq_sweep_checks_sample_id_object_id")),
    )
    op.create_index("ix_sweep_checks_object_id", "sweep_checks", ["object_id"])
