"""What a change of the staff list would lead to: who must agree, and what may never happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from desk.domain.people.people import Post, Role, Staff
from desk.domain.staff.staffing import MANDATORY, StaffAct, StaffWish


def needs_two(wish: StaffWish, posts: Sequence[Post]) -> bool:
    """Whether a second administrator must agree: where a post that the county must have changes hands.

    `posts` are those of the whole county now.
    """
    if wish.act is StaffAct.GIVE_POST:
        return wish.role in MANDATORY
    if wish.act in (StaffAct.END_POST, StaffAct.STAND_IN):
        return any(post.id == wish.post_id and post.role in MANDATORY for post in posts)
    if wish.act in (StaffAct.REVOKE, StaffAct.HAND_OVER):
        held = [post for post in posts if any(staff.id == wish.staff_id for staff in post.people)]
        return any(post.role in MANDATORY for post in held)
    return False


def posts_after(wish: StaffWish, posts: Iterable[Post], people: Mapping[int, Staff]) -> list[Post]:
    """The posts as they would be; `people` are the official and the other one that the wish names."""
    after = [changed for post in posts if (changed := _after(wish, post, people)) is not None]
    if wish.act is StaffAct.GIVE_POST and wish.role is not None and wish.from_at is not None:
        new = Post(
            0, wish.role, wish.area_code, wish.department or None, people[wish.staff_id], None, wish.from_at
        )
        after.append(new)
    return after


def _after(wish: StaffWish, post: Post, people: Mapping[int, Staff]) -> Post | None:
    other = None if wish.to_id is None else people[wish.to_id]
    if wish.act is StaffAct.END_POST and post.id == wish.post_id:
        return None
    if wish.act is StaffAct.STAND_IN and post.id == wish.post_id:
        return replace(post, stand_in=other)
    if wish.act is StaffAct.HAND_OVER and other is not None:
        return handed_over(post, wish.staff_id, other)
    if wish.act is StaffAct.REVOKE:
        return replace(post, holder=_revoked(post.holder, wish), stand_in=_revoked(post.stand_in, wish))
    return post


def _revoked(staff: Staff | None, wish: StaffWish) -> Staff | None:
    return replace(staff, revoked=True) if staff is not None and staff.id == wish.staff_id else staff


def handed_over(post: Post, staff_id: int, heir: Staff) -> Post:
    """The post with the heir wherever the official sat; nobody stands in for themselves."""
    holder = heir if post.holder is not None and post.holder.id == staff_id else post.holder
    stand_in = heir if post.stand_in is not None and post.stand_in.id == staff_id else post.stand_in
    if stand_in is not None and holder is not None and stand_in.id == holder.id:
        stand_in = None
    return replace(post, holder=holder, stand_in=stand_in)


class Flaw(StrEnum):
    """What a county's posts must never be like."""

    UNHELD = "unheld"  # nobody holds a post that the county cannot do without
    IN_LINE = "in_line"  # who takes complaints about officials is one of those they may be about


def flaws(posts: Sequence[Post]) -> Iterator[Flaw]:
    """Every flaw of these posts, which are valid at one moment."""
    for role in MANDATORY:
        if not any(
            post.role is role and post.holder is not None and not post.holder.revoked for post in posts
        ):
            yield Flaw.UNHELD
    outside = {post.holder.id for post in posts if post.role is Role.COMPLAINTS and post.holder is not None}
    others = {staff.id for post in posts if post.role is not Role.COMPLAINTS for staff in post.people}
    if outside & others:
        yield Flaw.IN_LINE
