"""What the room of deadlines offers: asking for material or for time."""

from __future__ import annotations

from typing import Final

from desk.domain.deadlines.forms import DEADLINE_FORMS
from handlers.deadlines.forms import ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(name="deadlines", forms=by_name(*DEADLINE_FORMS), endings=ENDINGS)
