"""What talking itself offers: going through whatever form is open."""

from __future__ import annotations

from typing import Final

from handlers.talk import kinds, typed
from handlers.talk.buttons import BUTTONS
from handlers.talk.registry import merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="talk",
    buttons=BUTTONS,
    free_words=merged(kinds.FREE_WORDS, typed.FREE_WORDS),
)
