"""Setting up a county from files, and keeping real counties and the demo apart."""

from bot.county.guards import WrongDatabase, require_demo, require_live

__all__ = ["WrongDatabase", "require_demo", "require_live"]
