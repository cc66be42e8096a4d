"""`bangfu staff`: the staff list."""

from bot.cli.staff.command import staff

__all__ = ["staff"]
