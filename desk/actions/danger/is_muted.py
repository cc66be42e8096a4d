"""Whether somebody is muted, as things stand now, and who may have no part in it."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.card_text import ABOUT
from desk.domain.cases.case import Case
from desk.domain.danger.mutes import Mute
from desk.domain.handing_over.seats import area_at, barred_by
from desk.domain.people.people import Post
from desk.domain.reports.forms import ComplaintTarget
from desk.ports.work import Work


async def is_muted(work: Work, person_id: int) -> bool:
    """Whether alarms of this person make no sound now."""
    return await muted_by(work, person_id) is not None


async def muted_by(work: Work, person_id: int) -> Mute | None:
    """The mute that holds for them; none that was asked for or granted by those they complain about."""
    mute = await work.mutes.newest(person_id)
    if mute is None or not mute.lasts(work.now):
        return None
    deciders = {mute.asked_by, mute.ruled_by or mute.asked_by}
    barred = [await may_not_mute(work, staff_id, person_id) for staff_id in deciders]
    return None if any(barred) else mute


async def may_not_mute(work: Work, staff_id: int, person_id: int) -> bool:
    """Whether the person has complained about this official, or about somebody below them."""
    complaints = await work.cases.find_complaints_of(person_id)
    posts = await work.staff.posts_of(staff_id) if complaints else ()
    return any([await _concerns(work, case, staff_id, posts) for case in complaints])


async def _concerns(work: Work, case: Case, staff_id: int, posts: Sequence[Post]) -> bool:
    if case.accused_id is None:
        return await _concerns_level(work, case, posts)
    accused = await work.staff.posts_of(case.accused_id)
    return case.accused_id in barred_by(posts, accused, work.areas) | {staff_id}


async def _concerns_level(work: Work, case: Case, posts: Sequence[Post]) -> bool:
    """Of an official who was not named: whoever has a post where it may be, or above, may be meant."""
    words = await work.cases.words(case.id)
    about = next((str(word.body["code"]) for word in words if word.kind == ABOUT), "")
    line = work.areas.line(case.area_code)
    level = ComplaintTarget(about).level if about in set(ComplaintTarget) else None
    area = None if level is None else area_at(line, level)
    meant = {one.code for one in (line if area is None else work.areas.line(area.code))}
    return any(post.area_code in meant for post in posts)
