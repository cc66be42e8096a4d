"""我的负责人: who answers for my village, and how to ring them up."""

from __future__ import annotations

from typing import Final

from desk.actions.people.contacts import contacts_of
from desk.domain.reports.forms import HOME
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

SHOW_OFFICIALS: Final = "show_officials"  # in the answers of HOME: why the village was asked


async def tell_officials(turn: Turn) -> None:
    """Monitor and town with their telephones; a resident whose village is unknown is asked for it first."""
    area = turn.work.areas.get(turn.person.area_code) if turn.person.area_code else None
    if area is None:
        await open_form(turn, HOME, {SHOW_OFFICIALS: True})
        return
    contacts = await contacts_of(turn.work, area)
    await say_with_menu(turn, "more.officials_list", contacts=[*contacts], hotline=turn.work.rules.hotline)
