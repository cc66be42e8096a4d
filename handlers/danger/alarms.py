"""The buttons of an alarm: I call, nobody is in danger, show everything, mute; and the county's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.danger.alarm import say_if_safe
from desk.actions.danger.alarm_answer import answer_alarm, mark_false, whole_story
from desk.actions.danger.mutes import ask_mute, end_mute, may_ask, rule_mute
from desk.domain.danger.mutes import ALARM, ASK_DAYS, MUTE, MuteTold
from handlers.talk.codes import number_in
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Handler, Reader, Turn


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["m", mute_id, "yes" | "no" | "end" as wish]:
            return partial(press_mute, mute_id=number_in(mute_id), wish=wish)
        case [alarm_id, "call" | "all" | "mute" | "false" | "still" | "safe" as wish]:
            return partial(press_alarm, alarm_id=number_in(alarm_id), wish=wish)
    raise ValueError(parts)


async def press_alarm(turn: Turn, alarm_id: int, wish: str) -> None:
    """A button under an alarm."""
    await _WISHES[wish](turn, alarm_id)


async def press_mute(turn: Turn, mute_id: int, wish: str) -> None:
    """The county's answer to a town, or the end of what it granted."""
    if wish == "end":
        result = await end_mute(turn.work, turn.person, mute_id)
    else:
        result = await rule_mute(turn.work, turn.person, mute_id, granted=wish == "yes")
    _noted(turn, result if isinstance(result, Refusal) else None, "mute.noted")


def _noted(turn: Turn, refusal: Refusal | None, template: str) -> None:
    """Say on the button that it was done, or why not."""
    if refusal is None:
        turn.notice(template)
    else:
        turn.notice(refusal.template, alert=True, **refusal.arguments)


async def _call(turn: Turn, alarm_id: int) -> None:
    _noted(turn, await answer_alarm(turn.work, turn.person, alarm_id), "alarm.calling")


async def _false(turn: Turn, alarm_id: int) -> None:
    _noted(turn, await mark_false(turn.work, turn.person, alarm_id), "alarm.marked_false")


async def _show(turn: Turn, alarm_id: int) -> None:
    """Everything that was said so far, as it was written."""
    told = await whole_story(turn.work, turn.person, alarm_id)
    if isinstance(told, Refusal):
        turn.notice(told.template, alert=True, **told.arguments)
        return
    turn.notice()
    await turn.say("alarm.whole", {"story": "\n".join(told)})


async def _mute(turn: Turn, alarm_id: int) -> None:
    """The town says why; a story half told in this chat is not thrown away for it."""
    refusal = await may_ask(turn.work, turn.person, alarm_id)
    if refusal is not None:
        turn.notice(refusal.template, alert=True, **refusal.arguments)
    elif not half_told(turn):
        turn.notice()
        await open_form(turn, MUTE, {ALARM: alarm_id})


async def finish_mute(turn: Turn, told: MuteTold) -> None:
    """Ask the county."""
    refusal = await ask_mute(turn.work, turn.person, told.alarm, told.words)
    if refusal is not None:
        await say_with_menu(turn, refusal.template, **refusal.arguments)
    else:
        await say_with_menu(turn, "mute.asked", days=ASK_DAYS)


async def _still(turn: Turn, alarm_id: int) -> None:
    await _say_if_safe(turn, alarm_id, safe=False)


async def _safe(turn: Turn, alarm_id: int) -> None:
    await _say_if_safe(turn, alarm_id, safe=True)


async def _say_if_safe(turn: Turn, alarm_id: int, *, safe: bool) -> None:
    """The writer of an alarm, who cancelled: what they say stands on the cards."""
    if not await say_if_safe(turn.work, turn.person, alarm_id, safe=safe):
        turn.notice("form.stale", alert=True)
        return
    turn.notice()
    await say_with_menu(turn, "alarm.noted_safe" if safe else "alarm.noted_still")


_WISHES: Final[Mapping[str, Callable[[Turn, int], Awaitable[None]]]] = {
    "call": _call,
    "all": _show,
    "mute": _mute,
    "false": _false,
    "still": _still,
    "safe": _safe,
}
ENDINGS: Final[Mapping[str, Ending]] = {MUTE.name: ends(MuteTold, finish_mute)}
BUTTONS: Final[Mapping[str, Reader]] = {"d": _read}
