"""A doubt: words that may mean danger or may not, and whoever wrote them was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

PATIENCE: Final = timedelta(minutes=10)  # so long their writer may answer before an official looks


class DoubtAnswer(StrEnum):
    """What became of the question «is anybody in danger now?»."""

    YES = "yes"
    NO = "no"
    SENT = "sent"  # their words became a case: an official reads them anyway
    SILENCE = "silence"
    DROPPED = "dropped"  # they do not agree that anything is kept


@dataclass(frozen=True, slots=True)
class Doubt:
    """Who was asked after which words; `stamp` names the update that brought them."""

    id: int
    person_id: int
    asked_at: datetime
    stamp: str
    kind: str
    gravity: int
    sentence: str
    answer: DoubtAnswer | None = None
    version: int = 1

    @property
    def waits(self) -> bool:
        """Whether it was neither answered nor shown to an official."""
        return self.answer is None

    def is_overdue(self, now: datetime) -> bool:
        """Whether an official shall look at it now."""
        return self.waits and now - self.asked_at >= PATIENCE
