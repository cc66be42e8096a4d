"""A mute: for some days the alarms of one person make no sound; a town asks for it, the county agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desk.domain.talk.forms import Form, Step, StepKind

ASK_DAYS: Final = 3  # so long the county may answer
ALARM: Final = "alarm"  # the answer of the form that names the alarm
MUTE = Form("mute", (Step("words", StepKind.WORDS),))


@dataclass(frozen=True, slots=True)
class Mute:
    """Who asked when and why, and what became of it."""

    id: int
    person_id: int
    asked_by: int
    asked_at: datetime
    reason: str
    ruled_by: int | None = None
    granted: bool | None = None
    until: datetime | None = None
    ended_at: datetime | None = None

    def lasts(self, now: datetime) -> bool:
        """Whether the person is muted by it."""
        return bool(self.granted) and self.ended_at is None and self.until is not None and now < self.until

    def waits(self, now: datetime) -> bool:
        """Whether the county may still answer."""
        return self.granted is None and now - self.asked_at < timedelta(days=ASK_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteTold:
    """Why somebody's alarms shall be muted."""

    alarm: int = 0
    words: str = ""
