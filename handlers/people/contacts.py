"""我的负责人: who answers for my village, and how to ring them up."""

from __future__ import annotations

from typing import Final

from desk.actions.people.contacts import contacts_of
from desk.actions.reports.village_named import village_named
from desk.domain.reports.forms import HOME
from desk.domain.talk.reading import text_at
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

SHOW_OFFICIALS: Final = "show_officials"  # in the answers of HOME: why the village was asked


async def tell_officials(turn: Turn) -> None:
    """Monitor and town with their telephones; a resident whose village is unknown is asked for it first.

    Whoever is in the middle of a story is not: it would be thrown away.
    """
    said = "" if turn.draft is None else text_at(turn.draft.answers, "place")
    place = village_named(turn.work, turn.said.text) or said or turn.person.area_code
    area = turn.work.areas.get(place) if place else None
    if area is None and turn.draft is not None and turn.draft.has_story:
        await say_with_menu(turn, "more.officials_later", hotline=turn.work.rules.hotline)
        return
    if area is None:
        await open_form(turn, HOME, {SHOW_OFFICIALS: True})
        return
    contacts = await contacts_of(turn.work, area)
    await say_with_menu(turn, "more.officials_list", contacts=[*contacts], hotline=turn.work.rules.hotline)
