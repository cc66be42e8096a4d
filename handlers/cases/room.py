"""What the room of cases offers: their card, and pressing what stands on it."""

from __future__ import annotations

from typing import Final

from handlers.cases.card import BUTTONS
from handlers.talk.turn import Room

ROOM: Final = Room(name="cases", buttons=BUTTONS)
