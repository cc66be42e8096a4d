"""What the room of handing over offers: giving a case away, from its card or from the queue."""

from __future__ import annotations

from typing import Final

from desk.actions.handing_over.dispute import return_case
from desk.domain.cases.case import Act
from handlers.handing_over.assign import BUTTONS
from handlers.handing_over.hand_over import ACT_FACTS, ACT_FORMS, ENDINGS
from handlers.talk.registry import by_name
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="handing_over",
    acts={Act.RETURN: return_case},
    act_forms=ACT_FORMS,
    act_facts=ACT_FACTS,
    buttons=BUTTONS,
    forms=by_name(*ACT_FORMS.values()),
    endings=ENDINGS,
)
