"""/leave: an official says when they are away and who acts meanwhile, or calls a leave off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.officials import official_of
from desk.actions.staff.change import By
from desk.actions.staff.leave import Absence, call_off, deputies_for, leave_objection, leave_words, take_leave
from desk.domain.people.people import Staff
from desk.domain.staff.forms import DEPUTY, FROM, LEAVE, LEAVE_CONFIRM, UNTIL, LeaveTold, day_chosen
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, picked, with_picks
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from desk.domain.talk.reading import number_at
from handlers.talk.codes import number_in
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Handler, Reader, Turn

OFFICIAL = "official"


async def begin_leave(turn: Turn) -> None:
    """Show what is entered already, else ask from when."""
    staff = await official_speaking(turn)
    if staff is None:
        return
    leaves = await turn.work.leaves.not_over(staff.id)
    if not leaves:
        await ask_leave(turn)
        return
    rows: Rows = tuple(
        (Button("leave.call_off", f"a:off:{leave.id}", leave_words(leave)),) for leave in leaves
    )
    words: dict[str, Json] = {"leaves": [leave_words(leave) for leave in leaves]}
    turn.notice()
    await turn.say("leave.list", words, (*rows, (Button("leave.another", "a:new"),)), Keyboard.INLINE)


async def ask_leave(turn: Turn) -> None:
    """Ask for the days; a story half told in this chat is not thrown away for that."""
    staff = await official_speaking(turn)
    if staff is None:
        return
    if half_told(turn):
        await turn.say("task.finish_first")
        return
    turn.notice()
    picks = {f"d{one.id}": one.name for one in await deputies_for(turn.work, staff)}
    await open_form(turn, LEAVE, with_picks({}, DEPUTY, picks) if picks else {})


async def finish_leave(turn: Turn, draft: Draft) -> None:
    """Read the days back before they count; a day that is none is asked for again."""
    staff = await official_speaking(turn)
    if staff is None:
        return
    absence = absence_in(turn, draft.answers)
    if absence is None:
        await turn.say("leave.no_such_day")
        await ask_leave(turn)
        return
    refusal = await leave_objection(turn.work, staff, absence)
    if refusal is not None:
        await say_with_menu(turn, refusal.template, **refusal.arguments)
        return
    answers: Answers = {
        "from_on": absence.from_on.isoformat(),
        "until_on": absence.until_on.isoformat(),
        DEPUTY: absence.deputy_id,
        "deputy_name": picked(draft.answers, DEPUTY),
    }
    await open_form(turn, LEAVE_CONFIRM, answers)


async def finish_leave_confirm(turn: Turn, told: LeaveTold) -> None:
    """Enter the leave as it was read back."""
    staff = await official_speaking(turn)
    if staff is None:
        return
    absence = Absence(told.from_on, told.until_on, told.deputy)
    result = await take_leave(turn.work, By(OFFICIAL, turn.person.id), staff, absence)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, "leave.done", **leave_words(result), deputy=told.deputy_name)


async def press_call_off(turn: Turn, leave_id: int) -> None:
    """Back at work, or not going after all."""
    staff = await official_speaking(turn)
    if staff is None:
        return
    result = await call_off(turn.work, By(OFFICIAL, turn.person.id), staff, leave_id)
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True)
        return
    turn.notice()
    await say_with_menu(turn, "leave.called_off", **leave_words(result))


def absence_in(turn: Turn, answers: Answers) -> Absence | None:
    """What was answered, as days; None when a typed day is none."""
    from_on = day_chosen(answers, FROM, turn.today)
    until_on = None if from_on is None else day_chosen(answers, UNTIL, from_on)
    if from_on is None or until_on is None:
        return None
    return Absence(from_on, until_on, number_at(answers, DEPUTY))


async def official_speaking(turn: Turn) -> Staff | None:
    """The official who speaks; whoever is none is told so."""
    staff = await official_of(turn.work, turn.person)
    if staff is not None:
        return staff
    turn.notice()
    await say_with_menu(turn, "leave.officials_only")
    return None


ENDINGS: Final[Mapping[str, Ending]] = {
    LEAVE.name: finish_leave,
    LEAVE_CONFIRM.name: ends(LeaveTold, finish_leave_confirm),
}


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["new"]:
            return ask_leave
        case ["off", leave_id]:
            return partial(press_call_off, leave_id=number_in(leave_id))
    raise ValueError(parts)


BUTTONS: Final[Mapping[str, Reader]] = {"a": _read}
