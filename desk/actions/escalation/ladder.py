"""Climbing the ladder: the next step of a case that stands still, and striking it off when it is solved."""

from __future__ import annotations

from collections.abc import Sequence

from desk.actions.cases.card import refresh_cards
from desk.actions.cases.card_buttons import act_code
from desk.actions.cases.card_text import text_of
from desk.actions.cases.door import Access
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import choose, organisation_of
from desk.actions.escalation.accountability import hand_file, who_decides
from desk.actions.escalation.pressing import (
    PressedParties,
    PressingWords,
    each_once,
    open_button,
    press_on,
    receipt_button,
    who_is_pressed,
)
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import FINISHED, Act, Author, Case, State
from desk.domain.escalation.ladder import LadderStep, Taken, new_date, next_step
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Rows
from desk.ports.work import Work

_OVER = FINISHED | {State.RESOLVED}
_ANSWER_SHOWN = 500  # characters


async def climb(work: Work, case_id: int) -> None:
    """Take the next step of a case if its day has come; a tick may ask as often as it likes."""
    case = await work.cases.find(case_id)
    taken = await work.ladder.taken_in(case_id)
    step = None if case is None else next_step(case, taken, work.now, work.rules)
    if case is None or step is None:
        return
    organisation = await organisation_of(work, case)
    pressed = who_is_pressed(case, organisation)
    fresh = Taken(
        case_id=case.id,
        step=step,
        taken_at=work.now,
        due_at=new_date(step, work.now, work.rules),
        owner_id=pressed.owner.id,
        superior_id=None if pressed.superior is None else pressed.superior.id,
    )
    if not await work.ladder.take(fresh):
        return
    case = await move_case(work, Access(case, Capacity.DESK, None), Act.CLIMB, details=step.value)
    await refresh_cards(work, case, choose(case, organisation).staff)
    await _tell(work, case, fresh, pressed)
    if step is LadderStep.ACCOUNTABILITY:
        await hand_file(work, case, organisation, pressed.owner)


async def _tell(work: Work, case: Case, taken: Taken, pressed: PressedParties) -> None:
    """The step to whoever is pressed, its copy or task to the superior."""
    owner, superior, step = pressed.owner, pressed.superior, taken.step
    arguments: dict[str, Json] = {
        "owner": owner.name,
        "phone": owner.phone,
        "superior": "" if superior is None else superior.name,
        "until": None if taken.due_at is None else taken.due_at.isoformat(),
    }
    note = PressingWords(f"ladder.{step}.owner", arguments, _rows_for_owner(case, step))
    await press_on(work, case, owner, note)
    if superior is not None:
        note = PressingWords(f"ladder.{step}.superior", arguments, _rows_for_superior(case, step))
        await press_on(work, case, superior, note)


def _rows_for_owner(case: Case, step: LadderStep) -> Rows:
    match step:
        case LadderStep.NOTICE:
            return ((receipt_button(case, step), open_button(case)),)
        case LadderStep.RECTIFICATION:
            answer = Button("ladder.button.rectify", act_code(case, Act.RECTIFY))
            return ((answer,), (receipt_button(case, step), open_button(case)))
        case _:
            return ((open_button(case),),)


def _rows_for_superior(case: Case, step: LadderStep) -> Rows:
    if step is not LadderStep.INSPECTION:
        return ((open_button(case),),)
    answer = Button("ladder.button.inspect", act_code(case, Act.INSPECT))
    return ((answer,), (receipt_button(case, step), open_button(case)))


async def strike_off(work: Work, case_id: int) -> None:
    """What was solved comes off the list, with the answer as evidence; whoever pressed is told."""
    case = await work.cases.find(case_id)
    taken = [one for one in await work.ladder.taken_in(case_id) if one.struck_at is None]
    if case is None or case.state not in _OVER or not await work.ladder.strike(case_id):
        return  # its reporter has just opened it again
    organisation = await organisation_of(work, case)
    owner = choose(case, organisation).staff
    arguments: dict[str, Json] = {
        "owner": owner.name,
        "answer": await _answer(work, case),
        "steps": [{"step": one.step.value, "at": one.taken_at.isoformat()} for one in taken],
    }
    # Whoever had the file need not decide on something that is settled without knowing it.
    filed = any(one.step is LadderStep.ACCOUNTABILITY for one in taken)
    decides = who_decides(case, organisation, owner) if filed else ()
    for staff in each_once([*await _who_pressed(work, case, taken), *decides]):
        if staff.id != owner.id:
            await press_on(work, case, staff, PressingWords("ladder.struck", arguments))


async def _answer(work: Work, case: Case) -> str:
    """What the resident was answered last; empty for a voice, and for what ended without an answer."""
    words = [word for word in await work.cases.words(case.id) if word.author is Author.OFFICIAL]
    replies = [text_of(word) for word in words if word.kind == Act.REPLY]
    return replies[-1][:_ANSWER_SHOWN] if replies and case.resolved_at is not None else ""


async def _who_pressed(work: Work, case: Case, taken: Sequence[Taken]) -> Sequence[Staff]:
    found = [await work.staff.find(one.superior_id) for one in taken if one.superior_id is not None]
    found += [await work.staff.find_by_person(one) for one in await work.ladder.pressed_by(case.id)]
    return [staff for staff in found if staff is not None and staff.present]
