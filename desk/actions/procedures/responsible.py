"""Who is asked for the next step of a household's procedure, as posts are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk.actions.cases.responsible import posts_over
from desk.domain.cases.case import Hold
from desk.domain.county.areas import Level
from desk.domain.handing_over.routing import NOBODY, Choice, Organisation, Unrouted, above, accountable
from desk.domain.households.household import Household
from desk.domain.people.people import Post, Role, Staff
from desk.domain.procedures.procedure import DECIDING, Match, Procedure, Stage
from desk.domain.procedures.stages import BY_OFFICER, LEVELS
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class StepOwner:
    """Who is to do a step, by which role; `able` are all who may do it, each with their role."""

    staff: Staff
    role: Role
    able: Mapping[int, Role]
    match: Match | None = None  # the department's part, where one is asked


async def who_is_asked(work: Work, procedure: Procedure, household: Household) -> StepOwner:
    """The one person asked for the step that an open procedure waits for. Raises Unrouted."""
    posts = await posts_over(work, household.area_code)
    if procedure.stage is Stage.MATCHING:
        waiting = [one for one in await work.procedures.matches(procedure.id) if one.finding is None]
        if waiting:
            return who_compares(work, household, waiting[0], posts)
    asked = by_level(work, procedure, household, posts)
    if procedure.stage in BY_OFFICER:
        return await _officer(work, household) or asked
    return asked


def by_level(work: Work, procedure: Procedure, household: Household, posts: Sequence[Post]) -> StepOwner:
    """Whoever answers at the level of the stage; who decided at another is passed over for somebody else."""
    organisation = Organisation(posts, work.areas.line(household.area_code), work.now, barred_at(procedure))
    return _asked(organisation, Hold(LEVELS[procedure.stage]))


def barred_at(procedure: Procedure) -> frozenset[int]:
    """Who must not decide at this stage, because they decided at another of this procedure."""
    if procedure.stage not in DECIDING:
        return NOBODY
    return frozenset(one.staff_id for one in procedure.deciders if one.stage is not procedure.stage)


def who_compares(work: Work, household: Household, match: Match, posts: Sequence[Post]) -> StepOwner:
    """The desk of a department; where it has none that would answer, the county office."""
    organisation = Organisation(posts, work.areas.line(household.area_code), work.now)
    return replace(_asked(organisation, Hold(Level.COUNTY, match.department)), match=match)


def _asked(organisation: Organisation, hold: Hold) -> StepOwner:
    choice = _choice(organisation, hold)
    able = {
        staff.id: post.role
        for post in organisation.at(choice.seat)
        for staff in post.people
        if not staff.revoked and staff.id not in organisation.barred
    }
    return StepOwner(choice.staff, choice.post.role, {**able, choice.staff.id: choice.post.role})


def _choice(organisation: Organisation, hold: Hold) -> Choice:
    """When everybody who is left has decided before, they still see that it waits, and for whom."""
    try:
        return accountable(organisation, hold)
    except Unrouted:
        return accountable(replace(organisation, barred=NOBODY), hold)


async def who_is_above_step(
    work: Work, procedure: Procedure, household: Household, asked: StepOwner
) -> Staff | None:
    """Who gets a copy when a step is late: the next above whoever is asked, if anybody is there."""
    posts = await posts_over(work, household.area_code)
    organisation = Organisation(posts, work.areas.line(household.area_code), work.now, barred_at(procedure))
    try:
        higher = above(organisation, Hold(LEVELS[procedure.stage]))
        return next((choice.staff for choice in higher if choice.staff.id != asked.staff.id), None)
    except Unrouted:
        return None


async def _officer(work: Work, household: Household) -> StepOwner | None:
    """The responsible officer, or whoever acts for them; the village's monitor may do it as well."""
    if household.officer_id is None:
        return None
    posts = await work.staff.posts_of(household.officer_id)
    own = [post for post in posts if post.role is Role.RESPONSIBLE_OFFICER]
    officer = await work.staff.find(household.officer_id)
    people = [officer, *(staff for post in own for staff in post.people)]
    present = next((staff for staff in people if staff is not None and staff.present), None)
    if present is None:
        return None
    here = await work.staff.posts_in([household.area_code])
    monitors = {
        staff.id: post.role
        for post in here
        if post.role is Role.VILLAGE_MONITOR
        for staff in post.people
        if not staff.revoked
    }
    return StepOwner(present, Role.RESPONSIBLE_OFFICER, {**monitors, present.id: Role.RESPONSIBLE_OFFICER})
