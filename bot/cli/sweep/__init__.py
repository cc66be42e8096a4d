"""`bangfu sweep`: lists of objects that officials look at one by one."""

from bot.cli.sweep.command import sweep

__all__ = ["sweep"]
