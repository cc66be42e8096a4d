"""The one door to a procedure: who may see it, and who may do the step that it waits for.

«No such procedure» and «not yours» are the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.actions.cases.door import NOT_YOURS, STALE, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import posts_over
from desk.actions.procedures.responsible import StepOwner, barred_at, who_compares, who_is_asked
from desk.domain.households.household import Household, sight_of
from desk.domain.people.people import Person, Role, Staff
from desk.domain.procedures.procedure import Procedure, ProcedureAct
from desk.domain.procedures.stages import TABLE
from desk.domain.worklists.queue import within
from desk.ports.procedures import ProcedureReach
from desk.ports.work import Work

DECIDED_BEFORE = Refusal("procedure.decided_before")


@dataclass(frozen=True, slots=True)
class StepAccess:
    """A procedure at which this official may do an act now, and in which role."""

    procedure: Procedure
    household: Household
    person: Person
    staff: Staff
    role: Role
    asked: StepOwner


@dataclass(frozen=True, slots=True)
class SeenProcedure:
    """A procedure that this official may look at; `asked` is whoever is to do the next step."""

    procedure: Procedure
    household: Household
    staff: Staff
    asked: StepOwner | None


async def reach_of(work: Work, staff: Staff) -> ProcedureReach:
    """The procedures that an official sees: leaders like desks, departments what they were asked."""
    posts = await work.staff.posts_of(staff.id)
    sight = sight_of(staff, posts, work.areas)
    led = {
        area.code for post in posts if post.role is Role.LEADER for area in within(work.areas, post.area_code)
    }
    departments = {post.department or "" for post in posts if post.role is Role.DEPARTMENT_DESK}
    return ProcedureReach(sorted({*sight.areas, *led}), sight.officers, sorted(departments - {""}))


async def see_procedure(work: Work, person: Person, procedure_id: int) -> SeenProcedure | Refusal:
    """The procedure, if this person may look at it."""
    procedure = await work.procedures.find(procedure_id)
    staff = await official_of(work, person)
    if procedure is None or staff is None:
        return NOT_YOURS
    household = await work.households.find(procedure.household_id)
    if household is None:
        return NOT_YOURS
    asked = await who_is_asked(work, procedure, household) if procedure.is_open else None
    able = asked is not None and staff.id in asked.able
    if not able and not await _within_reach(work, procedure, household, staff):
        return NOT_YOURS
    return SeenProcedure(procedure, household, staff, asked)


async def _within_reach(work: Work, procedure: Procedure, household: Household, staff: Staff) -> bool:
    reach = await reach_of(work, staff)
    if household.area_code in reach.areas or household.officer_id in reach.officers:
        return True
    matches = await work.procedures.matches(procedure.id)
    return any(match.department in reach.departments for match in matches) or (
        await _compares(work, procedure, household, staff) is not None
    )


async def _compares(work: Work, procedure: Procedure, household: Household, staff: Staff) -> StepOwner | None:
    """The part of a department that this official may do now."""
    posts = await posts_over(work, household.area_code)
    for match in await work.procedures.matches(procedure.id):
        asked = who_compares(work, household, match, posts) if match.finding is None else None
        if asked is not None and staff.id in asked.able:
            return asked
    return None


async def access_step(
    work: Work, person: Person, procedure_id: int, turn: int, act: ProcedureAct
) -> StepAccess | Refusal:
    """The procedure, if this person may do this act to it now; else why not.

    `turn` is what the button showed: the second of two who press learns who was first. A department's part
    stays what it is while the home is verified.
    """
    seen = await see_procedure(work, person, procedure_id)
    if isinstance(seen, Refusal):
        return seen
    procedure = seen.procedure
    compares = act is ProcedureAct.MATCH
    if (procedure.kind, procedure.stage, act) not in TABLE or (turn != procedure.turn and not compares):
        return await overtaken(work, seen)
    if seen.staff.id in barred_at(procedure):
        return DECIDED_BEFORE
    asked = await _compares(work, procedure, seen.household, seen.staff) if compares else seen.asked
    if asked is None or seen.staff.id not in asked.able:
        return await overtaken(work, seen) if compares else NOT_YOURS
    role = asked.able[seen.staff.id]
    return StepAccess(procedure, seen.household, person, seen.staff, role, asked)


async def overtaken(work: Work, seen: SeenProcedure) -> Refusal:
    """What somebody is told whose button came too late: who did the last step, unless it was they."""
    mover = None if seen.procedure.moved_by is None else await work.staff.find(seen.procedure.moved_by)
    if mover is None or mover.id == seen.staff.id:
        return STALE
    return Refusal("procedure.moved_on", {"owner": mover.name, "stage": seen.procedure.stage.value})
