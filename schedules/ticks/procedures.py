"""Every ten minutes: who is asked for the steps of procedures, what is near or late, and the year's end.

The assessments of the year are many and wait long: they are opened, named and gone through once a day.
"""

from __future__ import annotations

from typing import Final

from desk.actions.procedures.over_time import (
    mark_tended,
    name_assessments,
    open_assessments,
    was_tended,
    watch_procedure,
)
from schedules.clockwork import Clockwork, OpenWork
from schedules.each import each
from schedules.tick import MINUTE, Tick

_AT_ONCE: Final = 500  # rows looked at; each is watched in a transaction of its own


async def tend_procedures(clockwork: Clockwork) -> None:
    """Watch open procedures; once a day open the assessments of the year as well. Raises SomeFailed."""
    open_work = clockwork.open_work
    async with open_work() as work:
        first_today = not await was_tended(work)
    if first_today:
        await _assess(open_work)
    after: int | None = 0
    while after is not None:
        after = await _watch_some(open_work, after, swept=first_today)
    if first_today:
        async with open_work() as work:
            await mark_tended(work)


async def _assess(open_work: OpenWork) -> None:
    more = True
    while more:
        async with open_work() as work:
            more = await open_assessments(work)
    async with open_work() as work:
        await name_assessments(work)


async def _watch_some(open_work: OpenWork, after: int, *, swept: bool) -> int | None:
    async with open_work() as work:
        found = [one.id for one in await work.procedures.find_open(after, _AT_ONCE, swept=swept)]
    await each(open_work, found, watch_procedure)
    return found[-1] if found else None


TICKS: Final = (
    Tick(
        "procedures",
        10 * MINUTE,
        tend_procedures,
        "follows the procedures of households, reminds, opens yearly assessments",
    ),
)
