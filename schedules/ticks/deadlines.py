"""Clocks that stand still run again when time is up; more time that nobody has ruled on falls away.

Once after a change of calendar or deadlines every open case is counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.deadlines.extension import drop_unanswered
from desk.actions.deadlines.material import remind_of_material, resume_by_time
from desk.actions.deadlines.recompute import recompute_deadlines
from desk.domain.cases.case import Case, State
from desk.domain.deadlines.recounting import basis_of
from desk.domain.people.people import Post
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import watch_unfinished
from schedules.tick import HOUR, MINUTE, Tick


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


BASIS = "deadlines_basis"


async def recompute_when_changed(clockwork: Clockwork) -> None:
    """Compare the rules with those of the last time; the new ones count only when all cases are done."""
    async with clockwork.open_work() as work:
        basis, before = basis_of(work.rules), await work.facts.get(BASIS)
    if basis == before:
        return
    if before is not None:
        await watch_unfinished(clockwork.open_work, _recompute)
    async with clockwork.open_work() as work:
        await work.facts.set(BASIS, basis)


async def _recompute(work: Work, case: Case, posts: Sequence[Post]) -> Case:  # noqa: ARG001 - a watch has posts
    return await recompute_deadlines(work, case)


TICKS: Final = (
    Tick("clocks", MINUTE, tend_clocks, "starts clocks that waited for material; drops requests for time"),
    Tick("recompute", HOUR, recompute_when_changed, "counts deadlines anew when calendar or rules changed"),
)
