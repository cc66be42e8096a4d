"""The demo county's last thirty days: lived through once, by the real actions, on a clock that is moved."""

from bot.demo.past.county import PastPlace, begins_at, lived_county

__all__ = ["PastPlace", "begins_at", "lived_county"]
