"""Transferring a case: to a department, to another level, or to the village it really belongs to."""

from __future__ import annotations

from desk.actions.cases.door import Refusal, access_case
from desk.actions.handing_over.give import give_case
from desk.actions.handing_over.receivers import Target, receiver_of
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


async def transfer_case(
    work: Work, person: Person, case_id: int, target: Target, piece: Piece
) -> Case | Refusal:
    """Give the case to another unit for good; the deadlines of the resident stay where they are."""
    access = await access_case(work, person, case_id, Act.TRANSFER)
    if isinstance(access, Refusal):
        return access
    receiver = await receiver_of(work, access.case, target)
    if isinstance(receiver, Refusal):
        return receiver
    return await give_case(work, access, Act.TRANSFER, receiver, piece)
