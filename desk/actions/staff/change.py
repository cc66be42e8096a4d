"""Changing the staff list: who may, what may never happen, and one ledger entry for each change.

Cases follow within a minute: who answers for each is read anew by the clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.staff.handover import hand_over_posts
from desk.actions.staff.join_by_link import digest_of
from desk.actions.staff.text import tell_official
from desk.domain.cases.ledger import Entry
from desk.domain.people.people import Person, Post, Role, Staff
from desk.domain.staff.staff_checks import flaws, posts_after
from desk.domain.staff.staffing import LEVEL_OF, NewPost, StaffAct, StaffWish, following
from desk.domain.talk.menus import RESIDENT_MENU
from desk.ports.work import Work

_GONE: Final = Refusal("roster.refused.gone")
_OFF_THE_LIST: Final = Refusal("roster.refused.off_the_list")


@dataclass(frozen=True, slots=True)
class By:
    """Who changes the staff list; the operator at the terminal is no person of the desk."""

    capacity: str
    person_id: int | None = None


OPERATOR: Final = By("operator")


async def administrator(work: Work, person: Person) -> Staff | Refusal:
    """The official, if they hold the county office's post or act for whoever does and is not there."""
    staff = await official_of(work, person)
    if staff is None:
        return NOT_YOURS
    posts = [post for post in await work.staff.posts_of(staff.id) if post.role is Role.COUNTY_OFFICE]
    return staff if any(_acts(post, staff) for post in posts) else NOT_YOURS


def _acts(post: Post, staff: Staff) -> bool:
    """Whoever is asked before them in this post is not there."""
    before = next((one for one in post.people if one.id == staff.id or one.present), None)
    return before is not None and before.id == staff.id


async def county_posts(work: Work) -> Sequence[Post]:
    """Every post of the county that is valid now."""
    return await work.staff.posts_in([area.code for area in work.areas])


async def carry_out(work: Work, by: By, wish: StaffWish) -> StaffWish | Refusal:
    """Do what was wished for, whoever had to agree having agreed."""
    refusal = await change_objection(work, wish)
    if refusal is not None:
        return refusal
    await _DOERS[wish.act](work, wish)
    await note_change(work, by, wish.act, wish.codes())
    return wish


async def note_change(work: Work, by: By, act: StaffAct, details: str) -> None:
    """One ledger entry: in the chain of whoever did it, the operator's in the desk's own."""
    await work.ledger.append(Entry(None, act, by.capacity, person_id=by.person_id, details=details))


def invitation_ends(work: Work) -> datetime:
    """Until when an invitation of now works."""
    return work.now + timedelta(days=work.rules.invitation_days)


async def invite(work: Work, by: By, staff_id: int, token: str) -> Staff | Refusal:
    """Store a one-time invitation by its token, of which only a digest is kept; older ones end."""
    staff = await work.staff.find(staff_id)
    if staff is None:
        return _GONE
    if staff.revoked:
        return _OFF_THE_LIST
    if staff.user_id is not None:
        return Refusal("roster.refused.joined")
    await work.staff.invite(staff.id, digest_of(token), invitation_ends(work))
    await note_change(work, by, StaffAct.INVITE, f"staff_id:{staff.id}")
    return staff


async def change_objection(work: Work, wish: StaffWish) -> Refusal | None:
    """Why it cannot be done, whoever asks; None when it can."""
    people = await staff_named_in(work, wish)
    if people is None:
        return _GONE
    refusal = await _unfit(work, wish, people)
    if refusal is not None:
        return refusal
    before = await county_posts(work)
    after = posts_after(wish, before, people)
    new = [flaw for flaw in flaws(after) if flaw not in set(flaws(before))]
    return Refusal(f"roster.refused.{new[0].value}") if new else None


async def staff_named_in(work: Work, wish: StaffWish) -> Mapping[int, Staff] | None:
    """The officials whom a wish names, by number; None when one is not on the list."""
    found = {}
    for staff_id in (wish.staff_id, wish.to_id):
        if staff_id is None:
            continue
        staff = await work.staff.find(staff_id)
        if staff is None:
            return None
        found[staff.id] = staff
    return found


