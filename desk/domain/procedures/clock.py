"""By when the steps of a household's procedure are to be done, and since when each is late."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.cases.case import Kind
from desk.domain.county.rules import Rules, Span
from desk.domain.deadlines.calendar import is_workday
from desk.domain.deadlines.deadlines import add, deadlines_of
from desk.domain.procedures.procedure import FEWEST_NOTICE_DAYS, OVER, Procedure, Stage


def decide_by(start: datetime, rules: Rules) -> datetime:
    """The end of the clock that runs from the clue, or from the assessment of an exit, to the decision."""
    stages = deadlines_of(Kind.HARDSHIP, rules)
    return add(stages.decision or stages.reply, start, rules)


def stage_due(procedure: Procedure, stage: Stage, now: datetime, rules: Rules) -> datetime:
    """By when the stage that begins now is to be done; the clock of the whole is never outlived.

    Only the notice hangs as long as it must; there is a working day to take it down.
    """
    if stage is Stage.ON_NOTICE:
        ends = now + timedelta(days=rules.procedures.notice_days)
        return add(Span(working_days=1), ends, rules)
    if stage is Stage.MEASURES:
        return add(Span(days=rules.procedures.measures_days), now, rules)
    if stage in OVER:
        return procedure.due_at
    due = add(rules.procedures.stages[stage], now, rules)
    return due if procedure.decide_by is None else min(due, procedure.decide_by)


def notice_may_end(procedure: Procedure) -> datetime | None:
    """From when on the notice may be taken down; None when it does not hang."""
    if procedure.posted_at is None:
        return None
    return procedure.posted_at + timedelta(days=FEWEST_NOTICE_DAYS)


def notice_until(procedure: Procedure, rules: Rules) -> datetime | None:
    """How long it should hang by the county's rules; None when it does not hang."""
    if procedure.posted_at is None:
        return None
    return procedure.posted_at + timedelta(days=rules.procedures.notice_days)


def near_from(procedure: Procedure, rules: Rules) -> datetime:
    """From when on a step is near its time: the end of the notice, or the morning of the last working day."""
    ends = notice_until(procedure, rules)
    if procedure.stage is Stage.ON_NOTICE and ends is not None:
        return ends
    day = rules.day_of(procedure.due_at)
    while not is_workday(day, rules.calendar):
        day -= timedelta(days=1)
    return rules.at(day, rules.hours.opens)


def is_late(procedure: Procedure, now: datetime) -> bool:
    """Whether the step that is waited for, or the whole, should have been done."""
    over = procedure.decide_by is not None and procedure.decide_by < now
    undecided = procedure.stage is not Stage.MEASURES
    return procedure.is_open and (procedure.due_at < now or (over and undecided))


def sweep_year(now: datetime, rules: Rules) -> int | None:
    """The year whose assessments are to be opened now; None before their day."""
    local = rules.day_of(now)
    begins = (rules.procedures.sweep_month, rules.procedures.sweep_day)
    return local.year if (local.month, local.day) >= begins else None


def sweep_since(now: datetime, rules: Rules) -> datetime:
    """Who came under watch after this moment is not assessed at the end of the year: it is too early."""
    return now - timedelta(days=rules.procedures.early_exit_days)
