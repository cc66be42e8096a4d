"""Taking a case up: by its owner, or by a superior who steps in."""

from __future__ import annotations

from typing import Any

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import Access, Refusal, access_fresh, acting
from desk.actions.cases.record import move_case
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.danger.alarm_case import answer_with_case
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.deadlines.stages import after_acceptance
from desk.domain.people.people import Person, Staff
from desk.ports.work import Work


async def accept_case(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The owner takes the case up; the resident is told who comes, and by when.

    `version` is what the button showed: of two who press, the first wins.
    """
    access = await access_fresh(work, person, case_id, version, Act.ACCEPT)
    if isinstance(access, Refusal):
        return access
    case, staff = await _take_up(work, access, Act.ACCEPT)
    await tell_reporter(work, case, "tell.accepted", who_comes(case, staff))
    return case


async def take_case(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """A superior takes up what nobody below has taken: a disputed case, or danger."""
    access = await access_fresh(work, person, case_id, version, Act.TAKE)
    if isinstance(access, Refusal):
        return access
    case, staff = await _take_up(work, access, Act.TAKE)
    await send_card(work, case, CardReader(staff, Capacity.OWNER, staff), sending_of(case))
    await tell_reporter(work, case, "tell.taken", who_comes(case, staff))
    return case


async def _take_up(work: Work, access: Access, act: Act) -> tuple[Case, Staff]:
    staff, case = acting(access), access.case
    stage, due_at = after_acceptance(case, work.rules)
    case = await move_case(
        work,
        access,
        act,
        **(_where_they_stand(access) if act is Act.TAKE else {}),
        told_staff_id=staff.id,
        accepted_by=staff.id,
        accepted_at=case.accepted_at or work.now,
        due_stage=stage,
        due_at=due_at,
    )
    await settle(work, case, staff)
    await answer_with_case(work, case, staff)
    return case, staff


def _where_they_stand(access: Access) -> dict[str, Any]:
    """A case that is taken up is held from then on by the seat of whoever took it."""
    standing, case = access.standing, access.case
    if standing is None or standing.seat is None or case.outside:
        return {}
    return {"level": standing.seat.level, "department": standing.seat.department}
