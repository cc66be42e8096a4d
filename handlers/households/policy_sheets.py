"""Policy sheets: a desk sends a card of the library to households; the list of a household, and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.broadcasts.authors import areas_of
from desk.actions.broadcasts.compose import compose_sheet
from desk.actions.cases.door import Refusal
from desk.actions.households.policy_sheets import SheetsOf, hand_sheet, sheets_of
from desk.domain.broadcasts.broadcast import Audience, Recipients
from desk.domain.households.policy_sheet import (
    SHEET,
    SHEET_ITEM,
    HouseholdSheet,
    SheetItemTold,
    SheetTold,
    chosen_households,
)
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import with_picks
from desk.domain.talk.messages import Button, Json, Keyboard, Rows
from desk.domain.talk.reading import Unanswered, read
from handlers.talk.endings import told_in
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

_MOST_PICKS: Final = 90  # Telegram shows a hundred buttons below a message
_SHOWN: Final = 12  # sheets of one household: the newest
_SHORT: Final = 14  # characters of a title on a button


async def begin_sheet(turn: Turn) -> None:
    """Ask to whom and which; where they may send to is offered by name."""
    areas = await areas_of(turn.work, turn.person, sheets=True)
    topics = turn.work.policy.topics()
    if not areas:
        await say_with_menu(turn, "sheet.desks_only")
    elif not topics:
        await say_with_menu(turn, "sheet.no_library")
    else:
        picks = with_picks({}, "where", {area.code: area.name for area in areas[:_MOST_PICKS]})
        await open_form(turn, SHEET, with_picks(picks, "topic", {one.code: one.name for one in topics}))


async def finish_sheet(turn: Turn, draft: Draft) -> None:
    """The topic is chosen: now which of its cards."""
    told = await told_in(turn, draft, SheetTold)
    if told is None:
        return
    cards = turn.work.policy.cards_of(told.topic, turn.today)
    if not cards:
        await say_with_menu(turn, "sheet.not_current")
        return
    known = {name: draft.answers[name] for name in ("where", "class", "risk") if name in draft.answers}
    await open_form(
        turn, SHEET_ITEM, with_picks(known, "item", {one.id: one.title for one in cards[:_MOST_PICKS]})
    )


async def finish_sheet_item(turn: Turn, draft: Draft) -> None:
    """Read it back, as `handlers.broadcasts.compose` does."""
    told, households = read(SheetItemTold, draft.answers), chosen_households(draft.answers)
    if isinstance(told, Unanswered) or households is None:
        await begin_sheet(turn)
        return
    to = Recipients(told.where, Audience.HOUSEHOLDS, households)
    result = await compose_sheet(turn.work, turn.person, to, told.item)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, "sheet.read_back")


async def press_sheets(turn: Turn, household_id: int) -> None:
    """The sheets of a household, below its card."""
    await _show(turn, await sheets_of(turn.work, turn.person, household_id))


async def press_paper(turn: Turn, household_id: int, broadcast_id: int) -> None:
    """It was handed over on paper; the list says so."""
    result = await hand_sheet(turn.work, turn.person, household_id, broadcast_id)
    if not isinstance(result, Refusal):
        turn.notice("sheet.handed")
    await _show(turn, result)


async def _show(turn: Turn, found: SheetsOf | Refusal) -> None:
    if isinstance(found, Refusal):
        turn.notice(found.template, alert=True)
        return
    turn.notice()
    sheets = found.sheets[:_SHOWN]
    items: list[Json] = [_words(one) for one in sheets]
    words: dict[str, Json] = {"head": found.household.head.name, "sheets": items}
    rows: Rows = tuple((_paper(found.household.id, one),) for one in sheets if one.paper_at is None)
    await turn.say("sheet.list", words, rows, Keyboard.INLINE)


def _words(sheet: HouseholdSheet) -> Json:
    return {
        "title": sheet.title,
        "got_at": "" if sheet.got_at is None else sheet.got_at.isoformat(),
        "paper_at": "" if sheet.paper_at is None else sheet.paper_at.isoformat(),
    }


def _paper(household_id: int, sheet: HouseholdSheet) -> Button:
    code = f"h:{household_id}:paper:{sheet.broadcast_id}"
    return Button("sheet.button.paper", code, {"title": sheet.title[:_SHORT]})


ENDINGS: Final[Mapping[str, Ending]] = {
    SHEET.name: finish_sheet,
    SHEET_ITEM.name: finish_sheet_item,
}
