"""Every minute: who answers for each open case now, is danger taken up, is something due."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.assign import follow_owner
from desk.actions.door import choose
from desk.actions.ports import Work
from desk.actions.raise_danger import raise_danger
from desk.actions.remind import remind
from desk.domain.cases import Case
from desk.domain.people import Post
from schedules.clockwork import Clockwork
from schedules.sweep import watch_unfinished


async def watch_cases(clockwork: Clockwork) -> None:
    """One pass over the open cases."""
    await watch_unfinished(clockwork.open_work, _watch)


async def _watch(work: Work, case: Case, posts: Sequence[Post]) -> Case:
    case = await follow_owner(work, case, choose(work, case, posts))
    await raise_danger(work, case, posts)
    await remind(work, case, posts)
    return case
