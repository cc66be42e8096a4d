"""Departments, complaints outside the line, pauses, extensions, the ladder, leave, and the ledger's days."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNED = (
    "state IN ('submitted', 'assigned', 'accepted', 'in_work', 'awaiting_material', 'disputed', 'reopened')"
)
DUE = "due_at IS NOT NULL"


def upgrade() -> None:
    _cases()
    _case_helpers()
    _ladder_steps()
    _calls()
    _ledger_days()
    op.add_column("posts", sa.Column("seat", NUMBER, nullable=True))
    _leaves()
    _approvals()


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _cases() -> None:
    # A rebuilt table would lose the conditions of these two.
    op.drop_index("ix_cases_unfinished", "cases")
    op.drop_index("ix_cases_due_at", "cases")
    with op.batch_alter_table("cases") as batch:
        batch.alter_column("reporter_id", existing_type=NUMBER, nullable=True)
        for column in _new_columns():
            batch.add_column(column)
        batch.create_foreign_key("fk_cases_accused_id", "staff", ["accused_id"], ["id"])
        batch.create_foreign_key("fk_cases_merged_into", "cases", ["merged_into"], ["id"])
    _index("ix_cases_unfinished", "cases", ["id"], OWNED)
    _index("ix_cases_due_at", "cases", ["due_at"], DUE)
    _index("ix_cases_told", "cases", ["told_staff_id"], OWNED)
    _index("ix_cases_reporter_index", "cases", ["reporter_index"], "reporter_index IS NOT NULL")
    _index("ix_cases_merged_into", "cases", ["merged_into"], "merged_into IS NOT NULL")


def _new_columns() -> list[sa.Column[object]]:
    no, nothing = sa.text("false"), sa.text("0")
    return [
        sa.Column("reporter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_index", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("outside", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("anonymous", sa.Boolean(), server_default=no, nullable=False),
        sa.Column("accused_id", NUMBER, nullable=True),
        sa.Column("counted_from", sa.Text(), nullable=True),
        sa.Column("paused_at", sa.Text(), nullable=True),
        sa.Column("extension_until", sa.Text(), nullable=True),
        sa.Column("extended", sa.Integer(), server_default=nothing, nullable=False),
        sa.Column("transfers", sa.Integer(), server_default=nothing, nullable=False),
        sa.Column("supervised_at", sa.Text(), nullable=True),
        sa.Column("merged_into", NUMBER, nullable=True),
    ]


def _case_helpers() -> None:
    op.create_table(
        "case_helpers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("told_staff_id", NUMBER, nullable=True),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_helpers_case_id")),
        sa.ForeignKeyConstraint(["told_staff_id"], ["staff.id"], name=op.f("fk_case_helpers_told_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_helpers")),
        sa.UniqueConstraint("case_id", "department", name=op.f("uq_case_helpers_case_id_department")),
    )
    _index("ix_case_helpers_open", "case_helpers", ["department"], "done_at IS NULL")


def _ladder_steps() -> None:
    op.create_table(
        "ladder_steps",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("owner_id", NUMBER, nullable=True),
        sa.Column("superior_id", NUMBER, nullable=True),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", NUMBER, nullable=True),
        sa.Column("struck_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ladder_steps_case_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_ladder_steps_owner_id")),
        sa.ForeignKeyConstraint(["superior_id"], ["staff.id"], name=op.f("fk_ladder_steps_superior_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_ladder_steps_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_steps")),
        sa.UniqueConstraint("case_id", "step", name=op.f("uq_ladder_steps_case_id_step")),
    )
    _index("ix_ladder_steps_open", "ladder_steps", ["step"], "struck_at IS NULL")


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("round", NUMBER, nullable=False),
        sa.Column("drawn_at", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Text(), nullable=False),
        sa.Column("called_at", sa.Text(), nullable=True),
        sa.Column("staff_id", NUMBER, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_calls_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_calls_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_calls_case_id_round")),
    )
    _index("ix_calls_open", "calls", ["due_at"], "called_at IS NULL")


def _ledger_days() -> None:
    op.create_table(
        "ledger_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("entries", NUMBER, nullable=False),
        sa.Column("last_id", NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_days")),
    )


def _leaves() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("deputy_id", NUMBER, nullable=True),
        sa.Column("from_at", sa.Text(), nullable=False),
        sa.Column("until_at", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_leaves_staff_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["staff.id"], name=op.f("fk_leaves_deputy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index("ix_leaves_staff_id", "leaves", ["staff_id", "until_at"])


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("ruled_by", NUMBER, nullable=True),
        sa.Column("ruled_at", sa.Text(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_approvals_asked_by")),
        sa.ForeignKeyConstraint(["ruled_by"], ["staff.id"], name=op.f("fk_approvals_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
