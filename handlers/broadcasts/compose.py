"""/broadcast: a desk writes to many; what recipients press below it; notices on and off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from desk.actions.broadcasts.authors import areas_of
from desk.actions.broadcasts.compose import (
    EMPTY,
    TOO_LONG,
    Words,
    act_on,
    compose,
    recipients_now,
    rule_on,
    send,
    to_rewrite,
)
from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.people.subscriptions import receive, subscribe
from desk.domain.broadcasts.broadcast import (
    AGAIN,
    BROADCAST,
    REPLACES,
    Audience,
    Broadcast,
    BroadcastAct,
    BroadcastTold,
    Recipients,
    RecipientsTold,
)
from desk.domain.households.policy_sheet import chosen_households
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, begin, with_picks
from desk.domain.talk.messages import Button, Json, Keyboard
from desk.domain.talk.reading import Unanswered, read, text_at
from handlers.broadcasts.results import PLAIN
from handlers.talk.endings import told_in
from handlers.talk.forms import ask, keep, open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Change, Ending, StepName, Turn

_MOST_PICKS: Final = 96  # Telegram shows a hundred buttons below a message
_ACTS: Final = {
    "pause": BroadcastAct.PAUSE,
    "resume": BroadcastAct.RESUME,
    "stop": BroadcastAct.STOP,
    "again": BroadcastAct.RESEND,
}
_ALBUM: Final = "album"  # the album of which one picture was refused: the others are refused in silence


async def begin_broadcast(turn: Turn) -> None:
    """Ask to whom and what; where they may write to is offered by name."""
    areas = await areas_of(turn.work, turn.person)
    if not areas:
        await say_with_menu(turn, "broadcast.desks_only")
        return
    picks = {area.code: area.name for area in areas[:_MOST_PICKS]}
    await open_form(turn, BROADCAST, with_picks({}, "where", picks))


async def finish_broadcast(turn: Turn, draft: Draft) -> None:
    """Read it back, with how many it is for and how long it takes; what cannot be sent is asked for anew."""
    if turn.said.group_id:
        once = text_at(draft.answers, _ALBUM) == turn.said.group_id
        await _ask_anew(turn, draft, "" if once else "broadcast.one_file")
        return
    told = await told_in(turn, draft, BroadcastTold)
    if told is None:
        return
    words = Words(*(str(told.what.get(name, "")) for name in ("text", "file_id", "kind")))
    households = chosen_households(draft.answers) if told.who is Audience.HOUSEHOLDS else None
    result = await compose(turn.work, turn.person, Recipients(told.where, told.who, households), words)
    if result in (EMPTY, TOO_LONG):
        await _ask_anew(turn, draft, result.template)
    elif isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        if told.replaces:
            await act_on(turn.work, turn.person, told.replaces, BroadcastAct.STOP)
        await say_with_menu(turn, "broadcast.read_back")


async def _with_count(turn: Turn, draft: Draft) -> Draft:
    """How many will get it stands above the question what to say."""
    households = chosen_households(draft.answers)
    told = read(RecipientsTold, draft.answers)
    if isinstance(told, Unanswered) or AGAIN in draft.answers:
        return draft
    chosen = households if told.who is Audience.HOUSEHOLDS else None
    counted = await recipients_now(turn.work, Recipients(told.where, told.who, chosen))
    count: dict[str, Json] = {"count": counted.count, "counting": counted.upto is not None}
    return replace(draft, answers={**draft.answers, **count})


async def _rewrite(turn: Turn, broadcast_id: int) -> None:
    """Other words for the same people; what was written stays until the new words are there."""
    found = await to_rewrite(turn.work, turn.person, broadcast_id)
    if isinstance(found, Refusal):
        turn.notice(found.template, alert=True)
        return
    turn.notice()
    if half_told(turn):
        await turn.say("task.finish_first")
        return
    to = found.recipients
    chosen = {} if to.households is None else to.households.answers()
    about: Answers = {"where": to.area_code, "who": to.audience.value, **chosen, REPLACES: broadcast_id}
    await open_form(turn, BROADCAST, {**about, AGAIN: True, "count": found.count, "counting": False})


async def _ask_anew(turn: Turn, draft: Draft, why: str) -> None:
    """Where and to whom need not be said again."""
    answers = {**draft.answers, AGAIN: True, _ALBUM: turn.said.group_id}
    await keep(turn, begin(BROADCAST, replace(draft, answers=answers)).draft)
    if why:
        await ask(turn, BROADCAST, why)


async def press_broadcast(turn: Turn, broadcast_id: int, verb: str) -> None:
    """A button below a broadcast, below its author's card, or below the question to a second person."""
    if verb in _ACTS:
        result = await act_on(turn.work, turn.person, broadcast_id, _ACTS[verb])
        _answer(turn, result)
    elif verb in _PRESSED:
        await _PRESSED[verb](turn, broadcast_id)
    else:
        turn.notice("form.stale", alert=True)


def _answer(turn: Turn, result: Broadcast | Refusal) -> None:
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice(f"broadcast.state.{result.state}")


async def _send(turn: Turn, broadcast_id: int) -> None:
    _answer(turn, await send(turn.work, turn.person, broadcast_id))


async def _agree(turn: Turn, broadcast_id: int) -> None:
    _answer(turn, await rule_on(turn.work, turn.person, broadcast_id, granted=True))


async def _disagree(turn: Turn, broadcast_id: int) -> None:
    _answer(turn, await rule_on(turn.work, turn.person, broadcast_id, granted=False))


async def _read(turn: Turn, broadcast_id: int) -> None:
    """For a read-back, and for whom it was never meant, the button does nothing."""
    if await receive(turn.work, turn.person, broadcast_id):
        turn.notice("broadcast.noted")
    else:
        turn.notice(NOT_YOURS.template)


async def _off(turn: Turn, broadcast_id: int) -> None:
    if await receive(turn.work, turn.person, broadcast_id):
        await subscribe(turn.work, turn.person, wanted=False)
        turn.notice("broadcast.off_now", alert=True)
    else:
        turn.notice(NOT_YOURS.template)


_PRESSED: Final[Mapping[str, Callable[[Turn, int], Awaitable[None]]]] = {
    "send": _send,
    "yes": _agree,
    "no": _disagree,
    "rewrite": _rewrite,
    "read": _read,
    "off": _off,
    **PLAIN,
}


async def show_subscription(turn: Turn) -> None:
    """Whether notices to residents come to them, and the button for the other."""
    on = bool(await turn.work.broadcasts.is_subscribed(turn.person.id))
    button = Button("broadcast.button.unsubscribe", "b:off") if on else Button("broadcast.button.on", "b:on")
    await turn.say("broadcast.subscription", {"on": on}, ((button,),), Keyboard.INLINE)


async def press_subscription(turn: Turn, *, wanted: bool) -> None:
    """On or off."""
    await subscribe(turn.work, turn.person, wanted=wanted)
    turn.notice("broadcast.on_now" if wanted else "broadcast.off_now", alert=True)


ENDINGS: Final[Mapping[str, Ending]] = {BROADCAST.name: finish_broadcast}
ASKING: Final[Mapping[StepName, Change]] = {(BROADCAST.name, "what"): _with_count}
