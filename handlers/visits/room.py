"""What the room of visits offers: the list of households, telling of a visit, who lags."""

from __future__ import annotations

from typing import Final

from desk.domain.visits.forms import VISIT_FORMS
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room
from handlers.visits import codes, days, lagging, told
from handlers.visits.list import list_visits
from handlers.visits.said import FREE_WORDS

ROOM: Final = Room(
    name="visits",
    commands={"visits": list_visits, "lagging": lagging.show_lagging},
    more={"visits": list_visits},
    buttons=merged(codes.BUTTONS, lagging.BUTTONS),
    forms=by_name(*VISIT_FORMS),
    endings=merged(days.ENDINGS, told.ENDINGS),
    free_words=FREE_WORDS,
)
