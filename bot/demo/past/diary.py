"""Who did what when in the thirty days before the demo opens; what they did stands in diary.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

DIARY_FILE: Final = Path(__file__).with_name("diary.toml")
LAST_DAY: Final = 30
# What happened on the last day is over by then; started earlier in the morning, the last day was yesterday.
OVER_BY: Final = time(10)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did in one go, in steps of some seconds, or what the operator did at the terminal."""

    day: int
    at: time
    who: int = 0
    does: Sequence[Mapping[str, Any]] = ()
    opens_sweep: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a past that ends now: day 0 is the first."""

    now: datetime
    zone: ZoneInfo

    @property
    def first(self) -> date:
        """The day on which the demo county began."""
        here = self.now.astimezone(self.zone)
        last = here.date() if here.time() >= OVER_BY else here.date() - timedelta(days=1)
        return last - timedelta(days=LAST_DAY)

    def moment(self, day: int, at: time) -> datetime:
        """That hour of that day."""
        return datetime.combine(self.first + timedelta(days=day), at, tzinfo=self.zone).astimezone(UTC)


def entries() -> list[Entry]:
    """Everything in the diary, in the order of time."""
    read = tomllib.loads(DIARY_FILE.read_text(encoding="utf-8"))["entries"]
    return sorted((Entry(**entry) for entry in read), key=lambda entry: (entry.day, entry.at))
