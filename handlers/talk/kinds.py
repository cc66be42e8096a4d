"""Messages that hold no words: what cannot be passed on, and what tells no story by itself."""

from __future__ import annotations

from typing import Final

from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Recogniser, Turn


async def say_not_passed_on(turn: Turn) -> None:
    """Say that this kind of message goes no further; its words do, if it has any."""
    await turn.say("kinds.not_passed_on", {"content": turn.said.content, "written": bool(turn.said.text)})


async def _hear_nothing(turn: Turn) -> bool | None:
    return None if turn.said.text else True


async def _take_nothing(turn: Turn, _found: bool) -> None:
    await say_not_passed_on(turn)


async def _hear_wordless(_turn: Turn) -> bool:
    return True  # what tells no story when it comes first; within one it is kept like anything else


async def _take_wordless(turn: Turn, _found: bool) -> None:
    await say_with_menu(turn, "menu.wordless")


FREE_WORDS: Final = {
    "not_passed_on": Recogniser(_hear_nothing, _take_nothing),
    "wordless": Recogniser(_hear_wordless, _take_wordless),
}
