"""Clocks that stand still run again when time is up; more time that nobody has ruled on falls away."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.deadlines.extension import drop_unanswered
from desk.actions.deadlines.material import remind_of_material, resume_by_time
from desk.domain.cases.case import Case, State
from desk.domain.people.people import Post
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import watch_unfinished


async def tend_clocks(clockwork: Clockwork) -> None:
    """One pass over the cases whose clock may have to be touched: few of those that are open."""
    await watch_unfinished(clockwork.open_work, _tend, _find)


async def _find(work: Work, after: int, limit: int) -> Sequence[Case]:
    return await work.cases.find_clocks(work.now, after, limit)


async def _tend(work: Work, case: Case, _posts: Sequence[Post]) -> Case:
    if case.state is State.AWAITING_MATERIAL and case.due_at is not None:
        if case.due_at <= work.now:
            return await resume_by_time(work, case)
        await remind_of_material(work, case)
    if case.extension_until is not None and case.reply_due_at <= work.now:
        return await drop_unanswered(work, case)
    return case
