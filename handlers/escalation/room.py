"""What the room of escalation offers: answering a step of the ladder, and putting pressure on a case."""

from __future__ import annotations

from typing import Final

from desk.domain.escalation.forms import PRESSURE_FORMS
from handlers.escalation.ladder import BUTTONS, ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="escalation",
    act_forms=PRESSURE_FORMS,
    buttons=BUTTONS,
    forms=by_name(*PRESSURE_FORMS.values()),
    endings=ENDINGS,
)
