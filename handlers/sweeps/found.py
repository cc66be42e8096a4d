"""What a sweep finds in words: a problem becomes a case, an object is not there for a reason of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.cases.responsible import who_holds
from desk.actions.sweeps.parts import trouble_of
from desk.actions.sweeps.tick_off import SeenObject, TickedObject, open_object, report_problem, tick_object
from desk.domain.sweeps.forms import (
    ASK_TROUBLE,
    OBJECT,
    OBJECT_ID,
    SWEEP_FOUND,
    SWEEP_MISSING,
    VERSION,
    SweepFoundTold,
    SweepMissingTold,
)
from desk.domain.sweeps.sweep import Missing, TickResult
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, Form
from desk.domain.talk.messages import Button, Keyboard
from handlers.sweeps.message import ask_in_words
from handlers.talk.endings import ends, told_in
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

_NAME: Final = 60


async def press_problem(turn: Turn, seen: SeenObject) -> None:
    """Ask what was found."""
    await _ask(turn, seen, SWEEP_FOUND)


async def press_else(turn: Turn, seen: SeenObject) -> None:
    """Ask why it was not found."""
    await _ask(turn, seen, SWEEP_MISSING)


async def _ask(turn: Turn, seen: SeenObject, form: Form) -> None:
    own = await open_object(turn.work, turn.person, seen)
    if isinstance(own, Refusal):
        turn.notice(own.template, alert=True)
    elif not half_told(turn):
        turn.notice()
        known: Answers = {
            OBJECT_ID: seen.object_id,
            VERSION: seen.version,
            OBJECT: own.one.listed.name[:_NAME],
            ASK_TROUBLE: not trouble_of(turn.work, own),
        }
        await open_form(turn, form, known)


async def finish_sweep_problem(turn: Turn, told: SweepFoundTold) -> None:
    """The case and its number; then on to the next object."""
    seen = SeenObject(told.object_id, told.version)
    result = await report_problem(turn.work, turn.person, seen, told.trouble, told.story)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    one, case = result
    owner = (await who_holds(turn.work, case)).staff
    own = owner.user_id == turn.person.user_id
    await say_with_menu(turn, "sweep_found.done", number=case.number, owner="" if own else owner.name)
    await _onward(turn, one.sweep_id)


async def finish_missing(turn: Turn, draft: Draft) -> None:
    """Not found, in their own words."""
    told = await told_in(turn, draft, SweepMissingTold)
    if told is None:
        return
    if not told.words:
        await ask_in_words(turn, SWEEP_MISSING, draft)
        return
    seen, tick = (
        SeenObject(told.object_id, told.version),
        TickedObject(TickResult.MISSING, Missing.ELSE, told.words),
    )
    result = await tick_object(turn.work, turn.person, seen, tick)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    await say_with_menu(turn, "sweep_missing.done")
    await _onward(turn, result.sweep_id)


async def _onward(turn: Turn, sweep_id: int) -> None:
    rows = ((Button("sweep.button.onward", f"x:s:{sweep_id}:"),),)
    await turn.say("sweep.onward", {}, rows, Keyboard.INLINE)


ENDINGS: Final[Mapping[str, Ending]] = {
    SWEEP_FOUND.name: ends(SweepFoundTold, finish_sweep_problem),
    SWEEP_MISSING.name: finish_missing,
}
