"""What the room of danger offers: the buttons of alarms and doubts, and asking that somebody be muted."""

from __future__ import annotations

from typing import Final

from desk.domain.danger.mutes import MUTE
from handlers.danger import alarms, doubts
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="danger",
    buttons={**alarms.BUTTONS, **doubts.BUTTONS},
    forms=by_name(MUTE),
    endings=alarms.ENDINGS,
    free_words=doubts.FREE_WORDS,
)
