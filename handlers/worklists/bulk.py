"""After the confirmation: every ticked case is given away, and what stayed is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import STALE, TOO_LATE
from desk.actions.worklists.bulk import Chosen, KeptCase, transfer_all
from desk.actions.worklists.queue import desk_of
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json
from desk.domain.worklists.forms import BULK, CHOSEN, NAMES, SPOT
from desk.domain.worklists.queue import QueueSlice
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn
from handlers.worklists.codes import QueuePosition, read_spot
from handlers.worklists.desk import list_desk

_NAMED: Final = 10  # cases that stayed; of more than these only the count is said
_WHY: Final = {STALE.template: "changed", TOO_LATE.template: "changed", "task.taken": "taken"}


async def finish_bulk(turn: Turn, draft: Draft) -> None:
    """Give them away one by one, say what became of them, and show the queue as it is now."""
    code = str(draft.answers.get("unit"))
    moved, kept = await transfer_all(turn.work, turn.person, chosen_in(draft), code)
    names = draft.answers.get(NAMES)
    stayed: list[Json] = [_stayed(one) for one in kept[:_NAMED]]
    await say_with_menu(
        turn,
        "bulk.done",
        unit=names.get(code, "") if isinstance(names, dict) else "",
        moved=len(moved),
        kept=len(kept),
        stayed=stayed,
    )
    if await desk_of(turn.work, turn.person) is not None:
        spot = spot_in(draft)
        await list_desk(turn, QueuePosition(QueueSlice(spot.part.view), first=spot.first))


def _stayed(one: KeptCase) -> dict[str, Json]:
    why = _WHY.get(one.refusal.template, "cannot")
    return {"number": one.number, "why": why, "owner": one.refusal.arguments.get("owner", "")}


def chosen_in(draft: Draft) -> list[Chosen]:
    """The ticked cases, in the order ticked."""
    pairs = draft.answers.get(CHOSEN)
    return [Chosen(int(str(pair[0])), int(str(pair[1]))) for pair in _lists(pairs)]


def _lists(value: Json) -> list[list[Json]]:
    return [one for one in value if isinstance(one, list)] if isinstance(value, list) else []


def spot_in(draft: Draft) -> QueuePosition:
    """Where in the queue the boxes are open."""
    return read_spot(*str(draft.answers[SPOT]).split(":"))


ENDINGS: Final[Mapping[str, Ending]] = {BULK.name: finish_bulk}
