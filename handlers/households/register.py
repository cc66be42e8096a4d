"""/household: looking a household up; everything of it is shown on a press, which the ledger notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.households.register import (
    A_LIST,
    FoundHouseholds,
    find_households,
    household_words,
    line_words,
    read_household,
    view_household,
)
from desk.domain.households.forms import FIND_HOUSEHOLD, HouseholdSought
from desk.domain.households.household import Household
from desk.domain.talk.messages import Button, Json, Keyboard, Rows, in_rows
from handlers.households.families import rows_of_family
from handlers.procedures.cards import rows_of_household
from handlers.talk.endings import ends
from handlers.talk.looking import look_or_ask, shown
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn
from handlers.visits.buttons import OPEN

CARD: Final = "card"
WHOLE: Final = "all"


async def show_household(turn: Turn) -> None:
    """What follows the command is looked for; without anything it is asked what to look for."""
    await look_or_ask(turn, FIND_HOUSEHOLD, _look)


async def finish_find_household(turn: Turn, told: HouseholdSought) -> None:
    """Look for what was said; a voice or a photo finds nothing."""
    await _look(turn, told.who)


async def _look(turn: Turn, words: str) -> None:
    found = await find_households(turn.work, turn.person, words)
    wanted = shown(words)
    if found is None:
        await say_with_menu(turn, "desk.officials_only")
    elif not found.households:
        await say_with_menu(turn, "household.nothing", wanted=wanted)
    elif len(found.households) == 1:
        await _show(turn, found.households[0])
    else:
        await _list(turn, found, wanted)


async def _list(turn: Turn, found: FoundHouseholds, wanted: str) -> None:
    items: list[Json] = [line_words(turn.work, one) for one in found.households]
    buttons = [
        Button("desk.open", f"h:{one.id}:{CARD}", {"n": n}) for n, one in enumerate(found.households, 1)
    ]
    arguments: dict[str, Json] = {"wanted": wanted, "items": items, "more": found.more, "most": A_LIST}
    await turn.say("household.list", arguments, in_rows(buttons), Keyboard.INLINE)


async def _show(turn: Turn, household: Household) -> None:
    sheets = Button("sheet.button.list", f"h:{household.id}:sheets")
    whole = Button("household.whole", f"h:{household.id}:{WHOLE}")
    visit = Button("visits.button.open", f"{OPEN}:{household.id}")
    family = await rows_of_family(turn.work, turn.person, household.id)
    steps = await rows_of_household(turn.work, turn.person, household)
    rows: Rows = ((whole, sheets), (visit, *family), *steps)
    await turn.say("household.card", await household_words(turn.work, household), rows, Keyboard.INLINE)


async def press_household(turn: Turn, household_id: int, wish: str) -> None:
    """A button under a list, or under a masked card."""
    see = read_household if wish == WHOLE else view_household
    household = await see(turn.work, turn.person, household_id)
    if isinstance(household, Refusal):
        turn.notice(household.template, alert=True)
        return
    turn.notice()
    if wish == WHOLE:
        await turn.say("household.card", await household_words(turn.work, household, whole=True))
    else:
        await _show(turn, household)


ENDINGS: Final[Mapping[str, Ending]] = {FIND_HOUSEHOLD.name: ends(HouseholdSought, finish_find_household)}
