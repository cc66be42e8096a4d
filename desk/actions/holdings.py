"""What one official answers for, as posts stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from desk.actions.ports import Work
from desk.domain.areas import Area, Level
from desk.domain.cases import Case
from desk.domain.lifecycle import OWED
from desk.domain.people import Post, Staff
from desk.domain.routing import LEVELS, ROLE_AT, accountable

_FAR = datetime.max.replace(tzinfo=UTC)
_AT_MOST = 200


async def find_held(work: Work, staff: Staff) -> Sequence[Case]:
    """The cases in which this official owes the next act, nearest deadline first."""
    held: list[Case] = []
    for level, codes in (await areas_answered(work, staff)).items():
        found = await work.cases.find_open_in(codes, level.value, _AT_MOST)
        held += [case for case in found if case.state in OWED]
    return sorted(held, key=lambda case: (case.due_at or _FAR, case.id))


async def areas_answered(work: Work, staff: Staff) -> Mapping[Level, Sequence[str]]:
    """By level of a case: the areas where this official would be the accountable one.

    Usually the own village or town; where posts are vacant or people absent, what is below it too.
    """
    own = await work.staff.posts_of(staff.id)
    areas = {area.code: area for post in own for area in _under(work, post.area_code)}
    if not areas:
        return {}
    around = {area.code for code in areas for area in work.areas.line(code)}
    posts = _by_area(await work.staff.posts_in(sorted(around)))
    top = max(LEVELS.index(_level_of(post)) for post in own)
    answered: dict[Level, list[str]] = defaultdict(list)
    known: dict[tuple[str, ...], int] = {}  # villages of one town share what is above them
    for area in areas.values():
        for level in LEVELS[: top + 1]:
            line = [
                one for one in work.areas.line(area.code) if LEVELS.index(one.level) >= LEVELS.index(level)
            ]
            place = (level.value, *(one.code for one in line))
            if place not in known:
                over = [post for one in line for post in posts.get(one.code, ())]
                known[place] = accountable(over, line, level, work.now).staff.id
            if known[place] == staff.id:
                answered[level].append(area.code)
    return answered


def _under(work: Work, code: str) -> Sequence[Area]:
    return [area for area in work.areas if any(above.code == code for above in work.areas.line(area.code))]


def _by_area(posts: Sequence[Post]) -> Mapping[str, Sequence[Post]]:
    grouped: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        grouped[post.area_code].append(post)
    return grouped


def _level_of(post: Post) -> Level:
    """The level whose cases come to such a post; other roles get none of their own."""
    return next((level for level in LEVELS if ROLE_AT[level] is post.role), Level.VILLAGE)
