"""Who is responsible for a case: the posts over its area, from the level that holds it upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.areas import Area, Level
from desk.domain.people import Post, Role, Staff

LEVELS: Final = (Level.VILLAGE, Level.TOWN, Level.COUNTY)
ROLE_AT: Final = {
    Level.VILLAGE: Role.VILLAGE_MONITOR,
    Level.TOWN: Role.TOWN_DESK,
    Level.COUNTY: Role.COUNTY_OFFICE,
}


class Unrouted(LookupError):
    """Nobody at all holds a post over the area; start-up refuses such a county."""


class StepCode(StrEnum):
    """What was found at one step of the way to the accountable person."""

    NO_AREA = "no_area"  # the place is known less closely than this level
    NO_POST = "no_post"
    VACANT = "vacant"
    NOT_JOINED = "not_joined"
    UNREACHABLE = "unreachable"
    REVOKED = "revoked"
    CHOSEN_HOLDER = "chosen_holder"
    CHOSEN_STAND_IN = "chosen_stand_in"
    CHOSEN_ABSENT = "chosen_absent"  # nobody is present anywhere; the case is visible, no card arrives


@dataclass(frozen=True, slots=True)
class Step:
    """One finding: where, and about whom."""

    code: StepCode
    level: Level
    area_code: str = ""
    staff: Staff | None = None
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The accountable person, the post by which they are it, the level really used, and the way there."""

    staff: Staff
    post: Post
    level: Level
    steps: tuple[Step, ...]

    @property
    def stands_in(self) -> bool:
        """Whether they act for the holder of the post."""
        return self.post.holder is None or self.post.holder.id != self.staff.id


def accountable(posts: Sequence[Post], line: Sequence[Area], level: Level, now: datetime) -> Choice:
    """The one person who answers for a case held at `level` in the area whose line this is.

    A vacant or absent holder is skipped to the stand-in, then upwards. When nobody is present at all, the
    county duty officer is accountable all the same. Raises Unrouted when there is nobody even there.
    """
    valid = _valid(posts, now)
    steps: list[Step] = []
    for at in LEVELS[LEVELS.index(level) :]:
        for step, post in _look(valid, line, at):
            steps.append(step)
            if post is not None and step.staff is not None:
                return Choice(step.staff, post, at, tuple(steps))
    return _last_resort(valid, line, steps)


def superior(posts: Sequence[Post], line: Sequence[Area], level: Level, now: datetime) -> Choice | None:
    """Who rules a dispute and gets a copy: the next above the level really used who is somebody else.

    None when the county itself is accountable, or one person holds everything above.
    """
    own = accountable(posts, line, level, now)
    for above in LEVELS[LEVELS.index(own.level) + 1 :]:
        choice = accountable(posts, line, above, now)
        if choice.staff.id != own.staff.id:
            return choice
    return None


def _valid(posts: Sequence[Post], now: datetime) -> list[Post]:
    """Posts of this moment, in a fixed order, so that the same question has the same answer."""
    held = [
        post for post in posts if post.valid_from <= now and (post.valid_to is None or now < post.valid_to)
    ]
    return sorted(held, key=lambda post: (post.valid_from, post.id))


def _at(posts: Sequence[Post], line: Sequence[Area], level: Level) -> list[Post]:
    codes = {area.code for area in line if area.level is level}
    return [post for post in posts if post.role is ROLE_AT[level] and post.area_code in codes]


def _look(posts: Sequence[Post], line: Sequence[Area], level: Level) -> Iterator[tuple[Step, Post | None]]:
    """Findings at one level; the one that comes with a post is the choice."""
    area = next((area for area in line if area.level is level), None)
    if area is None:
        yield Step(StepCode.NO_AREA, level), None
        return
    here = _at(posts, line, level)
    if not here:
        yield Step(StepCode.NO_POST, level, area.code), None
    for post in here:
        yield _finding(post, post.holder, level, stand_in=False)
        if post.stand_in is not None:
            yield _finding(post, post.stand_in, level, stand_in=True)


def _finding(post: Post, staff: Staff | None, level: Level, *, stand_in: bool) -> tuple[Step, Post | None]:
    if staff is not None and staff.present:
        code = StepCode.CHOSEN_STAND_IN if stand_in else StepCode.CHOSEN_HOLDER
        return Step(code, level, post.area_code, staff, stand_in), post
    return Step(_absence(staff), level, post.area_code, staff, stand_in), None


def _absence(staff: Staff | None) -> StepCode:
    if staff is None:
        return StepCode.VACANT
    if staff.revoked:
        return StepCode.REVOKED
    return StepCode.NOT_JOINED if staff.user_id is None else StepCode.UNREACHABLE


def _last_resort(posts: Sequence[Post], line: Sequence[Area], steps: list[Step]) -> Choice:
    """Nobody is present: the highest post that has a name."""
    for level in reversed(LEVELS):
        for post in _at(posts, line, level):
            for staff in (post.holder, post.stand_in):
                if staff is not None and not staff.revoked:
                    last = Step(StepCode.CHOSEN_ABSENT, level, post.area_code, staff)
                    return Choice(staff, post, level, (*steps, last))
    raise Unrouted("nobody holds a post over this area, not even at the county")
