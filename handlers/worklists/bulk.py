"""After the confirmation: every ticked case is given away, and what stayed is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import STALE, TOO_LATE
from desk.actions.worklists.bulk import Chosen, KeptCase, transfer_all
from desk.actions.worklists.queue import desk_of
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import text_at
from desk.domain.worklists.forms import BULK, CHOSEN, SPOT
from desk.domain.worklists.queue import QueueSlice, QueueView
from handlers.talk.endings import told_in
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn
from handlers.worklists.codes import QueuePosition, read_spot
from handlers.worklists.desk import list_desk

_NAMED: Final = 10  # cases that stayed; of more than these only the count is said
_PARTS: Final = 4  # of the code of a place in the queue
_WHY: Final = {STALE.template: "changed", TOO_LATE.template: "changed", "task.taken": "taken"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkTold:
    """To which unit the ticked cases go, by its code; which they are is read by `chosen_in`."""

    unit: str
    names: Mapping[str, Json]  # of the units


async def finish_bulk(turn: Turn, draft: Draft) -> None:
    """Give them away one by one, say what became of them, and show the queue as it is now."""
    told = await told_in(turn, draft, BulkTold)
    if told is None:
        return
    moved, kept = await transfer_all(turn.work, turn.person, chosen_in(draft), told.unit)
    stayed: list[Json] = [_stayed(one) for one in kept[:_NAMED]]
    unit = told.names.get(told.unit, "")
    await say_with_menu(turn, "bulk.done", unit=unit, moved=len(moved), kept=len(kept), stayed=stayed)
    if await desk_of(turn.work, turn.person) is not None:
        spot = spot_in(draft)
        await list_desk(turn, QueuePosition(QueueSlice(spot.part.view), first=spot.first))


def _stayed(one: KeptCase) -> dict[str, Json]:
    why = _WHY.get(one.refusal.template, "cannot")
    return {"number": one.number, "why": why, "owner": one.refusal.arguments.get("owner", "")}


def chosen_in(draft: Draft) -> list[Chosen]:
    """The ticked cases, in the order ticked."""
    ticked = draft.answers.get(CHOSEN)
    pairs = ticked if isinstance(ticked, list) else []
    return [
        Chosen(pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and isinstance(pair[0], int) and isinstance(pair[1], int)
    ]


def spot_in(draft: Draft) -> QueuePosition:
    """Where in the queue the boxes are open."""
    code = text_at(draft.answers, SPOT).split(":")
    return read_spot(*code) if len(code) == _PARTS else QueuePosition(QueueSlice(QueueView.ALL))


ENDINGS: Final[Mapping[str, Ending]] = {BULK.name: finish_bulk}
