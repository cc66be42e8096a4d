"""Once after a change of calendar or deadlines: every open case is counted anew."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.deadlines.recompute import recompute_deadlines
from desk.domain.cases.case import Case
from desk.domain.deadlines.recounting import basis_of
from desk.domain.people.people import Post
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import watch_unfinished

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
