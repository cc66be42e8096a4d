"""The ladder: what follows when a deadline is over and nobody moves. Four steps, each once, in this order.

Gaps count from when a step was really taken, so that a desk that was switched off for a week goes on with one
step, never with two at once; and no step is taken outside working hours.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.cases.case import Case
from desk.domain.cases.lifecycle import OWED
from desk.domain.county.rules import Rules
from desk.domain.deadlines.calendar import is_workday, workday_after
from desk.domain.deadlines.deadlines import is_quiet


class LadderStep(StrEnum):
    """What was done about a case that stood still; a supervision is pressed by a person, at any time."""

    NOTICE = "notice"  # the owner is told, the superior has a copy
    RECTIFICATION = "rectification"  # the owner writes what will be done, by a new date
    INSPECTION = "inspection"  # the superior looks into it
    ACCOUNTABILITY = "accountability"  # the file is prepared; a person decides
    SUPERVISION = "supervision"


class FileDecision(StrEnum):
    """What a person makes of an accountability file."""

    CIRCULAR = "circular"
    TALK = "talk"
    NONE = "none"


CLIMBING: Final = (
    LadderStep.NOTICE,
    LadderStep.RECTIFICATION,
    LadderStep.INSPECTION,
    LadderStep.ACCOUNTABILITY,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of one case. `owner_id` is who was pressed then, `superior_id` who had the copy or pressed.

    `due_at` is the new date that the step sets: the moment from which the next one may be taken.
    """

    case_id: int
    step: LadderStep
    taken_at: datetime
    due_at: datetime | None = None
    owner_id: int | None = None
    superior_id: int | None = None
    received_at: datetime | None = None
    answered_at: datetime | None = None
    decision: FileDecision | None = None
    decided_by: int | None = None
    struck_at: datetime | None = None


def climbs(case: Case, rules: Rules) -> bool:
    """Whether pressure may grow over this case: somebody owes something, and its kind is not spared."""
    return case.state in OWED and case.due_at is not None and case.kind not in rules.ladder.exempt


def next_step(case: Case, taken: Collection[Taken], now: datetime, rules: Rules) -> LadderStep | None:
    """The step to be taken now, if any; never one that was taken before, nor one before its day."""
    step = _following(taken)
    if step is None or case.due_at is None or not climbs(case, rules) or not in_working_hours(now, rules):
        return None
    overdue_from = _morning_after(case.due_at, rules.ladder.notice, rules)
    last = max((one.taken_at for one in taken if one.step in CLIMBING), default=None)
    begins = (
        overdue_from if last is None else max(overdue_from, _morning_after(last, _gap(step, rules), rules))
    )
    return step if now >= begins else None


def new_date(step: LadderStep, taken_at: datetime, rules: Rules) -> datetime | None:
    """By when what a step asks for must be done: the morning of the next step; None after the last."""
    if step not in CLIMBING[:-1]:
        return None
    following = CLIMBING[CLIMBING.index(step) + 1]
    return _morning_after(taken_at, _gap(following, rules), rules)


def _following(taken: Collection[Taken]) -> LadderStep | None:
    done = {one.step for one in taken}
    return next((step for step in CLIMBING if step not in done), None)


def _gap(step: LadderStep, rules: Rules) -> int:
    """Working days since the step before; for the notice, since the deadline."""
    return int(getattr(rules.ladder, step.value))


def _morning_after(moment: datetime, working_days: int, rules: Rules) -> datetime:
    """Opening time of the so-many-th working day after the day of `moment`."""
    day = workday_after(rules.day_of(moment), working_days, rules.calendar)
    return rules.at(day, rules.hours.opens)


def in_working_hours(now: datetime, rules: Rules) -> bool:
    """Whether officials are at their desks: a working day between opening and closing, and nobody asleep."""
    local, hours = now.astimezone(rules.zone), rules.hours
    open_now = hours.opens <= local.time() < hours.closes and not is_quiet(now, rules)
    return open_now and is_workday(local.date(), rules.calendar)
