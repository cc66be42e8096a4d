"""请假: an official says from when until when they are away and who acts meanwhile.

Nothing is moved here: posts are read with leaves in mind, so the cases go to whoever answers now within a
minute, and come back by themselves when the leave is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.responsible import posts_over
from desk.actions.staff.change import By, note_change
from desk.actions.staff.text import tell_official
from desk.domain.cases.case import Hold
from desk.domain.handing_over.routing import Organisation, above, accountable
from desk.domain.people.people import Leave, Post, Role, Staff
from desk.domain.staff.staffing import StaffAct, clash
from desk.domain.talk.messages import Json
from desk.ports.work import Work

LONGEST_DAYS: Final = 180  # more is a slip of the keyboard
OFFERED: Final = 8  # deputies on one screen
_WRONG_ORDER: Final = Refusal("leave.refused.wrong_order")
_TOO_LONG: Final = Refusal("leave.refused.too_long", {"days": LONGEST_DAYS})
_NO_DEPUTY: Final = Refusal("leave.refused.no_deputy")


@dataclass(frozen=True, slots=True)
class Absence:
    """Whole days, the last one included; without a deputy the stand-ins act, or those above."""

    from_on: date
    until_on: date
    deputy_id: int | None = None


async def take_leave(work: Work, by: By, staff: Staff, absence: Absence) -> Leave | Refusal:
    """Enter a leave; the superior and the deputy are told."""
    refusal = await leave_objection(work, staff, absence)
    if refusal is not None:
        return refusal
    begins, ends = _moments(work, absence)
    leave = Leave(0, staff.id, begins, ends, absence.deputy_id)
    leave = replace(leave, id=await work.leaves.add(leave))
    await note_change(
        work, by, StaffAct.ON_LEAVE, f"staff_id:{staff.id} leave:{leave.id} deputy:{leave.deputy_id}"
    )
    await _tell(work, staff, leave, "leave.told")
    return leave


async def leave_objection(work: Work, staff: Staff, absence: Absence) -> Refusal | None:
    """Why such a leave cannot be entered; None when it can."""
    begins, ends = _moments(work, absence)
    if staff.revoked:
        return NOT_YOURS
    if ends <= begins:
        return _WRONG_ORDER
    if ends - begins > timedelta(days=LONGEST_DAYS):
        return _TOO_LONG
    other = clash(await work.leaves.not_over(staff.id), begins, ends)
    if other is not None:
        return Refusal("leave.refused.overlaps", leave_words(other))
    if absence.deputy_id is not None and not await _may_act(work, staff, absence.deputy_id):
        return _NO_DEPUTY
    return None


async def call_off(work: Work, by: By, staff: Staff, leave_id: int) -> Leave | Refusal:
    """End an ongoing leave, or one to come; whoever was told of it hears."""
    leave = await work.leaves.find(leave_id)
    if leave is None or leave.staff_id != staff.id or leave.until_at <= max(work.now, leave.from_at):
        return NOT_YOURS
    await work.leaves.cut(leave.id)
    await note_change(work, by, StaffAct.BACK, f"staff_id:{staff.id} leave:{leave.id}")
    await _tell(work, staff, leave, "leave.told_back")
    return leave


def leave_words(leave: Leave) -> dict[str, Json]:
    """First and last day, ready to be shown."""
    last = leave.until_at - timedelta(seconds=1)
    return {"from_on": leave.from_at.isoformat(), "until_on": last.isoformat()}


async def deputies_for(work: Work, staff: Staff) -> Sequence[Staff]:
    """Who may act for this official: of the same place first, then of those beside and above it."""
    own = [post for post in await work.staff.posts_of(staff.id) if post.holder and post.holder.id == staff.id]
    codes = [code for post in own for code in _around(work, post)]
    posts = await work.staff.posts_in(sorted(set(codes)))
    outside = any(post.role is Role.COMPLAINTS for post in own)
    near = sorted(posts, key=lambda post: codes.index(post.area_code))
    found: dict[int, Staff] = {}
    for post in near:
        if (post.role is Role.COMPLAINTS) is outside:
            found |= {one.id: one for one in (post.holder, post.stand_in) if one is not None and one.present}
    found.pop(staff.id, None)
    return [*found.values()][:OFFERED]


def _around(work: Work, post: Post) -> Iterator[str]:
    """The place of a post, those beside it, and the one above."""
    yield post.area_code
    area = work.areas.get(post.area_code)
    if area is not None and area.parent_code is not None and work.areas.get(area.parent_code) is not None:
        yield from (one.code for one in work.areas if one.parent_code == area.parent_code)
        yield area.parent_code


async def _may_act(work: Work, staff: Staff, deputy_id: int) -> bool:
    return any(one.id == deputy_id for one in await deputies_for(work, staff))


async def superiors_of(work: Work, staff: Staff) -> Sequence[Staff]:
    """Who stands next above the posts of an official, each once."""
    found: dict[int, Staff] = {}
    for post in await work.staff.posts_of(staff.id):
        if post.holder is not None and post.holder.id == staff.id:
            found |= {one.id: one for one in [await _above(work, post)] if one is not None}
    return [*found.values()]


async def _above(work: Work, post: Post) -> Staff | None:
    organisation = Organisation(
        await posts_over(work, post.area_code), work.areas.line(post.area_code), work.now
    )
    hold = _hold_of(work, post)
    choices = (accountable(organisation, hold), *above(organisation, hold))
    holder = post.holder
    return next(
        (
            one.staff
            for one in choices
            if one.post.id != post.id and one.staff != holder and one.staff.present
        ),
        None,
    )


def _hold_of(work: Work, post: Post) -> Hold:
    """Where a case would be held that this post answers for, or that lies in its place."""
    area = work.areas.get(post.area_code)
    level = work.areas.county.level if area is None else area.level
    return Hold(level, post.department or "", outside=post.role is Role.COMPLAINTS)


def _moments(work: Work, absence: Absence) -> tuple[datetime, datetime]:
    """From the first day's midnight, or from now on, until the midnight after the last day."""
    rules = work.rules
    return max(rules.at(absence.from_on), work.now.astimezone(rules.zone)), rules.end_of(absence.until_on)


async def _tell(work: Work, staff: Staff, leave: Leave, template: str) -> None:
    deputy = None if leave.deputy_id is None else await work.staff.find(leave.deputy_id)
    words: dict[str, Json] = {
        **leave_words(leave),
        "name": staff.name,
        "phone": staff.phone,
        "deputy": "" if deputy is None else deputy.name,
    }
    others = {one.id: one for one in await superiors_of(work, staff)}
    if deputy is not None:
        others[deputy.id] = deputy
    for other in others.values():
        await tell_official(work, other, template, {**words, "you_act": other.id == leave.deputy_id})
