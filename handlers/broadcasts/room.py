"""What the room of broadcasts offers: writing one, reading how far it is, and what one subscribes to."""

from __future__ import annotations

from typing import Final

from desk.domain.broadcasts.broadcast import BROADCAST
from handlers.broadcasts.buttons import BUTTONS
from handlers.broadcasts.compose import ASKING, ENDINGS, begin_broadcast, show_subscription
from handlers.talk.half_told import unless_half_told
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="broadcasts",
    commands={"broadcast": unless_half_told(begin_broadcast)},
    more={"broadcast": unless_half_told(begin_broadcast), "notices": show_subscription},
    buttons=BUTTONS,
    forms=by_name(BROADCAST),
    endings=ENDINGS,
    asking=ASKING,
)
