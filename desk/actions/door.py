"""The one guarded door to a case: who may do what is decided here and nowhere else.

«No such case» and «not yours» are the same answer, so that nobody learns which numbers exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.actions.ports import Work
from desk.domain.areas import Level
from desk.domain.capacity import Capacity
from desk.domain.cases import Act, Case
from desk.domain.lifecycle import next_state
from desk.domain.people import Person, Post, Staff
from desk.domain.routing import Choice, accountable, superior


@dataclass(frozen=True, slots=True)
class Access:
    """A case that this person may act on, and in which capacity."""

    case: Case
    capacity: Capacity
    person: Person | None  # nobody when the desk itself acts
    staff: Staff | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A «no» that is expected: the key of the sentence that explains it."""

    template: str


NOT_YOURS = Refusal("common.not_yours")
TOO_LATE = Refusal("common.too_late")


class Conflict(Exception):
    """Somebody else changed the row first; the update is tried once more."""


async def posts_over(work: Work, area_code: str) -> Sequence[Post]:
    """The posts valid now over an area and everything above it."""
    return await work.staff.posts_in([area.code for area in work.areas.line(area_code)])


async def who_holds(work: Work, case: Case) -> Choice:
    """The one accountable official of a case, as things stand now."""
    return choose(work, case, await posts_over(work, case.area_code))


def choose(work: Work, case: Case, posts: Sequence[Post]) -> Choice:
    """As `who_holds`, from posts already read."""
    return accountable(posts, work.areas.line(case.area_code), case.level, work.now)


async def access_case(work: Work, person: Person, case_id: int, act: Act) -> Access | Refusal:
    """The case, if this person may do this act to it now; else why not."""
    case = await work.cases.find(case_id)
    if case is None:
        return NOT_YOURS
    access = await _capacity_for(work, person, case, act)
    if access is None:
        return NOT_YOURS
    if act is not Act.VIEW and next_state(case.state, act, access.capacity) is None:
        return TOO_LATE
    return access


async def _capacity_for(work: Work, person: Person, case: Case, act: Act) -> Access | None:
    if case.reporter_id == person.id and act in _REPORTERS_ACTS:
        return Access(case, Capacity.REPORTER, person)
    staff = await work.staff.find_by_person(person.id)
    if staff is None or staff.revoked:
        return None
    posts = await posts_over(work, case.area_code)
    if act in _SUPERIORS_ACTS:
        above = superior(posts, work.areas.line(case.area_code), case.level, work.now)
        held = above is not None and above.staff.id == staff.id
        return Access(case, Capacity.SUPERIOR, person, staff) if held else None
    if choose(work, case, posts).staff.id == staff.id:
        return Access(case, Capacity.OWNER, person, staff)
    if act is Act.VIEW and any(_sees(post, staff) for post in posts):
        return Access(case, Capacity.SUPERIOR, person, staff)
    return None


def _sees(post: Post, staff: Staff) -> bool:
    """Whoever holds a post over the area or above it may look; a village post only at its village."""
    return any(who is not None and who.id == staff.id for who in (post.holder, post.stand_in))


def level_above(level: Level) -> Level:
    """Where a case goes when it is passed up; the county is the top."""
    return Level.TOWN if level is Level.VILLAGE else Level.COUNTY


_REPORTERS_ACTS = frozenset({Act.VIEW, Act.ADD, Act.URGE, Act.WITHDRAW, Act.RATE})
_SUPERIORS_ACTS = frozenset({Act.RETURN, Act.TAKE})
