"""The one guarded door to a case: who may do what is decided here and nowhere else.

«No such case» and «not yours» are the same answer, so that nobody learns which numbers exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.actions.ports import Work
from desk.domain.areas import Level
from desk.domain.capacity import Capacity
from desk.domain.cases import Act, Case, State
from desk.domain.lifecycle import may_dispute, may_pass_up, next_state
from desk.domain.messages import Json
from desk.domain.people import Person, Post, Role, Staff
from desk.domain.routing import LEVELS, Choice, accountable, superior


@dataclass(frozen=True, slots=True)
class Access:
    """A case that this person may act on, and in which capacity; `level` is where an official stands."""

    case: Case
    capacity: Capacity
    person: Person | None  # nobody when the desk itself acts
    staff: Staff | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A «no» that is expected: the key of the sentence that explains it."""

    template: str
    arguments: Mapping[str, Json] = field(default_factory=dict)


NOT_YOURS = Refusal("common.not_yours")
TOO_LATE = Refusal("common.too_late")
STALE = Refusal("task.stale")


class Conflict(Exception):
    """Somebody else changed the row first; the update is tried once more."""


async def posts_over(work: Work, area_code: str) -> Sequence[Post]:
    """The posts valid now over an area and everything above it."""
    return await work.staff.posts_in([area.code for area in work.areas.line(area_code)])


async def who_holds(work: Work, case: Case) -> Choice:
    """The one accountable official of a case, as things stand now."""
    return choose(work, case, await posts_over(work, case.area_code))


async def who_is_above(work: Work, case: Case) -> Choice | None:
    """Who rules a dispute over the case and gets copies; None when nobody else stands above."""
    return choose_above(work, case, await posts_over(work, case.area_code))


def choose(work: Work, case: Case, posts: Sequence[Post]) -> Choice:
    """As `who_holds`, from posts already read."""
    return accountable(posts, work.areas.line(case.area_code), case.level, work.now)


def choose_above(work: Work, case: Case, posts: Sequence[Post]) -> Choice | None:
    """As `who_is_above`, from posts already read."""
    return superior(posts, work.areas.line(case.area_code), case.level, work.now)


async def capacity_of_owner(work: Work, case: Case) -> Capacity:
    """As what the accountable official reads the card of the case."""
    if case.state is not State.DISPUTED:
        return Capacity.OWNER
    alone = _rules_alone(work, case, await posts_over(work, case.area_code))
    return Capacity.SUPERIOR if alone else Capacity.OWNER


def _rules_alone(work: Work, case: Case, posts: Sequence[Post]) -> bool:
    """Whether everybody between has gone since the dispute: what nobody may rule would lie for ever."""
    return case.state is State.DISPUTED and choose_above(work, case, posts) is None


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
    if act is Act.DISPUTE and not may_dispute(case):
        return TOO_LATE
    if act is Act.PASS_UP and not may_pass_up(case):
        return TOO_LATE
    return access


async def access_fresh(work: Work, person: Person, case_id: int, version: int, act: Act) -> Access | Refusal:
    """As `access_case`, for a button: what it showed must still be so.

    The second of two who press learns who was first.
    """
    access = seen = await access_case(work, person, case_id, act)
    if isinstance(seen, Refusal):
        seen = await access_case(work, person, case_id, Act.VIEW)
    if isinstance(seen, Refusal):
        return seen
    return access if seen.case.version == version else await _overtaken(work, seen)


async def _overtaken(work: Work, seen: Access) -> Refusal:
    case = seen.case
    if case.accepted_by is None or (seen.staff is not None and seen.staff.id == case.accepted_by):
        return STALE
    holder = await work.staff.find(case.accepted_by)
    return STALE if holder is None else Refusal("task.taken", {"owner": holder.name})


async def _capacity_for(work: Work, person: Person, case: Case, act: Act) -> Access | None:
    if case.reporter_id == person.id and act in _REPORTERS_ACTS:
        return Access(case, Capacity.REPORTER, person)
    if act in _REPORTERS_ACTS:
        return None
    access = await _as_official(work, person, case, act)
    if access is None and act is Act.VIEW and case.reporter_id == person.id:
        return Access(case, Capacity.REPORTER, person)
    return access


async def _as_official(work: Work, person: Person, case: Case, act: Act) -> Access | None:
    staff = await work.staff.find_by_person(person.id)
    if staff is None or staff.revoked:
        return None
    posts = await posts_over(work, case.area_code)
    if act in _SUPERIORS_ACTS:
        level = _stands_above(work, case, posts, staff)
        return None if level is None else Access(case, Capacity.SUPERIOR, person, staff, level)
    owner = choose(work, case, posts)
    if owner.staff.id == staff.id:
        return Access(case, Capacity.OWNER, person, staff, owner.level)
    looks = act is Act.VIEW and any(_holds(post, staff) for post in posts)
    return Access(case, Capacity.SUPERIOR, person, staff) if looks else None


def _stands_above(work: Work, case: Case, posts: Sequence[Post], staff: Staff) -> Level | None:
    """The level at which this official answers above the owner: anyone up the line may step in."""
    line = work.areas.line(case.area_code)
    owner = accountable(posts, line, case.level, work.now)
    if owner.staff.id == staff.id:
        return owner.level if _rules_alone(work, case, posts) else None
    for level in LEVELS[LEVELS.index(owner.level) + 1 :]:
        if accountable(posts, line, level, work.now).staff.id == staff.id:
            return level
    return None


def _holds(post: Post, staff: Staff) -> bool:
    """Whoever holds a post over the area or above it may look; a village post sees its own village.

    The post for complaints stands outside: it has no business with what families told.
    """
    return post.role is not Role.COMPLAINTS and any(
        who is not None and who.id == staff.id for who in (post.holder, post.stand_in)
    )


_REPORTERS_ACTS = frozenset({Act.ADD, Act.URGE, Act.WITHDRAW, Act.RATE, Act.REOPEN})
_SUPERIORS_ACTS = frozenset({Act.RETURN, Act.TAKE})
