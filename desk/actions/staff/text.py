"""What is said about officials and their posts, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.actions.cases.unhurried import by_day
from desk.domain.county.phones import masked
from desk.domain.people.people import Post, Staff
from desk.domain.staff.staffing import StaffWish
from desk.domain.talk.messages import Json, Keyboard, Rows, message_to
from desk.ports.work import Work


async def tell_official(
    work: Work, staff: Staff, template: str, arguments: Mapping[str, Json], menu: Rows = ()
) -> None:
    """Say something to an official, once for each moment; `menu` takes the place of their large buttons.

    What changes the menu goes at once, everything else keeps to the quiet hours.
    """
    if staff.user_id is None:
        return
    message = message_to(staff, f"{template}:{staff.id}:{work.now.isoformat()}", template, arguments, menu)
    await work.outbox.say(replace(message, keyboard=Keyboard.REPLY) if menu else by_day(work, message))


def post_words(work: Work, post: Post) -> dict[str, Json]:
    """One post, as it is listed."""
    return {
        "role": post.role.value,
        "place": work.areas.path(post.area_code),
        "department": post.department or "",
        "stand_in": "" if post.stand_in is None else post.stand_in.name,
        "from_on": post.valid_from.isoformat() if post.valid_from > work.now else "",
        "until_on": "" if post.valid_to is None else post.valid_to.isoformat(),
    }


async def wish_words(work: Work, wish: StaffWish) -> dict[str, Json]:
    """What a wish would change, for whoever must agree to it."""
    staff = await work.staff.find(wish.staff_id)
    other = None if wish.to_id is None else await work.staff.find(wish.to_id)
    post = None if wish.post_id is None else await work.staff.find_post(wish.post_id)
    role = wish.role if post is None else post.role
    area_code = wish.area_code if post is None else post.area_code
    return {
        "act": wish.act.value,
        "name": "" if staff is None else staff.name,
        "phone": "" if staff is None else masked(staff.phone),
        "to": "" if other is None else other.name,
        "to_phone": "" if other is None else masked(other.phone),
        "role": "" if role is None else role.value,
        "place": work.areas.path(area_code) if area_code else "",
        "department": wish.department if post is None else post.department or "",
        "from_on": "" if wish.from_at is None else wish.from_at.isoformat(),
        "until_on": "" if wish.until_at is None else wish.until_at.isoformat(),
    }
