"""A department works in its office: whoever answers for the village goes and looks, as a part of the case."""

from __future__ import annotations

from desk.actions.cases.card import CardReader, send_card, sending_of
from desk.actions.cases.door import Access
from desk.actions.cases.joint_parts import ASKED, DEPARTMENT, DUE_AT, JointPart
from desk.actions.cases.official_words import keep_official_words
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import organisation_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case
from desk.domain.cases.joint_parts import VILLAGE, Helper
from desk.domain.deadlines import deadlines
from desk.domain.handing_over.routing import accountable
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work


async def join_village(work: Work, case: Case, owner: Staff) -> tuple[Case, JointPart | None]:
    """Ask the village for a visit by a day of its own, once, where the rules want one and none was made.

    A complaint about an official stays outside the line.
    """
    if not case.department or case.outside or case.visited_at:
        return case, None
    if not deadlines.needs_visit(case.kind, work.rules):
        return case, None
    due_at = deadlines.visit_due(case.kind, work.now, work.rules)
    choice = accountable(await organisation_of(work, case), Helper(case.id, VILLAGE, work.now, due_at).hold)
    part = JointPart(Helper(case.id, VILLAGE, work.now, due_at, choice.staff.id), choice)
    if choice.staff.id == owner.id or not await work.helpers.join(part.helper):
        return case, None
    case = await move_case(work, Access(case, Capacity.DESK, None), Act.JOIN, details=VILLAGE)
    asked: dict[str, Json] = {"kind": "text", "text": "", DEPARTMENT: VILLAGE, DUE_AT: due_at.isoformat()}
    await keep_official_words(work, case, None, ASKED, [asked])
    reader = CardReader(choice.staff, Capacity.HELPER, owner, part.helper)
    await send_card(work, case, reader, sending_of(case))
    return case, part


def visitor_words(part: JointPart | None) -> dict[str, Json]:
    """Who of the village comes, for the resident; empty when nobody need come."""
    if part is None:
        return {"visitor": "", "visitor_phone": "", "visitor_due_at": ""}
    staff = part.choice.staff
    return {
        "visitor": staff.name,
        "visitor_phone": staff.phone,
        "visitor_due_at": part.helper.due_at.isoformat(),
    }
