"""Every minute: danger in a form that is still being written, and nobody has said that they call."""

from __future__ import annotations

from datetime import timedelta

from desk.actions.alarm_answer import raise_alarm, waits_for_call
from schedules.clockwork import Clockwork
from schedules.each import each, read_all

_SOON = timedelta(minutes=1)  # forms touched this very moment are looked at too


async def raise_alarms(clockwork: Clockwork) -> None:
    """Night and holidays make no difference."""
    async with clockwork.open_work() as work:
        minutes = work.rules.acceptance.danger_minutes
        drafts = await read_all(lambda limit: work.drafts.find_quiet(since=work.now + _SOON, limit=limit))
        waiting = [draft for draft in drafts if waits_for_call(draft, work.now, minutes)]
    await each(clockwork.open_work, waiting, raise_alarm)
