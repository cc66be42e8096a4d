"""Whether the clock goes: what the heartbeats of ticks tell, to whoever looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from schedules.tick import Tick

# A start, a slow pass, a clock that was put right: none of these is worth waking anybody.
GRACE: Final = timedelta(minutes=2)
_MISSES: Final = 3  # so many intervals without a heartbeat
_OUTAGE: Final = timedelta(minutes=10)


class Heartbeat(Protocol):
    """The last run of one tick; `failing_since` is the first of the runs in a row that failed."""

    @property
    def at(self) -> datetime:
        """When it ended."""
        ...

    @property
    def outcome(self) -> str:
        """How it went, as a code."""
        ...

    @property
    def failing_since(self) -> datetime | None:
        """None when the last run went well."""
        ...


Heartbeats = Mapping[str, Heartbeat]


class TickTrouble(StrEnum):
    """What may be wrong with a tick."""

    STALLED = "stalled"  # no heartbeat for three intervals
    FAILING = "failing"  # it runs and fails, again and again


def trouble_with(
    tick: Tick, beat: Heartbeat | None, now: datetime, up_since: datetime | None = None
) -> TickTrouble | None:
    """What is wrong with a tick; nobody misses the heartbeats from before `up_since`, the desk's start."""
    interval = timedelta(seconds=tick.every_seconds)
    moments = [moment for moment in (beat.at if beat else None, up_since) if moment is not None]
    if not moments or now - max(moments) > _MISSES * interval + GRACE:
        return TickTrouble.STALLED
    if beat is not None and beat.failing_since is not None:
        # Once may happen; half an interval later it was not the first time.
        again = beat.at - beat.failing_since > max(interval / 2, GRACE)
        return TickTrouble.FAILING if again else None
    return None


def last_sign(beats: Heartbeats) -> datetime | None:
    """When any tick ran last; None when none ever did."""
    return max((beat.at for beat in beats.values()), default=None)


def is_going(beats: Heartbeats, now: datetime) -> bool:
    """Whether a desk is at work on these rows: the quickest ticks run every few seconds."""
    newest = last_sign(beats)
    return newest is not None and now - newest <= GRACE


def down_since(beats: Heartbeats, now: datetime) -> datetime | None:
    """Since when no tick has run at all; None while the desk runs, and when it never ran."""
    newest = last_sign(beats)
    return newest if newest is not None and now - newest > _OUTAGE else None
