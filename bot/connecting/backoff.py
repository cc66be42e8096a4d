"""Exponential backoff: a pause that grows with every failure in a row.

The log gets one line when trouble comes and one when it is over, and none between.
"""

from __future__ import annotations

import asyncio
import logging

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class Backoff:
    """How it stands with one thing outside our control."""

    def __init__(self, log: logging.Logger, name: str, first_pause: float = _FIRST_PAUSE) -> None:
        self._log = log
        self._name = name
        self._first_pause = first_pause
        self.failures = 0

    @property
    def pause(self) -> float:
        """Seconds to wait after the failures so far."""
        if self.failures == 0:
            return 0.0
        return min(_LONGEST_PAUSE, self._first_pause * 2.0 ** min(self.failures - 1, 10))

    def note(self, reason: str) -> None:
        """Count one failure; only the first of a row is said."""
        self.failures += 1
        if self.failures == 1:
            self._log.warning("trouble with=%r reason=%r", self._name, reason)

    async def endure(self, reason: str) -> None:
        """Count one failure and wait a while, longer each time."""
        self.note(reason)
        await asyncio.sleep(self.pause)

    def clear(self) -> None:
        """It works again."""
        if self.failures:
            self._log.warning("trouble over with=%r failures=%d", self._name, self.failures)
            self.failures = 0
