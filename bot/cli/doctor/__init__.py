"""`bangfu doctor`: whether the desk is well, seen from beside it."""

from bot.cli.doctor.command import doctor

__all__ = ["doctor"]
