"""The large buttons under the message field: Telegram sends their words as a message."""

from __future__ import annotations

from functools import partial
from typing import Final

from desk.domain.policy.view import VIEW
from desk.domain.reports.forms import OPENING
from desk.domain.talk.forms import Move, Pressed
from handlers.talk.continue_form import continue_form, move_named
from handlers.talk.turn import Handler, Recogniser, Turn


def _pressed(turn: Turn) -> str:
    """The last part of the text key of the button, nothing when the words are no button's."""
    return (turn.voice.menu(turn.said.text) or "").rpartition(".")[2]


async def _hear_move(turn: Turn) -> Move | None:
    return move_named(_pressed(turn))


async def _take_move(turn: Turn, move: Move) -> None:
    if turn.draft is None:
        await turn.house.commands["help"](turn)
    else:
        await continue_form(turn, move)


async def _hear_choice(turn: Turn) -> Handler | None:
    """What the button is for; at the question whether it is a trouble or a question it is the answer."""
    pressed = _pressed(turn)
    draft = turn.draft
    asked = draft is not None and draft.step in OPENING and VIEW not in draft.answers
    if asked and pressed in _ANSWERS:
        return partial(continue_form, said=Pressed(_ANSWERS[pressed]))
    return turn.house.menu.get(pressed)


async def _take_choice(turn: Turn, handler: Handler) -> None:
    await handler(turn)


_ANSWERS: Final = {"report": "mine", "ask": "asking"}
FREE_WORDS: Final = {
    "move": Recogniser(_hear_move, _take_move),
    "menu": Recogniser(_hear_choice, _take_choice),
}
