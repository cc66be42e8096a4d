"""On which day somebody was there or will come, and until when nobody needs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from desk.actions.cases.door import Refusal
from desk.actions.visits.home_card import Home, head_words, see_home
from desk.actions.visits.pause import pause_visits, plan_visit, resume_visits
from desk.domain.deadlines.days import day_in, past_day_in
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form
from desk.domain.talk.messages import Json, Rows
from desk.domain.visits.forms import (
    HEAD,
    HOUSEHOLD_ID,
    REASON,
    SPOT,
    VISIT_DAY,
    VISIT_PAUSE,
    VISIT_PLAN,
    VisitDayTold,
)
from desk.domain.visits.list_position import ListPosition
from desk.domain.visits.visit import PauseReason
from handlers.talk.endings import told_in
from handlers.talk.forms import open_form
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn
from handlers.visits.buttons import made_rows, plan_rows, reason_rows, until_rows
from handlers.visits.list import here, leave_behind, not_told_any_more, put_words, refuse_visit, show_home


async def _choose(turn: Turn, household_id: int, question: str, rows: Rows, spot: ListPosition) -> None:
    home = await see_home(turn.work, turn.person, household_id)
    if isinstance(home, Refusal):
        refuse_visit(turn, home)
        return
    words: dict[str, Json] = {**head_words(turn.work, home.household), "question": question}
    await put_words(turn, "visits.choose", words, rows, spot)


async def choose_day(turn: Turn, household_id: int, spot: ListPosition) -> None:
    """When were they there?"""
    await _choose(turn, household_id, "visits.when.made", made_rows(household_id, turn.today, spot), spot)


async def choose_plan(turn: Turn, household_id: int, spot: ListPosition) -> None:
    """When will they come?"""
    await _choose(turn, household_id, "visits.when.planned", plan_rows(household_id, turn.today, spot), spot)


async def choose_reason(turn: Turn, household_id: int, spot: ListPosition) -> None:
    """Why does nobody need to come?"""
    await _choose(turn, household_id, "visits.when.why", reason_rows(household_id, spot), spot)


async def choose_until(turn: Turn, household_id: int, reason: PauseReason, spot: ListPosition) -> None:
    """Until when does nobody need to come?"""
    longest = turn.work.rules.visiting.pause_days
    rows = until_rows(household_id, reason, longest, (turn.today, spot))
    await _choose(turn, household_id, "visits.when.until", rows, spot)


async def press_plan(turn: Turn, household_id: int, day: date, spot: ListPosition) -> None:
    """They will come on that day."""
    result = await plan_visit(turn.work, turn.person, household_id, day)
    await _done(turn, result, "visits.planned", spot)


async def press_pause(
    turn: Turn, household_id: int, reason: PauseReason, day: date, spot: ListPosition
) -> None:
    """Nobody needs to come until that day."""
    result = await pause_visits(turn.work, turn.person, household_id, reason, day)
    await _done(turn, result, "visits.paused", spot)


async def press_resume(turn: Turn, household_id: int, spot: ListPosition) -> None:
    """They are visited again."""
    result = await resume_visits(turn.work, turn.person, household_id)
    await _done(turn, result, "visits.resumed", spot)


async def _done(turn: Turn, result: Home | Refusal, notice: str, spot: ListPosition) -> None:
    if isinstance(result, Refusal):
        refuse_visit(turn, result)
        return
    turn.notice(notice)
    await show_home(turn, result.household.id, spot)


async def ask_day(turn: Turn, form: Form, household_id: int, spot: ListPosition, reason: str = "") -> None:
    """Any other day is typed."""
    home = await see_home(turn.work, turn.person, household_id)
    if isinstance(home, Refusal):
        refuse_visit(turn, home)
        return
    turn.notice()
    known: dict[str, Json] = {
        HOUSEHOLD_ID: household_id,
        SPOT: spot.code(),
        REASON: reason,
        HEAD: home.household.head.name,
    }
    await open_form(turn, form, known)


async def _finish(turn: Turn, draft: Draft) -> None:
    """Take the day that was typed; what is none is asked for again."""
    told = await told_in(turn, draft, VisitDayTold)
    if told is None:
        return
    made = draft.form == VISIT_DAY.name
    day = (past_day_in if made else day_in)(told.day, turn.today)
    if day is None:
        await turn.say("visits.no_such_day")
        await open_form(turn, _FORMS[draft.form], {**draft.answers, "day": None})
        return
    result = await _taken(turn, draft.form, told, day)
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
        return
    former = told.spot or here(turn)
    await say_with_menu(turn, _TAKEN[draft.form], on=day.isoformat())
    await show_home(turn, told.household_id, here(turn, former.page), day if made else None)
    await leave_behind(turn, former)


async def _taken(turn: Turn, form: str, told: VisitDayTold, day: date) -> Home | Refusal:
    household_id = told.household_id
    if form == VISIT_PLAN.name:
        return await plan_visit(turn.work, turn.person, household_id, day)
    if form == VISIT_PAUSE.name and told.reason is not None:
        return await pause_visits(turn.work, turn.person, household_id, told.reason, day)
    too_late = not_told_any_more(turn, day)
    return too_late or await see_home(turn.work, turn.person, household_id)


_TAKEN: Final = {
    VISIT_DAY.name: "visits.day_noted",
    VISIT_PLAN.name: "visits.planned",
    VISIT_PAUSE.name: "visits.paused",
}
_FORMS: Final = {form.name: form for form in (VISIT_DAY, VISIT_PLAN, VISIT_PAUSE)}
ENDINGS: Final[Mapping[str, Ending]] = dict.fromkeys(_FORMS, _finish)
