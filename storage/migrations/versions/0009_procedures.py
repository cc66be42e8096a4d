"""Procedures of households and their measures."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Filled as the tables come."""
