"""Call-backs that stay unanswered: some are rung up, the others close by themselves, as unrated.

What an official reported is looked at by a superior, who is reminded before it closes.
"""

from __future__ import annotations

from desk.actions.callbacks.calls import end_silence
from desk.actions.handling.verify import remind_superior
from desk.domain.cases.case import Case
from desk.domain.deadlines.reminders import soon_from
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import each, read_all


async def close_silent(clockwork: Clockwork) -> None:
    """End every resolved case whose time for an answer is over; remind superiors of what comes next."""
    async with clockwork.open_work() as work:
        silent = await read_all(lambda limit: work.cases.find_silent(work.now, limit))
    await each(clockwork.open_work, silent, _close)
    await remind_superiors(clockwork)


async def remind_superiors(clockwork: Clockwork) -> None:
    """Say of every finding that is settled, not verified and about to close that it waits."""
    async with clockwork.open_work() as work:
        waiting = await read_all(work.cases.find_unverified)
        soon = [case for case in waiting if case.due_at and soon_from(case.due_at, work.rules) <= work.now]
    await each(clockwork.open_work, soon, remind_superior)


async def _close(work: Work, seen: Case) -> None:
    """The answer may have come between reading and now."""
    case = await work.cases.find(seen.id)
    if case is not None and case.version == seen.version:
        await end_silence(work, case)
