"""Call-backs that stay unanswered: some are rung up, the others close by themselves, as unrated."""

from __future__ import annotations

from desk.actions.calls import end_silence
from desk.actions.ports import Work
from desk.domain.cases import Case
from schedules.clockwork import Clockwork
from schedules.sweep import each, read_all


async def close_silent(clockwork: Clockwork) -> None:
    """End every resolved case whose time for an answer is over."""
    async with clockwork.open_work() as work:
        silent = await read_all(lambda limit: work.cases.find_silent(work.now, limit))
    await each(clockwork.open_work, silent, _close)


async def _close(work: Work, seen: Case) -> None:
    """The answer may have come between reading and now."""
    case = await work.cases.find(seen.id)
    if case is not None and case.version == seen.version:
        await end_silence(work, case)
