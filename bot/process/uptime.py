"""For how long the desk has been running, over all its starts: standing still counts for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Final

from storage.engine.database import Connection
from storage.engine.facts import raise_fact

_FACT: Final = "desk:running"
# A process that was frozen, or a machine that slept, did not run in between.
_LONGEST_STEP: Final = 60.0


class RunningClock:
    """Counts seconds of running. Processes share one count: each takes over what another knows.

    `steady` is a clock in seconds that only ever goes on. A kill loses what was not yet remembered, at most
    a minute: too little is never too early.
    """

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._seen = steady()
        self._ran = 0.0

    @property
    def seconds(self) -> int:
        """Seconds of running until now, as a whole number."""
        self._tick()
        return int(self._ran)

    async def remember(self, connection: Connection) -> None:
        """Write the count down and take over a higher one, in a transaction."""
        self._ran = max(self._ran, float(await raise_fact(connection, _FACT, self.seconds)))

    def _tick(self) -> None:
        now = self._steady()
        self._ran += min(max(0.0, now - self._seen), _LONGEST_STEP)
        self._seen = now


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, a clock in seconds that only ever goes on, and how long the desk has been running."""

    now: Callable[[], datetime]
    steady: Callable[[], float] = monotonic
    running: RunningClock = field(init=False)

    def __post_init__(self) -> None:
        """Count from now on."""
        object.__setattr__(self, "running", RunningClock(self.steady))
