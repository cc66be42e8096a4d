"""Whose broadcast it is: the posts by which somebody writes to many, and the entry of what they do."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.officials import official_of
from desk.domain.broadcasts.broadcast import AUTHORS, SENDERS, Broadcast, BroadcastAct, parts
from desk.domain.cases.ledger import Entry
from desk.domain.county.areas import Area
from desk.domain.people.people import Person, Post, Role
from desk.ports.work import Work


async def desk_posts(work: Work, person: Person, *, sheets: bool = False) -> Sequence[Post]:
    """The posts by which this person may write to many, or send sheets; none for everybody else."""
    staff = await official_of(work, person)
    if staff is None:
        return ()
    roles = SENDERS if sheets else AUTHORS
    return [post for post in await work.staff.posts_of(staff.id) if post.role in roles]


async def areas_of(work: Work, person: Person, *, sheets: bool = False) -> Sequence[Area]:
    """The areas that this person may write to: their own, and what those consist of."""
    found = {
        area.code: area
        for post in await desk_posts(work, person, sheets=sheets)
        for area in parts(work.areas, post.area_code)
    }
    return list(found.values())


async def office_over(work: Work, person: Person, area_code: str, *, sheets: bool = False) -> Post | None:
    """The post by which they may write to this area."""
    above = {area.code for area in work.areas.line(area_code)}
    posts = await desk_posts(work, person, sheets=sheets)
    return next((post for post in posts if post.area_code in above), None)


async def office_of(work: Work, person: Person, broadcast: Broadcast) -> Post | None:
    """The post by which they answer for a broadcast: a department's for its own, or the area's or above."""
    above = {area.code for area in work.areas.line(broadcast.office_code)}
    for post in await desk_posts(work, person, sheets=True):
        own = post.role is not Role.DEPARTMENT_DESK or post.department == (broadcast.department or None)
        if post.area_code in above and own:
            return post
    return None


async def note_broadcast(
    work: Work, person: Person, broadcast: Broadcast, act: BroadcastAct, capacity: str
) -> None:
    """Enter an act in the ledger of whoever did it."""
    to = broadcast.recipients
    details = f"broadcast:{broadcast.id} to:{to.audience} area:{to.area_code} count:{broadcast.count}"
    await work.ledger.append(Entry(None, act, capacity, person_id=person.id, details=details))
