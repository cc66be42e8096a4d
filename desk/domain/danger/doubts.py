"""A doubt: words that may mean danger or may not, and whoever wrote them was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desk.domain.talk.messages import Json

VOICE: Final = "voice"  # the kind of a doubt about what nobody has listened to
PATIENCE: Final = timedelta(minutes=10)  # so long their writer may answer before an official looks
_ANSWERABLE: Final = timedelta(days=1)  # whoever finds the question later is told to call


class DoubtAnswer(StrEnum):
    """What became of the question «is anybody in danger now?»."""

    YES = "yes"
    NO = "no"
    SENT = "sent"  # their words became a case: an official reads them anyway
    SILENCE = "silence"
    DROPPED = "dropped"  # they do not agree that anything is kept


@dataclass(frozen=True, slots=True)
class Doubt:
    """Who was asked after which words; `stamp` names the update that brought them.

    `form`, `answers` and `question` are how the form stood: who may hear of it does not change when the form
    is gone. `alarm_id` is the silent alarm by which an official was asked to look.
    """

    id: int
    person_id: int
    asked_at: datetime
    stamp: str
    kind: str
    gravity: int
    sentence: str
    form: str = ""
    question: int = 0
    answers: Mapping[str, Json] = field(default_factory=dict)
    alarm_id: int | None = None
    answer: DoubtAnswer | None = None
    version: int = 1

    @property
    def waits(self) -> bool:
        """Whether it was neither answered nor shown to an official."""
        return self.answer is None

    def takes(self, answer: DoubtAnswer, now: datetime) -> bool:
        """Whether this answer changes anything: yes is the last word, and days later nobody is woken."""
        return self.answer not in {DoubtAnswer.YES, answer} and now - self.asked_at <= _ANSWERABLE

    def is_overdue(self, now: datetime) -> bool:
        """Whether an official shall look at it now."""
        return self.waits and now - self.asked_at >= PATIENCE
