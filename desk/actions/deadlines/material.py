"""The resident must bring something first: the clock stands still, visibly, until they have or time is up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.actions.cases.door import Access, Refusal, access_case, access_fresh, acting
from desk.actions.cases.official_words import keep_official_words, text_in
from desk.actions.cases.record import move_case
from desk.actions.cases.responsible import who_holds
from desk.actions.cases.settle import settle
from desk.actions.cases.tell_official import notify_official
from desk.actions.cases.tell_reporter import forward, tell_reporter, tell_reporter_by_day, who_comes
from desk.domain.cases.capacity import Capacity
from desk.domain.cases.case import Act, Case, DueStage
from desk.domain.county.rules import Span
from desk.domain.deadlines import deadlines
from desk.domain.deadlines.reminders import soon_from
from desk.domain.deadlines.stages import after_acceptance
from desk.domain.people.people import Person
from desk.domain.talk.messages import Button, Rows
from desk.domain.talk.pieces import Piece
from desk.ports.work import Work

HELP_FIRST = Refusal("material.help_first")
OVER = Refusal("material.over")


async def ask_for_material(work: Work, person: Person, case_id: int, piece: Piece) -> Case | Refusal:
    """Stop the clock and tell the resident, in the owner's words, what to bring.

    Where somebody may come to harm, help comes before papers: the home must have been seen first.
    """
    access = await access_case(work, person, case_id, Act.ASK_MATERIAL)
    if isinstance(access, Refusal):
        return access
    if (refusal := why_not_wait(work, access.case)) is not None:
        return refusal
    staff, words = acting(access), text_in([piece])
    case = await move_case(
        work,
        access,
        Act.ASK_MATERIAL,
        words,
        paused_at=work.now,
        due_stage=DueStage.MATERIAL,
        due_at=_material_due(work),
    )
    await keep_official_words(work, case, person, "material", [piece])
    await settle(work, case, staff)
    told = {**who_comes(case, staff), "words": words, "due_on": _day_due(case)}
    await tell_reporter(work, case, "material.told", told, _giving_rows(case))
    await forward(work, case, piece, f"material_file:{case.id}:{case.version}")
    return case


def why_not_wait(work: Work, case: Case) -> Refusal | None:
    """Why nothing may be waited for; None where it may. A clock that has run out does not stop any more."""
    if case.danger and case.visited_at is None:
        return HELP_FIRST
    return OVER if case.reply_due_at <= work.now else None


def _material_due(work: Work) -> datetime:
    span = Span(working_days=work.rules.handling.material_working_days)
    return deadlines.add(span, work.now, work.rules)


def _day_due(case: Case) -> str:
    return "" if case.due_at is None else case.due_at.isoformat()


def _giving_rows(case: Case) -> Rows:
    return ((Button("material.give", f"o:{case.id}:add"),),)


async def give_material(work: Work, access: Access, **changes: Any) -> Case:
    """What the reporter has just said is what was asked for: the clock runs again, as they are answered."""
    return await _resume(work, access, Act.GIVE_MATERIAL, **changes)


async def resume_case(work: Work, person: Person, case_id: int, version: int) -> Case | Refusal:
    """The owner goes on without it, or has got it by hand."""
    access = await access_fresh(work, person, case_id, version, Act.RESUME)
    if isinstance(access, Refusal):
        return access
    case = await _resume(work, access, Act.RESUME)
    await settle(work, case, acting(access))
    await tell_reporter(work, case, "material.resumed", who_comes(case, acting(access)))
    return case


async def resume_by_time(work: Work, case: Case) -> Case:
    """Time is up: the owner goes on with what there is, and both sides learn that the clock runs."""
    case = await _resume(work, Access(case, Capacity.DESK, None), Act.RESUME)
    owner = (await who_holds(work, case)).staff
    await settle(work, case, owner)
    await notify_official(work, case, owner, "material.time_up", {"due_at": _day_due(case)})
    await tell_reporter_by_day(work, case, "material.not_given", who_comes(case, owner))
    return case


async def _resume(work: Work, access: Access, act: Act, **changes: Any) -> Case:
    """As many working days are left as when the clock stopped."""
    changes |= {**_shifted(work, access.case), "paused_at": None}
    stage, due_at = after_acceptance(replace(access.case, **changes), work.rules)
    return await move_case(work, access, act, **{**changes, "due_stage": stage, "due_at": due_at})


def _shifted(work: Work, case: Case) -> dict[str, Any]:
    """A visit that was made keeps its deadline: whether it was in time does not change afterwards."""
    paused_at = case.paused_at or work.now
    moved = {"reply_due_at": deadlines.resumed(case.reply_due_at, paused_at, work.rules, work.now)}
    if case.visited_at is None:
        moved["visit_due_at"] = deadlines.resumed(case.visit_due_at, paused_at, work.rules, work.now)
    return moved


async def remind_of_material(work: Work, case: Case) -> None:
    """The day before time is up the resident is reminded once."""
    if case.due_at is None or work.now < soon_from(case.due_at, work.rules):
        return
    owner = (await who_holds(work, case)).staff
    told = {**who_comes(case, owner), "due_on": _day_due(case)}
    await tell_reporter_by_day(work, case, "material.soon", told)
