"""Officials look something up by a word: what follows the command, or what they are asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from desk.actions.cases.officials import official_of
from desk.domain.talk.forms import Form
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

_SHOWN: Final = 40  # characters


async def look_or_ask(turn: Turn, form: Form, look: Callable[[Turn, str], Awaitable[None]]) -> None:
    """Look for what follows the command; without anything it is asked what to look for."""
    if turn.said.payload.strip():
        await look(turn, turn.said.payload)
    else:
        await ask_for_word(turn, form)


async def ask_for_word(turn: Turn, form: Form) -> None:
    """Ask what to look for. A story half told in this chat is not thrown away for that."""
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        await say_with_menu(turn, "desk.officials_only")
    elif half_told(turn):
        await turn.say("task.finish_first")
    else:
        turn.notice()
        await open_form(turn, form, {})


def shown(words: str) -> str:
    """As much of what was looked for as an answer repeats."""
    return words.strip()[:_SHOWN]
