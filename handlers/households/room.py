"""What the room of households offers: the register, families, measures, papers."""

from __future__ import annotations

from typing import Final

from desk.domain.households.forms import HOUSEHOLD_FORMS
from desk.domain.households.policy_sheet import SHEET_FORMS
from handlers.households import families, measures, policy_sheets, register
from handlers.households.buttons import BUTTONS
from handlers.talk.half_told import unless_half_told
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="households",
    commands={
        "household": register.show_household,
        "families": families.list_families,
        "sheet": unless_half_told(policy_sheets.begin_sheet),
    },
    more={"sheet": unless_half_told(policy_sheets.begin_sheet)},
    buttons=BUTTONS,
    forms=by_name(*HOUSEHOLD_FORMS, *SHEET_FORMS),
    endings=merged(register.ENDINGS, families.ENDINGS, measures.ENDINGS, policy_sheets.ENDINGS),
)
