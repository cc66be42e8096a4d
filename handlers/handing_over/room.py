"""What the room of handing over offers: giving a case away, from its card or from the queue."""

from __future__ import annotations

from typing import Final

from handlers.handing_over.assign import BUTTONS
from handlers.handing_over.hand_over import ENDINGS
from handlers.talk.turn import Room

ROOM: Final = Room(name="handing_over", buttons=BUTTONS, endings=ENDINGS)
