"""随手报: what an official found on the way becomes a case, told in three taps."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.danger.told_danger import is_danger_told
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case
from desk.domain.county.areas import Area, Level
from desk.domain.people.people import Person
from desk.domain.reports.report import Report
from desk.ports.work import Work

OFFICIALS_ONLY = Refusal("today.officials_only")


async def submit_finding(work: Work, person: Person, found: Report) -> Case | Refusal:
    """Store what an official found; it goes to whoever answers for the village, perhaps themselves.

    Words of danger make it urgent, as in a resident's mouth.
    """
    staff = await official_of(work, person)
    if staff is None:
        return OFFICIALS_ONLY
    found = replace(found, danger=is_danger_told(work, found.story))
    return await submit_report(work, replace(person, phone=person.phone or staff.phone), found)


async def own_places(work: Work, person: Person) -> list[Area]:
    """Where an official is on duty, villages first; empty for somebody who is no official."""
    staff = await official_of(work, person)
    if staff is None:
        return []
    codes = dict.fromkeys(post.area_code for post in await work.staff.posts_of(staff.id))
    areas = [area for code in codes if (area := work.areas.get(code)) is not None]
    return sorted(areas, key=lambda area: area.level is not Level.VILLAGE)
