"""What one official answers for."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.responsible import choose, organisation_of
from desk.domain.cases.case import Case
from desk.domain.cases.lifecycle import OWED
from desk.domain.people.people import Staff
from desk.ports.work import Work

_AT_MOST = 500


async def find_held(work: Work, staff: Staff) -> Sequence[Case]:
    """The cases in which this official owes the next act, nearest deadline first.

    They are those whose card was sent here: who answers is compared with that every minute, and the door
    asks again before anything is done. A complaint about an official is not even named to anybody else.
    """
    owed = [case for case in await work.cases.find_told(staff.id) if case.state in OWED]
    return [case for case in owed if not case.outside or await _answers_for(work, case, staff)]


async def _answers_for(work: Work, case: Case, staff: Staff) -> bool:
    return choose(case, await organisation_of(work, case)).staff.id == staff.id


async def find_falling_to(work: Work, staff: Staff) -> Sequence[Case]:
    """The open cases for which this official would be chosen now: for whoever has just become present."""
    own = [post.area_code for post in await work.staff.posts_of(staff.id)]
    areas = [area for area in work.areas if any(one.code in own for one in work.areas.line(area.code))]
    cases = await work.cases.find_open_in([area.code for area in areas], _AT_MOST)
    codes = {area.code for case in cases for area in work.areas.line(case.area_code)}
    posts = await work.staff.posts_in(sorted(codes))
    found = []
    for case in cases:
        line = {area.code for area in work.areas.line(case.area_code)}
        over = [post for post in posts if post.area_code in line]
        if choose(case, await organisation_of(work, case, over)).staff.id == staff.id:
            found.append(case)
    return found
