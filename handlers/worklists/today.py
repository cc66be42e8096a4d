"""/today: what an official owes, overdue first, a page at a time."""

from __future__ import annotations

from desk.actions.cases.card_text import short_arguments
from desk.actions.worklists.today import Owed, TodayPage, find_due
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from desk.domain.talk.said import SaidKind
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


async def list_today(turn: Turn, number: int = 0) -> None:
    """The list; pages after the first replace it."""
    page = await find_due(turn.work, turn.person, number)
    if page is None:
        await say_with_menu(turn, "today.officials_only")
        return
    if not page.cases:
        await say_with_menu(turn, "today.nothing")
    else:
        first = _first_shown(turn)
        await turn.put("today", first, "today.list", _arguments(turn, page), _rows(page, first))


def _first_shown(turn: Turn) -> str:
    """The update that asked for the list; its number travels in the buttons that turn pages."""
    parts = turn.said.data.split(":")
    return parts[3] if turn.said.kind is SaidKind.PRESS and len(parts) > 3 else turn.said.stamp


def _arguments(turn: Turn, page: TodayPage) -> dict[str, Json]:
    items: list[Json] = [_item(turn, owed) for owed in page.cases]
    counts: dict[str, Json] = {**page.counts}
    return {"items": items, "counts": counts, "page": page.number + 1, "pages": page.pages}


def _item(turn: Turn, owed: Owed) -> dict[str, Json]:
    return {
        **short_arguments(turn.work, owed.case),
        "part": owed.urgency.value,
        "joined": owed.joined,
        "due_at": None if owed.due_at is None else owed.due_at.isoformat(),
    }


def _rows(page: TodayPage, first: str) -> Rows:
    """Two cases a row, then the way to the other pages."""
    buttons = [
        Button("today.open", f"m:card:{case.id}", {"number": case.number, "trouble": case.trouble})
        for case in (owed.case for owed in page.cases)
    ]
    rows = in_rows(buttons, 2)
    turning = []
    if page.number > 0:
        turning.append(Button("today.previous", f"m:today:{page.number - 1}:{first}"))
    if page.number + 1 < page.pages:
        turning.append(Button("today.next", f"m:today:{page.number + 1}:{first}"))
    return (*rows, tuple(turning)) if turning else rows
