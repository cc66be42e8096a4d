"""What administrators see of the staff list: somebody by name or telephone, with posts and leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desk.actions.staff.leave import leave_words
from desk.actions.staff.text import post_words
from desk.domain.county.areas import Area, Level
from desk.domain.people.people import Role, Staff
from desk.domain.staff.staffing import LEVEL_OF
from desk.domain.talk.messages import Json
from desk.domain.text.cleaning import cleaned_name, searched
from desk.ports.work import Work

SHOWN: Final = 8
_DIGITS: Final = 4  # fewer are no telephone number


async def find_staff(work: Work, words: str) -> Sequence[Staff]:
    """Whoever is called so, or has these digits in their number; present people first."""
    words = cleaned_name(searched(words))
    digits = "".join(sign for sign in words if sign.isdecimal())
    if not words:
        return []
    found = [staff for staff in await work.staff.everybody() if _fits(staff, words, digits)]
    return sorted(found, key=lambda staff: (staff.revoked, staff.id))


def _fits(staff: Staff, words: str, digits: str) -> bool:
    by_phone = len(digits) >= _DIGITS and digits in staff.phone
    return by_phone or words in staff.name or (len(staff.name) > 1 and staff.name in words)


async def staff_words(work: Work, staff: Staff) -> dict[str, Json]:
    """One official, as administrators see them; the county office keeps the list, so the number is whole."""
    held: list[Json] = [
        {**post_words(work, post), "stands_in": post.holder is None or post.holder.id != staff.id}
        for post in await work.staff.posts_not_over(staff.id)
    ]
    leaves: list[Json] = [leave_words(leave) for leave in await work.leaves.not_over(staff.id)]
    return {
        "name": staff.name,
        "phone": staff.phone,
        "joined": staff.user_id is not None,
        "reachable": staff.reachable,
        "revoked": staff.revoked,
        "posts": held,
        "leaves": leaves,
        "cases": len(await work.cases.find_told(staff.id)),
    }


def areas_for(work: Work, role: Role, words: str) -> Sequence[Area]:
    """The places that may be meant for a post of this role, the best first."""
    words, level = searched(words), LEVEL_OF.get(role)
    if level is Level.COUNTY:
        return [work.areas.county]
    exact = work.areas.get(words)
    if exact is not None:
        return [exact] if level in (None, exact.level) else []
    recognised = [work.areas.get(guess.code) for guess in work.places.recognise(words).candidates]
    named = [area for area in work.areas if words and (words in area.name or area.name in words)]
    found = {area.code: area for area in [*recognised, *named] if area is not None}
    return [area for area in found.values() if level in (None, area.level)][:SHOWN]


async def departments(work: Work) -> Sequence[str]:
    """Every department that the rules or posts name."""
    named = {*work.rules.leading, *(route.department for route in work.rules.routes)}
    posts = await work.staff.posts_in([work.areas.county.code])
    return sorted({*named, *(post.department or "" for post in posts)} - {""})
