"""What the room of deadlines offers: asking for material or time, and ending a case without help."""

from __future__ import annotations

from typing import Final

from desk.domain.deadlines.forms import CLOCK_FORMS
from handlers.deadlines.clocks import ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(name="deadlines", forms=by_name(*CLOCK_FORMS), endings=ENDINGS)
