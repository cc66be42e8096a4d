"""/calls: the residents whom an inspector rings up, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from desk.actions.callbacks.calls import (
    CallPage,
    CallRound,
    answer_call,
    find_calls,
    not_reached,
    open_call,
    phone_of,
)
from desk.actions.callbacks.follow_up import ASKED
from desk.actions.cases.card_text import case_arguments, short_arguments, shortened
from desk.actions.cases.door import Refusal
from desk.domain.callbacks.calls import CallEnd
from desk.domain.callbacks.forms import CALLED, CalledTold
from desk.domain.cases.card_forms import CASE_ID, NUMBER, RATING
from desk.domain.cases.case import Act, Case, Rating
from desk.domain.cases.lifecycle import act_for
from desk.domain.talk.messages import Button, Json, Keyboard, Rows, in_rows
from handlers.talk.codes import number_in, read_stamp
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Handler, Reader, Turn

ROUND: Final = "round"


async def list_calls(turn: Turn, number: int = 0, first: str = "") -> None:
    """The list, without telephone numbers; pages after the first replace it."""
    page = await find_calls(turn.work, turn.person, number)
    if page is None:
        turn.notice()
        await say_with_menu(turn, "calls.inspectors_only")
        return
    turn.notice()
    if not page.calls:
        await say_with_menu(turn, "calls.nothing")
        return
    rows = _rows(page, first or turn.said.stamp)
    await turn.put("calls", first, "calls.list", _arguments(turn, page), rows)


def _arguments(turn: Turn, page: CallPage) -> dict[str, Json]:
    items: list[Json] = [
        {**short_arguments(turn.work, case), "call_due_at": call.due_at.isoformat()}
        for call, case in page.calls
    ]
    return {"items": items, "total": page.total, "page": page.number + 1, "pages": page.pages}


def _rows(page: CallPage, first: str) -> Rows:
    """Two calls a row, then the way to the other pages."""
    buttons = [
        Button("calls.open", f"i:{case.id}:{call.round}:open", {"number": case.number})
        for call, case in page.calls
    ]
    rows = in_rows(buttons, 2)
    turning = []
    if page.number > 0:
        turning.append(Button("today.previous", f"i:list:{page.number - 1}:{first}"))
    if page.number + 1 < page.pages:
        turning.append(Button("today.next", f"i:list:{page.number + 1}:{first}"))
    return (*rows, tuple(turning)) if turning else rows


async def press_call(turn: Turn, case_id: int, round_number: int, wish: str) -> None:
    """Look at a call, or say how it went. Who was not helped is asked for words before it counts."""
    asked = CallRound(case_id, round_number)
    if wish in set(Rating) and act_for(Rating(wish)) is Act.REOPEN:
        await _ask_why(turn, asked, Rating(wish))
    elif wish in _ASKED:
        await _ended(turn, await answer_call(turn.work, turn.person, asked, Rating(wish)))
    elif wish == CallEnd.NOT_REACHED:
        await _ended(turn, await not_reached(turn.work, turn.person, asked))
    else:
        await _show(turn, asked)


_ASKED: Final = frozenset(rating.value for rating in ASKED)


async def _ended(turn: Turn, result: Case | Refusal) -> None:
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
        return
    turn.notice("calls.noted")
    await list_calls(turn)


async def _ask_why(turn: Turn, asked: CallRound, rating: Rating) -> None:
    case = await open_call(turn.work, turn.person, asked)
    if isinstance(case, Refusal):
        turn.notice(case.template, alert=True)
        return
    turn.notice()
    facts: dict[str, Json] = {
        CASE_ID: asked.case_id,
        ROUND: asked.round,
        RATING: rating.value,
        NUMBER: case.number,
    }
    await open_form(turn, CALLED, facts)


async def _show(turn: Turn, asked: CallRound) -> None:
    case = await open_call(turn.work, turn.person, asked)
    if isinstance(case, Refusal):
        turn.notice(case.template, alert=True)
        return
    turn.notice()
    arguments = await case_arguments(turn.work, case)
    answered = [word for word in await turn.work.cases.words(case.id) if word.kind == "reply"]
    told = str(answered[-1].body.get("text", "")) if answered else ""
    phone = await phone_of(turn.work, case)
    shown = {
        **arguments,
        "phone": phone,
        "told": told[:_TOLD],
        "story": shortened(str(arguments["story"]), _TOLD),
    }
    await turn.say("calls.card", shown, _result_rows(asked), Keyboard.INLINE)


_TOLD: Final = 800  # characters of the story, and of the reply


def _result_rows(asked: CallRound) -> Rows:
    start = f"i:{asked.case_id}:{asked.round}"
    ratings = [Button(f"terms.rating.{rating.value}", f"{start}:{rating.value}") for rating in ASKED]
    return (tuple(ratings[:2]), tuple(ratings[2:]), (Button("calls.not_reached", f"{start}:not_reached"),))


async def finish_called(turn: Turn, told: CalledTold) -> None:
    """The case is done again, with what the resident said on the telephone."""
    asked = CallRound(told.case_id, told.round)
    result = await answer_call(turn.work, turn.person, asked, told.rating, told.words)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    await say_with_menu(turn, "called.done", number=result.number)


ENDINGS: Final[Mapping[str, Ending]] = {CALLED.name: ends(CalledTold, finish_called)}


def _read(parts: Sequence[str]) -> Handler:
    match parts:
        case ["list", page, first]:
            return partial(list_calls, number=number_in(page), first=read_stamp(first))
        case [case_id, asked, wish]:
            return partial(press_call, case_id=number_in(case_id), round_number=number_in(asked), wish=wish)
    raise ValueError(parts)


BUTTONS: Final[Mapping[str, Reader]] = {"i": _read}
