"""Commands: /start with or without a deep link, /help, /cancel."""

from __future__ import annotations

from dataclasses import replace

from desk.actions.people.subscriptions import ask_once
from desk.domain.county.areas import Level
from desk.domain.policy.view import gives_way
from desk.domain.talk.forms import Move
from handlers.people.contacts import tell_officials
from handlers.people.own_card import ask_for_card
from handlers.talk.continue_form import continue_form
from handlers.talk.forms import ask_again, close_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn

_VILLAGE = "v_"


async def start(turn: Turn) -> None:
    """Greet and take the village from the link; or go on to what else a link leads to."""
    payload = turn.said.payload
    for prefix, handler in turn.house.links.items():
        if payload.startswith(prefix):
            await handler(turn)
            return
    linked = await _take_village(turn, payload)
    place = turn.work.areas.path(turn.person.area_code) if turn.person.area_code else ""
    await say_with_menu(turn, "menu.welcome", place=place)
    if linked:
        await tell_officials(turn)
    if turn.draft is not None and not (turn.draft.has_story or turn.draft.alarmed):
        await close_form(turn)
        await ask_once(turn.work, turn.person)
    elif turn.draft is not None:
        await _go_on(turn)
    else:
        await ask_once(turn.work, turn.person)
        await ask_for_card(turn)


async def _go_on(turn: Turn) -> None:
    """The menu hides the buttons of an open form, so its question is asked again."""
    draft = turn.draft
    form = turn.house.forms.get(draft.form) if draft is not None and not gives_way(draft) else None
    if form is not None:
        await ask_again(turn, form, "form.still_open")


async def _take_village(turn: Turn, payload: str) -> bool:
    """The village of a code on a notice board is the reader's, until they say otherwise."""
    area = turn.work.areas.get(payload.removeprefix(_VILLAGE))
    if area is None or area.level is Level.COUNTY:
        return False
    turn.person = replace(turn.person, area_code=area.code)
    await turn.work.people.save(turn.person)
    return True


async def help_me(turn: Turn) -> None:
    """What the bot is for; then the open question once more."""
    await say_help(turn)
    await _go_on(turn)


async def say_help(turn: Turn) -> None:
    """What the bot is for."""
    await say_with_menu(turn, "menu.help", hotline=turn.work.rules.hotline)


async def cancel(turn: Turn) -> None:
    """Leave the open form, if there is one."""
    if turn.draft is None:
        await say_with_menu(turn, "form.nothing_open")
    else:
        await continue_form(turn, Move.CANCEL)
