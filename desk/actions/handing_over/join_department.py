"""Asking other departments for their part of a case; the owner stays the owner."""

from __future__ import annotations

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.joint_parts import ASKED, DEPARTMENT, DUE_AT
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import choose, organisation_of
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_reporter import tell_reporter, who_comes
from desk.actions.handing_over.receivers import NOT_OFFERED, Receiver, departments_to_join
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.cases.joint_parts import Helper
from desk.domain.county.rules import Span
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routing import accountable
from desk.domain.people.people import Person
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work


async def join_department(
    work: Work, person: Person, case_id: int, code: str, piece: Piece
) -> Case | Refusal:
    """Ask the department of that code for the part that the words describe, by a deadline of its own."""
    access = await access_case(work, person, case_id, Act.JOIN)
    if isinstance(access, Refusal):
        return access
    found = [one for one in await departments_to_join(work, access.case) if one.code == code]
    if not found:
        return NOT_OFFERED
    helper = _helper(work, access.case, found[0])
    return await _asked(work, access, helper, piece) if await work.helpers.join(helper) else NOT_OFFERED


def _helper(work: Work, case: Case, receiver: Receiver) -> Helper:
    span = Span(working_days=work.rules.handling.help_working_days)
    due_at = deadlines.add(span, work.now, work.rules)
    return Helper(case.id, receiver.hold.department, work.now, due_at, receiver.choice.staff.id)


async def _asked(work: Work, access: Access, helper: Helper, piece: Piece) -> Case:
    case = await move_case(work, access, Act.JOIN, text_in([piece]), details=helper.department)
    asked = {**piece, DEPARTMENT: helper.department, DUE_AT: helper.due_at.isoformat()}
    await keep_official_words(work, case, access.person, ASKED, [asked])
    organisation = await organisation_of(work, case)
    owner, helping = choose(case, organisation).staff, accountable(organisation, helper.hold).staff
    await settle(work, case, owner)
    await send_card(work, case, CardReader(helping, Capacity.HELPER, owner, helper), sending_of(case))
    told = {**who_comes(case, owner), "department": helper.department}
    await tell_reporter(
        work, case, "tell.joined", {**told, "helper": helping.name, "helper_phone": helping.phone}
    )
    return case
