"""Broadcasts by household, and policy sheets."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Filled as the tables come."""
