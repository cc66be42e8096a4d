"""What the room of handling offers: the forms in which an official answers, declines or redirects."""

from __future__ import annotations

from typing import Final

from desk.domain.handling.forms import HANDLING_FORMS
from handlers.handling.forms import ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(name="handling", forms=by_name(*HANDLING_FORMS), endings=ENDINGS)
