"""Who is responsible for a case: the posts over its area, from where it is held upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.cases.case import Hold
from desk.domain.county.areas import Area, Level
from desk.domain.handing_over.seats import Seat, area_at, seats_above, seats_of
from desk.domain.people.people import Post, Role, Staff

NOBODY: Final[frozenset[int]] = frozenset()


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
    AWAY = "away"  # on leave
    BARRED = "barred"  # the complaint is about them, or about somebody above them
    CHOSEN_HOLDER = "chosen_holder"
    CHOSEN_DEPUTY = "chosen_deputy"
    CHOSEN_STAND_IN = "chosen_stand_in"
    CHOSEN_ABSENT = "chosen_absent"  # nobody is present anywhere; the case is visible, no card arrives


CHOSEN: Final = frozenset({StepCode.CHOSEN_HOLDER, StepCode.CHOSEN_DEPUTY, StepCode.CHOSEN_STAND_IN})


@dataclass(frozen=True, slots=True)
class RoutingStep:
    """One finding: at which seat, where, and about whom."""

    code: StepCode
    level: Level
    area_code: str = ""
    staff: Staff | None = None
    stand_in: bool = False
    department: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The accountable person, the post by which they are it, the seat really used, and the way there."""

    staff: Staff
    post: Post
    seat: Seat
    steps: tuple[RoutingStep, ...]

    @property
    def level(self) -> Level:
        """How high the accountable person stands."""
        return self.seat.level

    @property
    def hold(self) -> Hold:
        """Where the case would be held if it were given to this seat."""
        return Hold(self.seat.level, self.seat.department)

    @property
    def stands_in(self) -> bool:
        """Whether they act for the holder of the post."""
        return self.post.holder is None or self.post.holder.id != self.staff.id


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who could be asked about one case: the posts over its place at a moment, but for who is barred."""

    posts: Sequence[Post]
    line: Sequence[Area]
    now: datetime
    barred: frozenset[int] = NOBODY

    def at(self, seat: Seat) -> Sequence[Post]:
        """The posts that are such a seat over this place, in a fixed order: the same question, one answer."""
        area = area_at(self.line, seat.level)
        held = [post for post in self.posts if self._valid(post) and seat.fits(post)]
        here = [post for post in held if area is not None and post.area_code == area.code]
        return sorted(here, key=lambda post: post.rank)

    def finds_for(self, hold: Hold) -> bool:
        """Whether a case held there would come to somebody who is present."""
        return any(_look(self, seat, []) for seat in seats_of(hold))

    def _valid(self, post: Post) -> bool:
        return post.valid_from <= self.now and (post.valid_to is None or self.now < post.valid_to)


def accountable(organisation: Organisation, hold: Hold) -> Choice:
    """The one person who answers for a case held there.

    A vacant or absent holder is skipped to the deputy, the stand-in, then upwards. When nobody is present at
    all, the highest post with a name is accountable all the same. Raises Unrouted when there is nobody even
    there.
    """
    steps: list[RoutingStep] = []
    for seat in seats_of(hold):
        choice = _look(organisation, seat, steps)
        if choice is not None:
            return choice
    return _last_resort(organisation, hold, steps)


def superior(organisation: Organisation, hold: Hold) -> Choice | None:
    """Who rules a dispute and gets a copy: the next above the seat really used who is somebody else.

    None when nobody present stands above.
    """
    return next(above(organisation, hold), None)


def above(organisation: Organisation, hold: Hold) -> Iterator[Choice]:
    """Everybody who answers above the accountable person, the nearest first."""
    own = accountable(organisation, hold)
    seats = seats_above(hold)
    for seat in seats[seats.index(own.seat) + 1 :]:
        choice = _look(organisation, seat, [])
        if choice is not None and choice.staff.id != own.staff.id:
            yield choice


def _look(organisation: Organisation, seat: Seat, steps: list[RoutingStep]) -> Choice | None:
    """Ask one seat; what is found is added to the steps."""
    area = area_at(organisation.line, seat.level)
    if area is None:
        steps.append(RoutingStep(StepCode.NO_AREA, seat.level, department=seat.department, role=seat.role))
        return None
    posts = organisation.at(seat)
    if not posts:
        steps.append(
            RoutingStep(StepCode.NO_POST, seat.level, area.code, None, False, seat.department, seat.role)
        )
    for post in posts:
        for code, staff in _candidates(post):
            found = _absence(staff, organisation.barred) or code
            stand_in = code is not StepCode.CHOSEN_HOLDER
            steps.append(
                RoutingStep(found, seat.level, area.code, staff, stand_in, seat.department, seat.role)
            )
            if found is code and staff is not None:
                return Choice(staff, post, seat, tuple(steps))
    return None


def _candidates(post: Post) -> Iterator[tuple[StepCode, Staff | None]]:
    yield StepCode.CHOSEN_HOLDER, post.holder
    if post.deputy is not None:
        yield StepCode.CHOSEN_DEPUTY, post.deputy
    if post.stand_in is not None:
        yield StepCode.CHOSEN_STAND_IN, post.stand_in


def _absence(staff: Staff | None, barred: frozenset[int]) -> StepCode | None:
    """Why somebody cannot be asked; None when they can."""
    if staff is None:
        return StepCode.VACANT
    if staff.id in barred:
        return StepCode.BARRED
    if staff.revoked:
        return StepCode.REVOKED
    if staff.user_id is None:
        return StepCode.NOT_JOINED
    if not staff.reachable:
        return StepCode.UNREACHABLE
    return StepCode.AWAY if staff.away else None


def _last_resort(organisation: Organisation, hold: Hold, steps: list[RoutingStep]) -> Choice:
    """Nobody is present: the highest post that has a name. Outside the line that is the first seat."""
    seats = seats_of(hold)
    for seat in seats if hold.outside else reversed(seats):
        for post in organisation.at(seat):
            for staff in post.people:
                if not staff.revoked and staff.id not in organisation.barred:
                    last = RoutingStep(
                        StepCode.CHOSEN_ABSENT,
                        seat.level,
                        post.area_code,
                        staff,
                        department=seat.department,
                        role=seat.role,
                    )
                    return Choice(staff, post, seat, (*steps, last))
    raise Unrouted("nobody holds a post over this area, not even at the county")
