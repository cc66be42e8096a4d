"""Calls that no inspector made in time."""

from __future__ import annotations

from desk.actions.callbacks.calls import end_call
from schedules.clockwork import Clockwork
from schedules.each import each, read_all


async def end_calls(clockwork: Clockwork) -> None:
    """Take every call whose deadline is over off the list."""
    async with clockwork.open_work() as work:
        calls = await read_all(work.calls.find_open)
        late = [call for call in calls if call.due_at <= work.now]
    await each(clockwork.open_work, late, end_call)
