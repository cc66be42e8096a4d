"""`bangfu visits`: figures of visits."""

from bot.cli.visits.command import visits

__all__ = ["visits"]
