"""What happens by itself, as one table: the ticks of every room, in the order in which they are looked at.

People read it in this order: who answers for a case, danger, the ladder, and so on to the process itself.
What a tick does and how often stands in its room; whoever adds a room names it here and nowhere else.
`bangfu timetable` prints the table, and docs/operations.md tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schedules.tick import Tick
from schedules.ticks import (
    broadcasts,
    callbacks,
    cases,
    danger,
    deadlines,
    escalation,
    handing_over,
    ledger,
    procedures,
    process,
    reports,
    sweeps,
    visits,
    worklists,
)


class TickTwice(ValueError):
    """Two ticks have one name: the heartbeat of one would hide that the other stands still."""


def in_order(*rooms: Iterable[Tick]) -> tuple[Tick, ...]:
    """The ticks of these rooms. Raises TickTwice."""
    ticks = tuple(tick for room in rooms for tick in room)
    names = [tick.name for tick in ticks]
    for name in names:
        if names.count(name) > 1:
            raise TickTwice(f"two ticks are called {name!r}")
    return ticks


TIMETABLE: Final = in_order(
    cases.TICKS,
    danger.TICKS,
    escalation.TICKS,
    worklists.TICKS,
    handing_over.TICKS,
    callbacks.TICKS,
    deadlines.TICKS,
    reports.TICKS,
    visits.TICKS,
    procedures.TICKS,
    ledger.TICKS,
    broadcasts.TICKS,
    sweeps.TICKS,
    process.TICKS,
)
