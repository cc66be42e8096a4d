"""Sweeps: lists of objects to be looked at."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Filled as the tables come."""
