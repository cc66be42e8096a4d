"""What the room of call-backs offers: rating what became of a report, and the calls of inspectors."""

from __future__ import annotations

from typing import Final

from desk.domain.callbacks.forms import CALLBACK_FORMS
from desk.domain.cases.card_forms import WHY
from handlers.callbacks import calls, follow_up
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="callbacks",
    commands={"calls": calls.list_calls},
    buttons=merged(calls.BUTTONS, follow_up.BUTTONS),
    forms=by_name(WHY, *CALLBACK_FORMS),
    endings=merged(calls.ENDINGS, follow_up.ENDINGS),
    free_words=follow_up.FREE_WORDS,
)
