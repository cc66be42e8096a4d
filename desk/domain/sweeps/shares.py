"""Who ticks what: every object belongs to its village, and who that is today is read from the posts.

The monitors of a village have its objects, each of them all. Where nobody of them is present the town's desk
has them, and where nobody is there either, the county office. A responsible officer has their households too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk.domain.county.areas import Areas, Level
from desk.domain.handing_over.seats import area_at
from desk.domain.households.household import sight_of
from desk.domain.people.people import Post, Role, Staff

_LINE: Final = (
    (Role.VILLAGE_MONITOR, Level.VILLAGE),
    (Role.TOWN_DESK, Level.TOWN),
    (Role.COUNTY_OFFICE, Level.COUNTY),
)
_ROLES: Final = frozenset(role for role, _ in _LINE)


@dataclass(frozen=True, slots=True)
class Share:
    """What one official has of every sweep: villages, and the households of these officers."""

    villages: tuple[str, ...]
    officers: tuple[int, ...]


def keepers(areas: Areas, posts: Iterable[Post], codes: Iterable[str]) -> Mapping[str, Sequence[Staff]]:
    """Who has the objects of each of these villages now, by code; nobody where nobody is present."""
    seated: dict[tuple[Role, str], list[Staff]] = {}
    for post in sorted(posts, key=lambda one: one.rank):
        if post.on_duty is not None:
            seated.setdefault((post.role, post.area_code), []).append(post.on_duty)
    return {code: _first_seated(areas, seated, code) for code in codes}


def _first_seated(areas: Areas, seated: Mapping[tuple[Role, str], list[Staff]], code: str) -> Sequence[Staff]:
    line = areas.line(code)
    for role, level in _LINE:
        area = area_at(line, level)
        found = seated.get((role, area.code)) if area is not None else None
        if found:
            return list({staff.id: staff for staff in found}.values())
    return ()


def share_of(staff: Staff, own: Sequence[Post], posts: Iterable[Post], areas: Areas) -> Share:
    """What somebody with these posts has; `posts` are all over the places where theirs reach.

    Whoever holds a village keeps it in sight also while somebody acts for them.
    """
    held = {
        post.area_code
        for post in own
        if post.role is Role.VILLAGE_MONITOR and post.holder is not None and post.holder.id == staff.id
    }
    codes = villages_of(own, areas)
    kept = {code for code, people in keepers(areas, posts, codes).items() if staff in people}
    return Share(tuple(sorted(kept | held)), sight_of(staff, own, areas).officers)


def villages_of(own: Iterable[Post], areas: Areas) -> list[str]:
    """The villages that may come to somebody with these posts."""
    known = (areas.get(post.area_code) for post in own if post.role in _ROLES)
    reached = {area.code: area.level for area in known if area is not None}
    if set(reached.values()) <= {Level.VILLAGE}:
        return sorted(reached)
    if Level.COUNTY in reached.values():
        return [area.code for area in areas if area.level is Level.VILLAGE]
    return [
        area.code
        for area in areas
        if area.level is Level.VILLAGE and (area.code in reached or area.parent_code in reached)
    ]
