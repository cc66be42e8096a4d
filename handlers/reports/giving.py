"""Words out of the blue from somebody who was asked for material: for that case, or something else?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.cases.case import Case, State
from desk.domain.reports.forms import FREE, GIVING
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, story_of
from desk.domain.talk.messages import Json
from handlers.reports.report import begin_report, finish_addition
from handlers.talk.danger import watch_for_danger
from handlers.talk.forms import ask, begin_draft
from handlers.talk.turn import Ending, Recogniser, StepName, Turn

_LOOKED_AT: Final = 8  # of the newest reports


async def _hear_material(turn: Turn) -> Case | None:
    cases = await turn.work.cases.find_of_reporter(turn.person.id, _LOOKED_AT)
    return next((case for case in cases if case.state is State.AWAITING_MATERIAL), None)


async def _take_material(turn: Turn, waiting: Case) -> None:
    """Ask whether it is for that case."""
    facts: dict[str, Json] = {CASE_ID: waiting.id, NUMBER: waiting.number, STORY: [turn.said.piece()]}
    await begin_draft(turn, GIVING, facts)
    await watch_for_danger(turn, GIVING, stored=True)
    await ask(turn, GIVING)


async def _something_else(turn: Turn, draft: Draft) -> None:
    await begin_report(turn, {FREE: True, STORY: list[Json](story_of(draft.answers))})


ENDINGS: Final[Mapping[str, Ending]] = {GIVING.name: finish_addition}
LEAVINGS: Final[Mapping[StepName, Ending]] = {(GIVING.name, "is_it"): _something_else}
FREE_WORDS: Final = {"material": Recogniser(_hear_material, _take_material)}
