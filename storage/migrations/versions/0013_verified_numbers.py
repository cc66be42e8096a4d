"""Verified numbers beside said ones, and what the village says of who belongs to a family.

No number of before is verified: nobody noted then whether it came from its owner's own contact card.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("verified", sa.LargeBinary(), nullable=True))
    for name in ("verified_index", "card_asked_at"):
        op.add_column("people", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_people_verified_index", "people", ["verified_index"])
    op.create_index("ix_household_visits_case_id", "household_visits", ["case_id"])
    op.create_table(
        "family_rulings",
        sa.Column("household_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.Column("ruled_by", NUMBER, nullable=False),
        sa.Column("ruled_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_family_rulings_household_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_family_rulings_person_id")),
        sa.ForeignKeyConstraint(["ruled_by"], ["staff.id"], name=op.f("fk_family_rulings_ruled_by")),
        sa.PrimaryKeyConstraint("household_id", "person_id", name=op.f("pk_family_rulings")),
    )
    op.create_index("ix_family_rulings_person_id", "family_rulings", ["person_id"])
