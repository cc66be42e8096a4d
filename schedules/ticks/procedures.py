"""Every ten minutes: who is asked for the steps of procedures, what is near or late, and the year's end."""

from __future__ import annotations

from typing import Final

from desk.actions.procedure_ticks import name_assessments, open_assessments, watch_procedure
from schedules.clockwork import Clockwork, OpenWork
from schedules.each import each

_AT_ONCE: Final = 500  # rows looked at; each is watched in a transaction of its own


async def tend_procedures(clockwork: Clockwork) -> None:
    """Open the assessments of the year, then watch every open procedure. Raises SomeFailed."""
    while await _open_some(clockwork.open_work):
        pass
    async with clockwork.open_work() as work:
        await name_assessments(work)
    after: int | None = 0
    while after is not None:
        after = await _watch_some(clockwork.open_work, after)


async def _open_some(open_work: OpenWork) -> bool:
    async with open_work() as work:
        return await open_assessments(work)


async def _watch_some(open_work: OpenWork, after: int) -> int | None:
    async with open_work() as work:
        found = [one.id for one in await work.procedures.find_open(after, _AT_ONCE)]
    await each(open_work, found, watch_procedure)
    return found[-1] if found else None
