"""What became of a broadcast: page by page for its author, and for whoever rings up who has not read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from desk.actions.broadcasts.results import (
    ReaderPage,
    ResultPage,
    UnreadPage,
    ask_villages,
    leave_held,
    readers_of,
    results_of,
    unread_in,
)
from desk.actions.cases.door import Refusal
from desk.domain.broadcasts.broadcast import PAGE, Broadcast, Readers
from desk.domain.county.areas import Area
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from handlers.talk.turn import Turn


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page as it is said; `ways` go to the pages before and after."""

    template: str
    arguments: Mapping[str, Json]
    rows: Rows
    ways: Mapping[str, str]


async def press_results(turn: Turn, broadcast_id: int, number: int = 0, first: str = "") -> None:
    """Everybody whom it was for, with what became of it."""
    await _results(turn, broadcast_id, number, first, missed=False)


async def press_missed(turn: Turn, broadcast_id: int, number: int = 0, first: str = "") -> None:
    """Those whom it did not reach for certain."""
    await _results(turn, broadcast_id, number, first, missed=True)


async def _results(turn: Turn, broadcast_id: int, number: int, first: str, *, missed: bool) -> None:
    page = await results_of(turn.work, turn.person, broadcast_id, number, missed=missed)
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    turn.notice()
    await _say(turn, _result_page(turn, page, "missed" if missed else "results"), first)


def _result_page(turn: Turn, page: ResultPage, verb: str) -> _Shown:
    people: list[Json] = [
        {"name": one.name, "place": turn.work.areas.path(one.area_code), "fate": one.fate.value}
        for one in page.people
    ]
    arguments: dict[str, Json] = {
        "people": people,
        "total": page.total,
        "missed": verb == "missed",
        "page": page.number + 1,
        "pages": page.pages,
        "held": page.held,
    }
    ways = _ways(f"b:{page.broadcast.id}:{verb}", page.number, page.pages)
    held = [_button(page.broadcast, verb) for verb in ("again", "leave")] if page.held else []
    return _Shown("broadcast.results_list", arguments, (tuple(held),) if held else (), ways)


async def press_leave(turn: Turn, broadcast_id: int) -> None:
    """Those of whom nobody knows are left alone."""
    _answer(turn, await leave_held(turn.work, turn.person, broadcast_id), "broadcast.left_alone")


async def press_ring(turn: Turn, broadcast_id: int) -> None:
    """The villages are asked to ring up."""
    _answer(turn, await ask_villages(turn.work, turn.person, broadcast_id), "broadcast.ring_asked")


def _answer(turn: Turn, result: Broadcast | Refusal, done: str) -> None:
    if isinstance(result, Refusal):
        turn.notice(result.template, alert=True, **result.arguments)
    else:
        turn.notice(done, alert=True)


async def press_readers(turn: Turn, broadcast_id: int, number: int = 0, first: str = "") -> None:
    """How many have read it: in all, and where they are residents village by village."""
    page = await readers_of(turn.work, turn.person, broadcast_id, number)
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    turn.notice()
    await _say(turn, _reader_page(page), first)


def _reader_page(page: ReaderPage) -> _Shown:
    broadcast = page.broadcast
    if not broadcast.recipients.private:
        arguments: dict[str, Json] = {"sent": page.tally.sent, "read": page.tally.read, "villages": []}
        return _Shown("broadcast.readers_list", {**arguments, "page": 1, "pages": 1}, (), {})
    villages: list[Json] = [_village(area, readers) for area, readers in page.villages]
    arguments = {
        "sent": page.tally.sent,
        "read": page.tally.read,
        "villages": villages,
        "page": page.number + 1,
        "pages": page.pages,
    }
    unread = [_unread_button(broadcast, *one) for one in page.villages if _has_unread(one[1])]
    rows = [*in_rows(unread, 2)]
    rows.append((_button(broadcast, "ring"),))
    ways = _ways(f"b:{broadcast.id}:readers", page.number, page.pages)
    return _Shown("broadcast.readers_list", arguments, tuple(rows), ways)


def _has_unread(readers: Readers | None) -> bool:
    return readers is not None and readers.sent > readers.read


def _village(area: Area, readers: Readers | None) -> Json:
    sent, read = (0, 0) if readers is None else (readers.sent, readers.read)
    return {"name": area.name, "sent": sent, "read": read}


def _unread_button(broadcast: Broadcast, area: Area, _readers: Readers | None) -> Button:
    code = f"b:{broadcast.id}:unread:{area.code}:0"
    return Button("broadcast.button.unread_in", code, {"village": area.name})


async def press_unread(turn: Turn, broadcast_id: int, village: str, number: int, first: str = "") -> None:
    """Who in a village has not read it, with their telephones; looking is noted."""
    page = await unread_in(turn.work, turn.person, broadcast_id, village, number)
    if isinstance(page, Refusal):
        turn.notice(page.template, alert=True)
        return
    turn.notice()
    await _say(turn, _unread_page(turn, page), first)


def _unread_page(turn: Turn, page: UnreadPage) -> _Shown:
    people: list[Json] = [{"name": one.name, "phone": one.phone} for one in page.people]
    place = turn.work.areas.path(page.village.code)
    begun = f"b:{page.broadcast.id}:unread:{page.village.code}"
    more = page.number + 1 + (len(page.people) == PAGE)
    arguments: dict[str, Json] = {"people": people, "place": place, "page": page.number + 1}
    return _Shown("broadcast.unread_list", arguments, (), _ways(begun, page.number, more))


def _button(broadcast: Broadcast, verb: str) -> Button:
    return Button(f"broadcast.button.{verb}", f"b:{broadcast.id}:{verb}")


def _ways(begun: str, number: int, pages: int) -> Mapping[str, str]:
    found = {"today.previous": f"{begun}:{number - 1}"} if number > 0 else {}
    return {**found, "today.next": f"{begun}:{number + 1}"} if number + 1 < pages else found


async def _say(turn: Turn, shown: _Shown, first: str) -> None:
    """The first page is a message; those after it take its place."""
    top = first or turn.said.stamp
    ways = tuple(Button(label, f"{code}:{top}") for label, code in shown.ways.items())
    await turn.put("notice_list", first, shown.template, shown.arguments, (*shown.rows, ways))


PLAIN: Final[Mapping[str, Callable[[Turn, int], Awaitable[None]]]] = {
    "results": press_results,
    "missed": press_missed,
    "readers": press_readers,
    "leave": press_leave,
    "ring": press_ring,
}
PAGED: Final[Mapping[str, Callable[..., Awaitable[None]]]] = {
    "results": press_results,
    "missed": press_missed,
    "readers": press_readers,
}