async def _unfit(work: Work, wish: StaffWish, people: Mapping[int, Staff]) -> Refusal | None:
    """What is wrong with the people and the post themselves."""
    if wish.act is StaffAct.RESTORE:
        return None
    if wish.act is StaffAct.REVOKE:
        return _OFF_THE_LIST if people[wish.staff_id].revoked else None
    receiver = wish.staff_id if wish.act is StaffAct.GIVE_POST else wish.to_id
    if receiver is not None and people[receiver].revoked:
        return _OFF_THE_LIST
    if wish.to_id == wish.staff_id:
        return Refusal("roster.refused.themselves")
    return await _unfit_post(work, wish)


async def _unfit_post(work: Work, wish: StaffWish) -> Refusal | None:
    if wish.act is StaffAct.GIVE_POST:
        return await _unfit_gift(work, wish)
    if wish.act not in (StaffAct.END_POST, StaffAct.STAND_IN):
        return None
    post = None if wish.post_id is None else await work.staff.find_post(wish.post_id)
    if post is None or post not in await work.staff.posts_not_over(wish.staff_id):
        return _GONE
    return None


async def _unfit_gift(work: Work, wish: StaffWish) -> Refusal | None:
    area = work.areas.get(wish.area_code)
    if area is None or wish.role is None or LEVEL_OF.get(wish.role, area.level) is not area.level:
        return Refusal("roster.refused.wrong_level")
    if wish.role is Role.DEPARTMENT_DESK and not wish.department:
        return Refusal("roster.refused.no_department")
    wanted = (wish.role, wish.area_code, wish.department)
    for post in await work.staff.posts_not_over(wish.staff_id):
        holds = post.holder is not None and post.holder.id == wish.staff_id
        if holds and (post.role, post.area_code, post.department or "") == wanted:
            return Refusal("roster.refused.has_it")
    return None


async def _revoke(work: Work, wish: StaffWish) -> None:
    """Authority, open invitations and leaves end; the menu of residents takes the place of the officials'."""
    staff = await work.staff.find(wish.staff_id)
    await work.staff.revoke(wish.staff_id)
    await work.staff.void_invitations(wish.staff_id)
    for leave in await work.leaves.not_over(wish.staff_id):
        await work.leaves.cut(leave.id)
    if staff is not None:
        await tell_official(work, staff, "roster.you.revoked", {"name": staff.name}, RESIDENT_MENU)


async def _restore(work: Work, wish: StaffWish) -> None:
    await work.staff.restore(wish.staff_id)


async def _give_post(work: Work, wish: StaffWish) -> None:
    staff = await work.staff.find(wish.staff_id)
    if staff is None or wish.role is None:
        raise LookupError("what was found a moment ago is gone")
    new = NewPost(
        role=wish.role,
        area_code=wish.area_code,
        staff_id=staff.id,
        department=wish.department or None,
        valid_from=wish.from_at,
        valid_to=wish.until_at,
    )
    await work.staff.add_post(new)
    words = {"role": wish.role.value, "place": work.areas.path(wish.area_code), "department": wish.department}
    await tell_official(work, staff, "roster.you.given", {**words, "name": staff.name})


async def _end_post(work: Work, wish: StaffWish) -> None:
    await work.staff.end_post(wish.post_id or 0)


async def _stand_in(work: Work, wish: StaffWish) -> None:
    """From one moment, perhaps until another, somebody else stands in; then it is as it was."""
    post = await work.staff.find_post(wish.post_id or 0)
    if post is None:
        raise LookupError("the post found a moment ago is gone")
    begins = max(wish.from_at or work.now, work.now, post.valid_from)
    await work.staff.end_post(post.id, begins)
    other = None if wish.to_id is None else await work.staff.find(wish.to_id)
    ends = wish.until_at if wish.until_at is not None and _within(wish, post) else post.valid_to
    await work.staff.add_post(following(replace(post, stand_in=other), begins, ends))
    if ends != post.valid_to and ends is not None:
        await work.staff.add_post(following(post, ends, post.valid_to))


def _within(wish: StaffWish, post: Post) -> bool:
    return wish.until_at is not None and (post.valid_to is None or wish.until_at < post.valid_to)


_DOERS: Final[Mapping[StaffAct, Callable[[Work, StaffWish], Awaitable[None]]]] = {
    StaffAct.REVOKE: _revoke,
    StaffAct.RESTORE: _restore,
    StaffAct.GIVE_POST: _give_post,
    StaffAct.END_POST: _end_post,
    StaffAct.STAND_IN: _stand_in,
    StaffAct.HAND_OVER: hand_over_posts,
}
