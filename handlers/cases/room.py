"""What the room of cases offers: their card, and what an official does by a form of it."""

from __future__ import annotations

from typing import Final

from desk.domain.cases.card_forms import TASK_FORMS
from handlers.cases.card import BUTTONS
from handlers.cases.card_forms import ENDINGS, LEAVINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="cases", buttons=BUTTONS, forms=by_name(*TASK_FORMS), endings=ENDINGS, leavings=LEAVINGS
)
