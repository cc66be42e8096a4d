"""Passing a case up: what a village cannot solve goes to the town, what a town cannot to the county."""

from __future__ import annotations

from desk.actions.cases.door import Refusal, access_case
from desk.actions.handing_over.give import give_case
from desk.actions.handing_over.receivers import NOT_OFFERED, Receiver, next_above, receivers_above
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

NOBODY_ABOVE = Refusal("task.nobody_above")


async def pass_up_case(
    work: Work, person: Person, case_id: int, piece: Piece, code: str = ""
) -> Case | Refusal:
    """Give the case to the department or level of that code, or else to the next level.

    Levels where the owner would only meet themselves are skipped.
    """
    access = await access_case(work, person, case_id, Act.PASS_UP)
    if isinstance(access, Refusal):
        return access
    receiver = await _receiver(work, access.case, code)
    if isinstance(receiver, Refusal):
        return receiver
    return await give_case(work, access, Act.PASS_UP, receiver, piece)


async def _receiver(work: Work, case: Case, code: str) -> Receiver | Refusal:
    if not code:
        return await next_above(work, case) or NOBODY_ABOVE
    found = [one for one in await receivers_above(work, case) if one.code == code]
    return found[0] if found else NOT_OFFERED
