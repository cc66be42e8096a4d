"""Answers that shall become policy items have a table of their own, and name their case in a column.

So far they stood among the approvals of the staff list, with the number of the case behind a word.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The numbers stay: buttons that were sent carry them.
COPY = """
INSERT INTO item_wishes (id, case_id, details, asked_by, asked_at, ruled_by, ruled_at, granted)
SELECT id, CAST(substr(wish, 13) AS bigint), details, asked_by, asked_at, ruled_by, ruled_at, granted
FROM approvals WHERE wish LIKE 'policy_item %'
"""


def upgrade() -> None:
    op.create_table(
        "item_wishes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("ruled_by", NUMBER, nullable=True),
        sa.Column("ruled_at", sa.Text(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_item_wishes_case_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_item_wishes_asked_by")),
        sa.ForeignKeyConstraint(["ruled_by"], ["staff.id"], name=op.f("fk_item_wishes_ruled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_wishes")),
    )
    op.create_index("ix_item_wishes_case_id", "item_wishes", ["case_id"])
    op.execute(COPY)
    op.execute("DELETE FROM approvals WHERE wish LIKE 'policy_item %'")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('item_wishes', 'id'), max(id)) FROM item_wishes"
            " HAVING max(id) IS NOT NULL"
        )
