"""The seats that are asked one after another for whoever answers for a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.people.people import Post, Role

LEVELS: Final = (Level.VILLAGE, Level.TOWN, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Seat:
    """One kind of post at one level; `department` where only that department's will do."""

    role: Role
    level: Level
    department: str = ""

    def fits(self, post: Post) -> bool:
        """Whether the post is such a seat, wherever it is."""
        return post.role is self.role and (not self.department or post.department == self.department)


_LINE: Final = (
    Seat(Role.VILLAGE_MONITOR, Level.VILLAGE),
    Seat(Role.TOWN_DESK, Level.TOWN),
    Seat(Role.COUNTY_OFFICE, Level.COUNTY),
)
_LEADER: Final = Seat(Role.LEADER, Level.COUNTY)
# Outside the line nobody of the line is asked, unless there is nobody else at all.
_OUTSIDE: Final = (Seat(Role.COMPLAINTS, Level.COUNTY), _LEADER, Seat(Role.COUNTY_OFFICE, Level.COUNTY))


def seats_of(hold: Hold) -> tuple[Seat, ...]:
    """Who is asked first, next, and last."""
    if hold.outside:
        return _OUTSIDE
    line = _LINE[LEVELS.index(hold.level) :]
    if not hold.department:
        return line
    desks = tuple(
        Seat(Role.DEPARTMENT_DESK, level, hold.department) for level in LEVELS[LEVELS.index(hold.level) :]
    )
    return (*desks, _LINE[-1])


def seats_above(hold: Hold) -> tuple[Seat, ...]:
    """All seats from here upwards, the county's leader last: whoever may rule, grant and supervise."""
    seats = seats_of(hold)
    return seats if _LEADER in seats else (*seats, _LEADER)


def barred_by(accused: Iterable[Post], others: Iterable[Post], areas: Areas) -> frozenset[int]:
    """Who must not learn of a complaint: the accused, and whoever stands below them, by staff number.

    `accused` are the posts by which the accused may act; `others` the posts of those who come into question.
    """
    accused, others = list(accused), list(others)
    below = {
        staff.id
        for post in others
        for above in accused
        if _is_below(post, above, areas)
        for staff in post.people
    }
    return frozenset(below)


def acting_for(accused_id: int, posts: Iterable[Post]) -> frozenset[int]:
    """Who acts for the accused in a post that they hold: the deputy and the stand-in, by staff number."""
    held = [post for post in posts if post.holder is not None and post.holder.id == accused_id]
    return frozenset(staff.id for post in held for staff in post.people) - {accused_id}


# Inside one area the leader stands over the desk, the desk over everybody else. The post for complaints and
# the inspectors stand outside: nobody is below or above them.
_RANK: Final = {
    Role.LEADER: 3,
    Role.COUNTY_OFFICE: 2,
    Role.TOWN_DESK: 2,
    Role.DEPARTMENT_DESK: 1,
    Role.VILLAGE_MONITOR: 1,
    Role.RESPONSIBLE_OFFICER: 0,
}


def _is_below(post: Post, above: Post, areas: Areas) -> bool:
    if post.role not in _RANK or above.role not in _RANK:
        return False
    if above.role is Role.DEPARTMENT_DESK and post.department != above.department:
        return False  # a department has authority over its own branches alone
    if post.area_code == above.area_code:
        return _RANK[post.role] < _RANK[above.role]
    return any(area.code == above.area_code for area in areas.line(post.area_code))


def area_at(line: Iterable[Area], level: Level) -> Area | None:
    """The area of that level in a line, where the place is known so closely."""
    return next((area for area in line if area.level is level), None)
