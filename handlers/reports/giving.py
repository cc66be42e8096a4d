"""Words out of the blue from somebody who was asked for material: for that case, or something else?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.cases.case import State
from desk.domain.deadlines.forms import GIVING
from desk.domain.reports.forms import FREE
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, story_of
from desk.domain.talk.messages import Json
from handlers.reports.report import begin_report, finish_addition
from handlers.talk.forms import begin_draft
from handlers.talk.turn import Turn

_LOOKED_AT: Final = 8  # of the newest reports


async def begin_giving(turn: Turn) -> bool:
    """Open the form where one of this person's cases waits for material; nothing is asked yet."""
    cases = await turn.work.cases.find_of_reporter(turn.person.id, _LOOKED_AT)
    waiting = next((case for case in cases if case.state is State.AWAITING_MATERIAL), None)
    if waiting is None:
        return False
    facts: dict[str, Json] = {CASE_ID: waiting.id, NUMBER: waiting.number, STORY: [turn.said.piece()]}
    await begin_draft(turn, GIVING, facts)
    return True


async def _something_else(turn: Turn, draft: Draft) -> None:
    await begin_report(turn, {FREE: True, STORY: list[Json](story_of(draft.answers))})


FINISHERS: Final[Mapping[str, Callable[[Turn, Draft], Awaitable[None]]]] = {GIVING.name: finish_addition}
LEAVERS: Final[Mapping[tuple[str, str], Callable[[Turn, Draft], Awaitable[None]]]] = {
    (GIVING.name, "is_it"): _something_else
}
