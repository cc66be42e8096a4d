"""A new holiday notice moves open deadlines, once, with a ledger entry and a word to the resident."""

from __future__ import annotations

from typing import Any

from desk.actions.cases.door import Access
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter_by_day, who_comes
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, State
from desk.domain.deadlines.recounting import recounted
from desk.ports.work import Work

# What a person granted, and what stood still for a while, is not counted anew.
_OWN_COUNT = (Act.GRANT, Act.GIVE_MATERIAL, Act.RESUME)


async def recompute_deadlines(work: Work, case: Case) -> Case:
    """Count the deadlines of an open case anew; a case whose deadlines stay is left alone."""
    if case.state in (State.AWAITING_MATERIAL, State.RESOLVED):
        return case
    if await work.ledger.has_since(case.id, _OWN_COUNT, case.counted_from or case.submitted_at):
        return case
    moved: dict[str, Any] = {**recounted(case, work.rules)}
    if not moved:
        return case
    details = " ".join(f"{name}:{getattr(case, name):%m%d}>{moment:%m%d}" for name, moment in moved.items())
    access = Access(case, Capacity.DESK, None)
    told_before = case.reply_due_at
    case = await move_case(work, access, Act.RECOMPUTE, details=details, **moved)
    owner = (await who_holds(work, case)).staff
    await settle(work, case, owner)
    if case.reply_due_at != told_before:
        await tell_reporter_by_day(work, case, "tell.recomputed", who_comes(case, owner))
    return case
