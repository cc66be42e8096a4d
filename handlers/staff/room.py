"""What the room of the staff offers: joining, being away, and the list of officials."""

from __future__ import annotations

from typing import Final

from desk.domain.cases.card_forms import JOIN
from desk.domain.staff.forms import STAFF_FORMS
from handlers.staff import forms, join_by_link, leave, staff
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="staff",
    commands={"leave": leave.begin_leave, "staff": staff.show_staff},
    links=join_by_link.LINKS,
    more={"leave": leave.begin_leave, "staff": staff.show_staff},
    buttons=merged(leave.BUTTONS, staff.BUTTONS),
    forms=by_name(JOIN, *STAFF_FORMS),
    endings=merged(forms.ENDINGS, leave.ENDINGS, join_by_link.ENDINGS),
)
