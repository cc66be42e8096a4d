"""Visits: who should go, who went."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")
WAITING = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_index("ix_posts_stand_in_id", "posts", ["stand_in_id"])
    op.create_index("ix_leaves_deputy_id", "leaves", ["deputy_id", "until_at"])
    _households()
    _visits()
    _periods()
    _plans()
    _pauses()


def _households() -> None:
    # SQLite takes a reference along with a new column only when it is said in one breath.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE households ADD COLUMN cadre_id {kind}"
        " CONSTRAINT fk_households_cadre_id REFERENCES staff (id)"
    )
    op.add_column(
        "households", sa.Column("lives_away", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_index("ix_households_cadre_id", "households", ["cadre_id"])
    op.create_index("ix_households_changed_at", "households", ["changed_at"])


def _visits() -> None:
    op.create_table(
        "household_visits",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("visited_on", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("visitors", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("case_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_visits_household_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_household_visits_staff_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_household_visits_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_visits")),
        sa.UniqueConstraint("key", name=op.f("uq_household_visits_key")),
    )
    op.create_index(
        "ix_household_visits_household_id_visited_on", "household_visits", ["household_id", "visited_on"]
    )


def _periods() -> None:
    op.create_table(
        "visit_periods",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("due_from", sa.Text(), nullable=False),
        sa.Column("due_by", sa.Text(), nullable=False),
        sa.Column("wanted", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("late_on", sa.Text(), nullable=True),
        sa.Column("owed_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_visit_periods_household_id")
        ),
        sa.ForeignKeyConstraint(["owed_by"], ["staff.id"], name=op.f("fk_visit_periods_owed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_periods")),
        sa.UniqueConstraint(
            "household_id", "duty", "due_from", name=op.f("uq_visit_periods_household_id_duty_due_from")
        ),
    )
    op.create_index(
        "ix_visit_periods_open", "visit_periods", ["household_id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_visit_periods_open_by", "visit_periods", ["due_by"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_visit_periods_due_by", "visit_periods", ["due_by", "state"])


def _plans() -> None:
    op.create_table(
        "visit_plans",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("staff_id", NUMBER, nullable=False),
        sa.Column("planned_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("told_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_visit_plans_household_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visit_plans_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_plans")),
        sa.UniqueConstraint(
            "household_id",
            "staff_id",
            "planned_on",
            name=op.f("uq_visit_plans_household_id_staff_id_planned_on"),
        ),
    )
    op.create_index(
        "ix_visit_plans_waiting",
        "visit_plans",
        ["planned_on"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_visit_plans_staff_id",
        "visit_plans",
        ["staff_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _pauses() -> None:
    op.create_table(
        "household_pauses",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Text(), nullable=False),
        sa.Column("staff_id", NUMBER, nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_pauses_household_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_household_pauses_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_pauses")),
    )
    op.create_index("ix_household_pauses_household_id", "household_pauses", ["household_id", "until_on"])
    op.create_index("ix_household_pauses_until_on", "household_pauses", ["until_on"])
