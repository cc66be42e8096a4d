"""Every minute: who answers for each open case now, is danger taken up, is something due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.cases.deadline_reminders import remind_of_deadline
from desk.actions.cases.responsible import choose, organisation_of
from desk.actions.danger.climb import raise_danger
from desk.actions.handing_over.assign import follow_owner
from desk.actions.households.follow_successor import move_some_households
from desk.domain.cases.case import Case
from desk.domain.people.people import Post
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.each import watch_unfinished
from schedules.tick import MINUTE, Tick


async def watch_cases(clockwork: Clockwork) -> None:
    """One pass over the open cases, and households after whoever took over from their official."""
    await watch_unfinished(clockwork.open_work, _watch)
    await _follow_successors(clockwork)


async def _watch(work: Work, case: Case, posts: Sequence[Post]) -> Case:
    organisation = await organisation_of(work, case, posts)
    case = await follow_owner(work, case, choose(case, organisation))
    await raise_danger(work, case, organisation)
    await remind_of_deadline(work, case, organisation)
    return case


async def _follow_successors(clockwork: Clockwork) -> None:
    """Let households follow whoever took over from the official that they had by name."""
    waiting = True
    while waiting:
        async with clockwork.open_work() as work:
            waiting = await move_some_households(work)


TICKS: Final = (
    Tick("cases", MINUTE, watch_cases, "follows who answers for each open case; lets danger climb; reminds"),
)
