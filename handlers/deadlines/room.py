"""What the room of deadlines offers: waiting for material, asking for time and granting it."""

from __future__ import annotations

from typing import Final

from desk.domain.deadlines.forms import DEADLINE_FORMS
from handlers.deadlines.forms import ACT_FACTS, ACT_FORMS, ACTS, ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="deadlines",
    acts=ACTS,
    act_forms=ACT_FORMS,
    act_facts=ACT_FACTS,
    forms=by_name(*DEADLINE_FORMS),
    endings=ENDINGS,
)
