"""The clock of a past: it stands still until somebody moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class MovedClock:
    """Gives `at`, in UTC like the clock of the process."""

    at: datetime

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.at
