"""Whoever reported danger may wish it over; an official makes sure."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("cases", sa.Column("withdrawal_asked_at", sa.Text(), nullable=True))
