"""Acts that stop or move a clock: material that a resident must bring, and more time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import Access, Refusal
from desk.actions.deadlines.extension import ask_for_time, days_offered, grant_time, refuse_time, why_not_now
from desk.actions.deadlines.material import ask_for_material, resume_case, why_not_wait
from desk.domain.cases.card_forms import CaseWords
from desk.domain.cases.case import Act
from desk.domain.deadlines.forms import (
    DAYS,
    EXTENSION,
    MATERIAL,
    ExtensionTold,
)
from desk.domain.talk.forms import Answers, Form, with_picks
from handlers.cases.card_forms import say_done
from handlers.talk.endings import ends
from handlers.talk.turn import Beginning, CardAct, Ending, Turn


async def with_material_asked(turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """Whether the clock may wait for material now."""
    return why_not_wait(turn.work, access.case) or answers


async def with_days_offered(turn: Turn, access: Access, answers: Answers) -> Answers | Refusal:
    """So many days may be asked for, if any."""
    refusal = await why_not_now(turn.work, access.case)
    days = {str(days): str(days) for days in days_offered(turn.work.rules)}
    return refusal or with_picks(answers, DAYS, days)


async def finish_material(turn: Turn, told: CaseWords) -> None:
    """Stop the clock until the resident has brought it."""
    result = await ask_for_material(turn.work, turn.person, told.case_id, told.words)
    await say_done(turn, MATERIAL.name, result)


async def finish_extension(turn: Turn, told: ExtensionTold) -> None:
    """Put the question to the superior."""
    result = await ask_for_time(turn.work, turn.person, told.case_id, told.days, told.reason)
    await say_done(turn, EXTENSION.name, result)


ACTS: Final[Mapping[Act, CardAct]] = {Act.RESUME: resume_case, Act.GRANT: grant_time, Act.REFUSE: refuse_time}
ACT_FORMS: Final[Mapping[Act, Form]] = {Act.ASK_MATERIAL: MATERIAL, Act.ASK_EXTENSION: EXTENSION}
ACT_FACTS: Final[Mapping[Act, Beginning]] = {
    Act.ASK_MATERIAL: with_material_asked,
    Act.ASK_EXTENSION: with_days_offered,
}
ENDINGS: Final[Mapping[str, Ending]] = {
    MATERIAL.name: ends(CaseWords, finish_material),
    EXTENSION.name: ends(ExtensionTold, finish_extension),
}
