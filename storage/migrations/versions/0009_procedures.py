"""Procedures of households and their measures."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    _procedures()
    _matches()
    _notes()
    _measures()
    # They are rows now; the next import of the register brings them back.
    op.execute("ALTER TABLE households DROP COLUMN measures")


def _number(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=empty)


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _identity() -> sa.Column[int]:
    return sa.Column("id", NUMBER, autoincrement=True, nullable=False)


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _procedures() -> None:
    op.create_table(
        "procedures",
        _identity(),
        _number("household_id"),
        *(_text(name) for name in ("kind", "stage", "source")),
        _number("version"),
        _number("turn"),
        _text("opened_at"),
        _text("due_at"),
        _text("decide_by", empty=True),
        *(_number(name, empty=True) for name in ("case_id", "told_staff_id", "moved_by")),
        _text("proposed_kind", empty=True),
        _text("risks"),
        _number("people"),
        _text("met"),
        *(_text(name, empty=True) for name in ("votes", "posted_at", "notice_ended_at")),
        _text("deciders"),
        _number("returned"),
        _text("entered_at", empty=True),
        _text("closed_at", empty=True),
        _number("sweep_year", empty=True),
        _link("procedures", "household_id", "households"),
        _link("procedures", "case_id", "cases"),
        _link("procedures", "told_staff_id", "staff"),
        _link("procedures", "moved_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedures")),
        sa.UniqueConstraint("household_id", "sweep_year", name=op.f("uq_procedures_household_id_sweep_year")),
    )
    op.create_index(
        "uq_procedures_open",
        "procedures",
        ["household_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_procedures_case_id", "procedures", ["case_id"])
    op.create_index(
        "ix_procedures_due_at", "procedures", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def _matches() -> None:
    op.create_table(
        "procedure_matches",
        _identity(),
        _number("procedure_id"),
        _text("department"),
        _text("finding", empty=True),
        _number("done_by", empty=True),
        _text("done_at", empty=True),
        _link("procedure_matches", "procedure_id", "procedures"),
        _link("procedure_matches", "done_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_matches")),
        sa.UniqueConstraint(
            "procedure_id", "department", name=op.f("uq_procedure_matches_procedure_id_department")
        ),
    )


def _notes() -> None:
    op.create_table(
        "procedure_notes",
        _identity(),
        _number("procedure_id"),
        _text("act"),
        _number("staff_id", empty=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _text("said_at"),
        _link("procedure_notes", "procedure_id", "procedures"),
        _link("procedure_notes", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_notes")),
    )
    op.create_index("ix_procedure_notes_procedure_id", "procedure_notes", ["procedure_id"])


def _measures() -> None:
    op.create_table(
        "measures",
        _identity(),
        _number("household_id"),
        _text("risk", empty=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        _text("planned_on", empty=True),
        _text("done_on", empty=True),
        _number("planned_by", empty=True),
        _number("done_by", empty=True),
        _text("entered_at"),
        _link("measures", "household_id", "households"),
        _link("measures", "planned_by", "staff"),
        _link("measures", "done_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    op.create_index("ix_measures_household_id", "measures", ["household_id"])
