"""Measures on the card of a household: one more, or one that is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.cases.door import STALE, Refusal
from desk.actions.households.measures import access_measures, finish_measure, open_measures, plan_measure
from desk.domain.deadlines.days import day_named
from desk.domain.households.household import Household, Measure
from desk.domain.procedures.forms import FINISH, HEAD, HOUSEHOLD, MEASURE, MeasureDoneTold, MeasureTold
from desk.domain.talk.forms import Answers, Form, with_picks
from handlers.talk.endings import ends
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

_LABEL: Final = 40
_MOST: Final = 20


async def press_measure(turn: Turn, household_id: int) -> None:
    """Ask for one more measure."""
    household = await _mine(turn, household_id)
    if household is not None:
        await _open(turn, MEASURE, household, {})


async def press_finish(turn: Turn, household_id: int) -> None:
    """Ask which of the open measures is done."""
    household = await _mine(turn, household_id)
    if household is None:
        return
    picks = {str(one.id): one.words[:_LABEL] for one in open_measures(household)[:_MOST]}
    if picks:
        await _open(turn, FINISH, household, with_picks({}, "measure", picks))
    else:
        turn.notice(STALE.template, alert=True)


async def _mine(turn: Turn, household_id: int) -> Household | None:
    access = await access_measures(turn.work, turn.person, household_id)
    if isinstance(access, Refusal):
        turn.notice(access.template, alert=True)
        return None
    return None if half_told(turn) else access[0]


async def _open(turn: Turn, form: Form, household: Household, answers: Answers) -> None:
    turn.notice()
    await open_form(turn, form, {**answers, HOUSEHOLD: household.id, HEAD: household.head.name})


async def finish_plan(turn: Turn, told: MeasureTold) -> None:
    """Agree on the measure."""
    measure = Measure(told.words, told.risk, planned_on=day_named(told.until, turn.today))
    await _say(turn, await plan_measure(turn.work, turn.person, told.household_id, measure), "measure")


async def finish_done(turn: Turn, told: MeasureDoneTold) -> None:
    """Mark the measure that was picked as done."""
    result = await finish_measure(turn.work, turn.person, told.household_id, told.measure)
    await _say(turn, result, "finish")


async def _say(turn: Turn, result: Household | Refusal, what: str) -> None:
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, f"procedure.{what}_noted")


ENDINGS: Final[Mapping[str, Ending]] = {
    MEASURE.name: ends(MeasureTold, finish_plan),
    FINISH.name: ends(MeasureDoneTold, finish_done),
}
