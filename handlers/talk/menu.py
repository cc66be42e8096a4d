"""The large buttons under the message field."""

from __future__ import annotations

from collections.abc import Iterable

from desk.actions.cases.officials import official_of
from desk.domain.cases.case import Case
from desk.domain.people.people import Role
from desk.domain.talk.menus import RESIDENT_MENU
from desk.domain.talk.messages import Ask, Button, Json, Keyboard, Rows
from desk.domain.worklists.queue import DESKS
from handlers.talk.turn import Turn

_PATROL = Button("menu.button.patrol")
STAFF_MENU: Rows = ((Button("menu.button.today"), _PATROL), *RESIDENT_MENU)
DESK_MENU: Rows = ((Button("menu.button.today"), Button("menu.button.desk"), _PATROL), *RESIDENT_MENU)

_WAY_OUT = (Button("menu.button.back"), Button("menu.button.cancel"))
STORY_ROWS: Rows = ((Button("menu.button.finished"),), _WAY_OUT)
LOCATED_STORY_ROWS: Rows = (
    (Button("menu.button.finished"),),
    (Button("menu.button.location", ask=Ask.LOCATION),),
    _WAY_OUT,
)
WORDS_ROWS: Rows = (_WAY_OUT,)
SKIP_ROWS: Rows = ((Button("menu.button.skip"),), _WAY_OUT)
PLACE_ROWS: Rows = ((Button("menu.button.location", ask=Ask.LOCATION),), _WAY_OUT)
CARD_ROW = (Button("menu.button.contact", ask=Ask.CONTACT),)
CONTACT_ROWS: Rows = (CARD_ROW, *SKIP_ROWS)
OWN_CONTACT_ROWS: Rows = (CARD_ROW, _WAY_OUT)


async def menu_rows(turn: Turn) -> Rows:
    """The menu of this person: officials have their day's work on top, desks their queue beside it."""
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        return RESIDENT_MENU
    return menu_of([post.role for post in await turn.work.staff.posts_of(staff.id)])


def menu_of(roles: Iterable[Role]) -> Rows:
    """The menu of an official with posts of these roles."""
    return DESK_MENU if any(role in DESKS for role in roles) else STAFF_MENU


async def say_with_menu(turn: Turn, template: str, **arguments: Json) -> None:
    """Say something and put the menu back."""
    await turn.say(template, arguments, await menu_rows(turn), Keyboard.REPLY)


async def say_receipt(turn: Turn, case: Case, template: str, **arguments: Json) -> None:
    """Say that a case is there, and put the menu back."""
    known: dict[str, Json] = {"number": case.number, **arguments}
    await turn.say(template, known, await menu_rows(turn), Keyboard.REPLY, receipt=case)
