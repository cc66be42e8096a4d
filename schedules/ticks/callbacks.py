"""Call-backs that stay unanswered, and calls that no inspector made in time.

Some that stay unanswered are rung up, the others close by themselves, as unrated. What an official reported
is looked at by a superior, who is reminded before it closes.
"""

from __future__ import annotations

from typing import Final

from desk.actions.callbacks.calls import end_call, end_silence
from desk.actions.handling.verify import remind_superior
from desk.domain.cases.case import Case
from desk.domain.deadlines.reminders import soon_from
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import each, read_all
from schedules.tick import MINUTE, Tick


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


async def end_calls(clockwork: Clockwork) -> None:
    """Take every call whose deadline is over off the list."""
    async with clockwork.open_work() as work:
        calls = await read_all(work.calls.find_open)
        late = [call for call in calls if call.due_at <= work.now]
    await each(clockwork.open_work, late, end_call)


TICKS: Final = (
    Tick("follow_ups", 10 * MINUTE, close_silent, "closes call-backs that stayed unanswered"),
    Tick("calls", 10 * MINUTE, end_calls, "closes calls that no inspector made in time"),
)
