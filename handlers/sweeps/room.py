"""What the room of sweeps offers: lists to tick off, and spot checks."""

from __future__ import annotations

from typing import Final

from desk.domain.sweeps.forms import SWEEP_FORMS
from handlers.sweeps import found, spot_checks
from handlers.sweeps.list import list_sweeps
from handlers.sweeps.routes import BUTTONS
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="sweeps",
    commands={"sweeps": list_sweeps},
    more={"sweeps": list_sweeps},
    buttons=BUTTONS,
    forms=by_name(*SWEEP_FORMS),
    endings=merged(found.ENDINGS, spot_checks.ENDINGS),
)
