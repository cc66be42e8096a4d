"""What the room of worklists offers: today's work, the queue of a desk, looking up, what is overdue."""

from __future__ import annotations

from typing import Final

from desk.domain.worklists.forms import DESK_FORMS
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room
from handlers.worklists import bulk, find
from handlers.worklists.buttons import BUTTONS
from handlers.worklists.desk import list_desk
from handlers.worklists.leader import show_overdue
from handlers.worklists.today import list_today

ROOM: Final = Room(
    name="worklists",
    commands={"today": list_today, "desk": list_desk, "find": find.find, "overdue": show_overdue},
    menu={"today": list_today, "desk": list_desk},
    buttons=BUTTONS,
    forms=by_name(*DESK_FORMS),
    endings=merged(bulk.ENDINGS, find.ENDINGS),
)
