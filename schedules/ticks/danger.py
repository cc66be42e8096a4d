"""Every minute: danger was heard and nobody calls, or it was asked about and nobody answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from desk.actions.danger.alarm_answer import raise_alarm
from desk.actions.danger.doubt import show_unanswered
from desk.domain.danger.doubts import PATIENCE
from schedules.clockwork import Clockwork
from schedules.each import each, read_all
from schedules.tick import MINUTE, Tick


async def raise_alarms(clockwork: Clockwork) -> None:
    """Night and holidays make no difference."""
    async with clockwork.open_work() as work:
        before = work.now - timedelta(minutes=work.rules.acceptance.danger_minutes)
        waiting = await read_all(lambda limit: work.alarms.find_waiting(before, limit))
    await each(clockwork.open_work, waiting, raise_alarm)


async def show_doubts(clockwork: Clockwork) -> None:
    """Whoever was asked whether there is danger has not answered."""
    async with clockwork.open_work() as work:
        before = work.now - PATIENCE
        waiting = await read_all(lambda limit: work.doubts.find_waiting(before, limit))
    await each(clockwork.open_work, waiting, show_unanswered)


TICKS: Final = (
    Tick("alarms", MINUTE, raise_alarms, "tells leaders of danger in forms that nobody has sent or answered"),
    Tick(
        "doubts", MINUTE, show_doubts, "shows officials what may be danger, when its writer does not answer"
    ),
)
