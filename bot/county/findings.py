"""What is wrong with a county's posts: what stops a start, and what the county should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.domain.cases.case import Hold, Kind
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.county.rules import Rules
from desk.domain.handing_over.routes import first_hold
from desk.domain.handing_over.routing import Organisation, accountable
from desk.domain.people.people import Post, Role, Staff
from desk.domain.staff.staffing import LEVEL_OF, MANDATORY

_SHOWN = 5  # names in one sentence


@dataclass(frozen=True, slots=True)
class CountyFinding:
    """One sentence; fatal ones stop the start."""

    fatal: bool
    sentence: str


def findings(areas: Areas, posts: Sequence[Post], now: datetime, rules: Rules) -> Iterator[CountyFinding]:
    """Everything to be said about the posts of a county under its rules, the worst first."""
    missing = list(_missing(posts))
    yield from (CountyFinding(True, sentence) for sentence in missing)
    yield from (CountyFinding(True, sentence) for sentence in _in_line(posts))
    yield from (CountyFinding(True, sentence) for sentence in _misplaced(areas, posts))
    if not missing:
        yield from (CountyFinding(False, sentence) for sentence in _long_ways(areas, posts, now))
    yield from (CountyFinding(False, sentence) for sentence in _unserved(areas, posts, rules))
    yield from (CountyFinding(False, sentence) for sentence in _absent(posts))


def _missing(posts: Sequence[Post]) -> Iterator[str]:
    for role in MANDATORY:
        if not any(post.role is role and post.holder is not None for post in posts):
            yield f"Nobody holds the post {role}, and no county can start without one."


def _in_line(posts: Sequence[Post]) -> Iterator[str]:
    """Who takes complaints about officials is outside the line: they hold nothing that one may be about."""
    outside = {post.holder.id: post.holder for post in posts if post.role is Role.COMPLAINTS and post.holder}
    for staff in outside.values():
        others = [post for post in posts if post.role is not Role.COMPLAINTS and staff.id in _ids(post)]
        for post in others:
            yield (
                f"{staff.name} takes complaints about officials and must stand outside the line, "
                f"but acts as {post.role} of {post.area_code} too."
            )


def _ids(post: Post) -> set[int]:
    return {staff.id for staff in post.people}


def _unserved(areas: Areas, posts: Sequence[Post], rules: Rules) -> Iterator[str]:
    """Departments that the rules send cases to and nobody serves, the other way round, and empty roles."""
    desks = [post for post in posts if post.role is Role.DEPARTMENT_DESK and post.department]
    county = {post.department for post in desks if post.area_code == areas.county.code}
    routed = {_first(rules, kind, trouble).department for kind in Kind for trouble in rules.troubles}
    for name in sorted(routed - county - {""}):
        yield f"Cases are routed to {name}, which has no desk at the county: the county office answers."
    named = {*rules.leading, *(route.department for route in rules.routes)}
    for name in sorted(set(rules.leading) - county - routed):
        yield f"{name} leads for a trouble by the rules, but has no desk at the county."
    for name in sorted({post.department or "" for post in desks} - named):
        yield f"The rules know no department {name!r}: is it spelt as there?"
    for role in (Role.LEADER, Role.INSPECTOR):
        if not any(post.role is role and post.holder is not None for post in posts):
            yield f"Nobody holds a post {role}."


def _first(rules: Rules, kind: Kind, trouble: str) -> Hold:
    return first_hold(rules, kind, trouble, Level.VILLAGE)


def _misplaced(areas: Areas, posts: Sequence[Post]) -> Iterator[str]:
    for post in posts:
        area, level = areas.get(post.area_code), LEVEL_OF.get(post.role)
        if area is None:
            yield f"Post {post.id} ({post.role}) is over {post.area_code}, which the county does not have."
        elif level is not None and area.level is not level:
            yield f"Post {post.id} ({post.role}) is over {area.name}, which is no {level}."


def _long_ways(areas: Areas, posts: Sequence[Post], now: datetime) -> Iterator[str]:
    """Towns whose villages, or some of them, reach nobody below the county, even when all have joined."""
    villages = Counter(area.parent_code for area in areas)
    lonely: dict[str, list[str]] = {}
    for village in _ending_at_county(areas, [_present(post) for post in posts], now):
        lonely.setdefault(village.parent_code or "", []).append(village.name)
    for code, names in lonely.items():
        town = areas.get(code)
        name = town.name if town else code
        yield f"{name}: {len(names)} of {villages[code]} villages reach only the county ({_some(names)})."
    for_now = len(list(_ending_at_county(areas, posts, now))) - sum(len(names) for names in lonely.values())
    if for_now:
        yield f"{for_now} more villages reach only the county until their officials join."


def _ending_at_county(areas: Areas, posts: Sequence[Post], now: datetime) -> Iterator[Area]:
    by_area = _by_area(posts)
    for village in (area for area in areas if area.level is Level.VILLAGE):
        line = areas.line(village.code)
        over = [post for area in line for post in by_area.get(area.code, ())]
        if accountable(Organisation(over, line, now), Hold(Level.VILLAGE)).level is Level.COUNTY:
            yield village


def _present(post: Post) -> Post:
    """The post as it will be when everybody has joined."""
    return replace(post, holder=_joined(post.holder), stand_in=_joined(post.stand_in))


def _joined(staff: Staff | None) -> Staff | None:
    return None if staff is None else replace(staff, user_id=staff.user_id or staff.id, reachable=True)


def _by_area(posts: Sequence[Post]) -> dict[str, list[Post]]:
    by_area: dict[str, list[Post]] = {}
    for post in posts:
        by_area.setdefault(post.area_code, []).append(post)
    return by_area


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _absent(posts: Sequence[Post]) -> Iterator[str]:
    vacant = sum(post.holder is None for post in posts)
    if vacant:
        yield f"Vacant posts: {vacant}."
    officials = {staff.id: staff for post in posts for staff in (post.holder, post.stand_in) if staff}
    waiting = [staff.name for staff in officials.values() if staff.user_id is None and not staff.revoked]
    if waiting:
        yield f"Not joined yet: {len(waiting)} of {len(officials)} officials ({_some(waiting)})."
