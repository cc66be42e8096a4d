"""Cases, what was said in them, and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNED = "state IN ('submitted', 'assigned', 'accepted', 'in_work', 'disputed', 'reopened')"


def upgrade() -> None:
    _case_numbers()
    _cases()
    _case_indexes()
    _case_words()
    _visits()
    _follow_ups()
    _ledger()
    _ledger_words()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE case_number_seq")


def _case_numbers() -> None:
    op.create_table(
        "case_numbers",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("last", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_case_numbers")),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("reporter_id", NUMBER, nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("place_words", sa.LargeBinary(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("unfinished", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("told_staff_id", NUMBER, nullable=True),
        sa.Column("accepted_by", NUMBER, nullable=True),
        sa.Column("disputes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reopened", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_stage", sa.Text(), nullable=True),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("visit_due_at", sa.Text(), nullable=False),
        sa.Column("reply_due_at", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.Text(), nullable=True),
        sa.Column("visited_at", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("closed_level", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("urged_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["staff.id"], name=op.f("fk_cases_accepted_by")),
        sa.ForeignKeyConstraint(["reporter_id"], ["people.id"], name=op.f("fk_cases_reporter_id")),
        sa.ForeignKeyConstraint(["told_staff_id"], ["staff.id"], name=op.f("fk_cases_told_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )


def _case_indexes() -> None:
    op.create_index("ix_cases_area_code", "cases", ["area_code", "state"])
    op.create_index(
        "ix_cases_due_at",
        "cases",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_cases_reporter_id", "cases", ["reporter_id", "id"])
    op.create_index(
        "ix_cases_unfinished",
        "cases",
        ["id"],
        sqlite_where=sa.text(OWNED),
        postgresql_where=sa.text(OWNED),
    )


def _case_words() -> None:
    op.create_table(
        "case_words",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_case_words_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_words")),
    )
    op.create_index("ix_case_words_case_id", "case_words", ["case_id", "id"])


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=True),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("visited_at", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_visits_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visits_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_case_id", "visits", ["case_id"])


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("round", NUMBER, nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_follow_ups_case_id_round")),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("words_digest", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ledger_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ledger_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("chain", "position", name=op.f("uq_ledger_chain_position")),
    )
    op.create_index("ix_ledger_case_id", "ledger", ["case_id"])
    op.create_index("ix_ledger_person_id", "ledger", ["person_id"])


def _ledger_words() -> None:
    op.create_table(
        "ledger_words",
        sa.Column("ledger_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("salted", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_ledger_words_ledger_id")),
        sa.PrimaryKeyConstraint("ledger_id", name=op.f("pk_ledger_words")),
    )
