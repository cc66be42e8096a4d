"""The register of households and their members."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _households()
    _household_members()


def _households() -> None:
    op.create_table(
        "households",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("household_class", sa.Text(), nullable=False),
        sa.Column("monitored_kind", sa.Text(), nullable=True),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("officer_id", NUMBER, nullable=True),
        sa.Column("measures", sa.LargeBinary(), nullable=True),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["staff.id"], name=op.f("fk_households_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("number", name=op.f("uq_households_number")),
    )
    for column in ("area_code", "officer_id", "phone_index"):
        op.create_index(f"ix_households_{column}", "households", [column])


def _household_members() -> None:
    op.create_table(
        "household_members",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.Text(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=True),
        sa.Column("id_index", sa.Text(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("relation", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_members_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_members")),
        sa.UniqueConstraint(
            "household_id", "position", name=op.f("uq_household_members_household_id_position")
        ),
    )
    for column in ("name_index", "id_index", "phone_index"):
        op.create_index(f"ix_household_members_{column}", "household_members", [column])
