"""/desk: the queue of a town, a department, the county or a leader; filters and pages edit one message."""

from __future__ import annotations

from collections.abc import Collection

from desk.actions.worklists.queue import (
    DeskViewer,
    QueuePage,
    desk_of,
    has_units,
    line_arguments,
    place_of,
    read_page,
)
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from desk.domain.worklists.queue import QueueLine, QueueSlice, QueueView
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn
from handlers.worklists.codes import QueuePosition
from handlers.worklists.today import list_today


async def list_desk(turn: Turn, spot: QueuePosition | None = None) -> None:
    """The queue; a spot out of a button replaces the message that it stands under."""
    desk = await desk_of(turn.work, turn.person)
    if desk is None:
        await say_with_menu(turn, "desk.officials_only")
    elif not desk.reach:
        await list_today(turn)  # whoever has no desk has their own list
    else:
        await _show(turn, desk, spot or QueuePosition(QueueSlice()))


async def _show(turn: Turn, desk: DeskViewer, spot: QueuePosition) -> None:
    page, spot = await page_at(turn, desk, spot)
    items = [Button("desk.open", f"q:o:{item.case.id}", {"n": n}) for n, item in enumerate(page.items, 1)]
    rows = (*in_rows(items), turning(page, spot, "v"), _filters(desk, spot), _tools(page, spot))
    await say_list(turn, spot, list_arguments(turn, desk, page, spot), rows)


async def page_at(turn: Turn, desk: DeskViewer, spot: QueuePosition) -> tuple[QueuePage, QueuePosition]:
    """The page of a spot, and the spot that is really shown: the list may have become shorter."""
    page = await read_page(turn.work, desk, spot.part)
    number = spot.number if page.part == spot.part else 1
    return page, QueuePosition(page.part, number, spot.first or turn.said.stamp)


async def say_list(turn: Turn, spot: QueuePosition, arguments: dict[str, Json], rows: Rows) -> None:
    """Put a list into the message that the spot names."""
    turn.notice()
    await turn.put("desk", spot.first, "desk.list", arguments, rows)


def list_arguments(
    turn: Turn, desk: DeskViewer, page: QueuePage, spot: QueuePosition, chosen: Collection[int] | None = None
) -> dict[str, Json]:
    """Header and lines; `chosen` are the cases that are ticked, where some may be."""

    def line(item: QueueLine) -> dict[str, Json]:
        return {**line_arguments(turn.work, item, desk.staff), "chosen": item.case.id in (chosen or ())}

    return {
        "place": place_of(turn.work, desk),
        "units": has_units(desk),
        "counts": {view.value: count for view, count in page.counts.items()},
        "view": page.part.view.value,
        "page": spot.number,
        "choosing": chosen is not None,
        "chosen": len(chosen or ()),
        "items": [line(item) for item in page.items],
    }


def turning(page: QueuePage, spot: QueuePosition, verb: str) -> tuple[Button, ...]:
    """The ways to the pages before and after."""
    ways = []
    if page.before:
        there = spot.turned(page.items[0], backwards=True) if page.items else spot
        ways.append(Button("desk.previous", f"q:{verb}:{there.code()}"))
    if page.after:
        there = spot.turned(page.items[-1], backwards=False)
        ways.append(Button("desk.next", f"q:{verb}:{there.code()}"))
    return tuple(ways)


def _filters(desk: DeskViewer, spot: QueuePosition) -> tuple[Button, ...]:
    views = [view for view in QueueView if view is not QueueView.UNITS or has_units(desk)]
    return tuple(
        Button(
            f"desk.view.{view.value}",
            f"q:v:{spot.of_view(view).code()}",
            {"shown": view is spot.part.view},
        )
        for view in views
    )


def _tools(page: QueuePage, spot: QueuePosition) -> tuple[Button, ...]:
    choose = [Button("desk.choose", f"q:s:{spot.code()}")] if page.items else []
    return (*choose, Button("desk.find", "q:f"))
