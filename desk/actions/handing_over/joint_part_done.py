"""The part of a joined department or of the village: done, or in other hands because time has passed."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.cases.card import CardReader, refresh_cards, send_card, sending_of
from desk.actions.cases.door import NOT_YOURS, Access, Refusal, access_case, acting
from desk.actions.cases.joint_parts import DEPARTMENT, DONE, JointPart, part_of, reminder_key
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import organisation_of, who_holds
from desk.actions.cases.tell_official import notify_official, official_message
from desk.actions.cases.unhurried import as_reminder
from desk.actions.handing_over.assign import way_of
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, State
from desk.domain.cases.joint_parts import VILLAGE, Helper
from desk.domain.cases.lifecycle import OWED
from desk.domain.handing_over.routing import accountable
from desk.domain.people.people import Person
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece
from desk.domain.visits.visit import How
from desk.ports.work import Work


async def finish_part(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """They have done their part and say what; the words are a note on the owner's card."""
    access = await access_case(work, person, case_id, Act.HELP)
    if isinstance(access, Refusal):
        return access
    part = await part_of(work, access.case, acting(access))
    if part is None:
        return NOT_YOURS
    helper = replace(part.helper, done_at=work.now)
    await work.helpers.save(helper)
    visit = {"visited_at": work.now} if helper.department == VILLAGE else {}
    case = await move_case(work, access, Act.HELP, text_in([piece]), details=helper.department, **visit)
    if visit:
        await work.cases.add_visit(case.id, part.choice.staff.id, How.HOME.value, work.now, text_in([piece]))
    await keep_official_words(work, case, person, DONE, [{**piece, DEPARTMENT: helper.department}])
    await work.outbox.silence(case.id, reminder_key(case, helper))
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner)
    words: dict[str, Json] = {"department": helper.department, "words": text_in([piece])[:2000]}
    await notify_official(work, case, owner, "task.helped", words)
    return case


async def follow_helper(work: Work, helper: Helper) -> None:
    """See whether somebody else answers for the part now, and whether it is late; asked as often as liked."""
    case = await work.cases.find(helper.case_id)
    if case is None or case.state not in (*OWED, State.AWAITING_MATERIAL) or not helper.is_owed(case):
        return
    choice = accountable(await organisation_of(work, case), helper.hold)
    part = JointPart(helper, choice)
    if choice.staff.id != helper.told_staff_id:
        case = await _hand_part(work, case, part)
    if work.now >= helper.due_at:
        await _remind(work, case, part)


async def _hand_part(work: Work, case: Case, part: JointPart) -> Case:
    """The new one gets the card, the old one's shows who has the case, and the ledger says so."""
    staff, helper = part.choice.staff, replace(part.helper, told_staff_id=part.choice.staff.id)
    access = Access(case, Capacity.DESK, None)
    case = await move_case(work, access, Act.REASSIGN, details=f"{helper.department} {way_of(part.choice)}")
    await work.helpers.save(helper)
    owner = (await who_holds(work, case)).staff
    await refresh_cards(work, case, owner)
    await send_card(work, case, CardReader(staff, Capacity.HELPER, owner, helper), sending_of(case))
    return case


async def _remind(work: Work, case: Case, part: JointPart) -> None:
    """Once to whoever is late, once to the owner who waits for it."""
    late: dict[str, Json] = {
        "department": part.helper.department,
        "help_due_at": part.helper.due_at.isoformat(),
        "helper": part.choice.staff.name,
        "helper_phone": part.choice.staff.phone,
    }
    owner = (await who_holds(work, case)).staff
    for to, template in ((part.choice.staff, "tick.help_overdue"), (owner, "tick.help_overdue_copy")):
        if to.user_id is not None:
            reminder = as_reminder(work, official_message(work, case, to, template, late))
            key = f"{reminder_key(case, part.helper)}{template}:{to.id}"
            await work.outbox.say(replace(reminder, key=key))
