"""Call-backs that an inspector makes by telephone: some of those that residents left unanswered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.cases.case import Rating

LOTS: Final = 100  # every call-back has a lot below this number


class CallEnd(StrEnum):
    """How a call ended that brought no rating."""

    NOT_REACHED = "not_reached"
    TOO_LATE = "too_late"  # nobody rang up before its deadline
    ANSWERED = "answered"  # the resident pressed a button after all


@dataclass(frozen=True, slots=True)
class InspectorCall:
    """One call to make, of one round of a case's call-back. No handler ever sees it."""

    case_id: int
    round: int
    drawn_at: datetime
    due_at: datetime
    called_at: datetime | None = None
    staff_id: int | None = None
    outcome: CallEnd | Rating | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.called_at is None
