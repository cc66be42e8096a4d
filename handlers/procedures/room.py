"""What the room of procedures offers: what is open of them, and each step."""

from __future__ import annotations

from typing import Final

from desk.domain.cases.case import Act
from desk.domain.procedures.forms import PROCEDURE_FORMS, REFERRAL
from handlers.procedures import forms, referral
from handlers.procedures.buttons import BUTTONS
from handlers.procedures.cards import list_procedures
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="procedures",
    commands={"procedures": list_procedures},
    buttons=BUTTONS,
    act_forms={Act.REFER: REFERRAL},
    act_facts={Act.REFER: referral.with_households},
    forms=by_name(*PROCEDURE_FORMS),
    endings=merged(forms.ENDINGS, referral.ENDINGS),
)
