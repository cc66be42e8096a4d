"""Asking other departments for their part of a case; the owner stays the owner."""

from __future__ import annotations

from desk.actions.cards import Reader, send_card, sending_of
from desk.actions.door import Access, Refusal, access_case
from desk.actions.official_words import Piece, keep_official_words, text_in
from desk.actions.ports import Work
from desk.actions.receivers import NOT_OFFERED, Receiver, departments_to_join
from desk.actions.record import move_case
from desk.actions.settle import settle
from desk.actions.tell import tell_reporter, who_comes
from desk.actions.who import who_holds
from desk.domain import deadlines
from desk.domain.capacity import Capacity
from desk.domain.cases import Act, Case
from desk.domain.helpers import Helper
from desk.domain.people import Person
from desk.domain.rules import Span, Unit


async def join_department(
    work: Work, person: Person, case_id: int, code: str, piece: Piece
) -> Case | Refusal:
    """Ask the department of that code for the part that the words describe, by a deadline of its own."""
    access = await access_case(work, person, case_id, Act.JOIN)
    if isinstance(access, Refusal):
        return access
    found = [one for one in await departments_to_join(work, access.case) if one.code == code]
    if not found or not await work.helpers.join(_helper(work, access.case, found[0])):
        return NOT_OFFERED
    return await _asked(work, access, found[0], piece)


def _helper(work: Work, case: Case, receiver: Receiver) -> Helper:
    span = Span(work.rules.handling.help_working_days, Unit.WORKING_DAYS)
    due_at = deadlines.add(span, work.now, work.rules)
    return Helper(case.id, receiver.hold.department, work.now, due_at, receiver.choice.staff.id)


async def _asked(work: Work, access: Access, receiver: Receiver, piece: Piece) -> Case:
    department = receiver.hold.department
    case = await move_case(work, access, Act.JOIN, text_in([piece]), details=department)
    asked = {**piece, "department": department}
    await keep_official_words(work, case, access.person, "asked", [asked])
    owner = (await who_holds(work, case)).staff
    await settle(work, case, owner)
    helper = _helper(work, case, receiver)
    reader = Reader(receiver.choice.staff, Capacity.HELPER, owner, helper)
    await send_card(work, case, reader, sending_of(case))
    helping = receiver.choice.staff
    told = {**who_comes(case, owner), "department": department, "helper": helping.name}
    await tell_reporter(work, case, "tell.joined", {**told, "helper_phone": helping.phone})
    return case
