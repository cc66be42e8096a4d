"""Open deadlines counted anew, when a holiday notice or the rules have changed since they were stamped."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from desk.domain.cases.case import Case, DueStage
from desk.domain.county.rules import Rules
from desk.domain.deadlines.calendar import is_workday, workday_from
from desk.domain.deadlines.deadlines import reply_due, visit_due


def basis_of(rules: Rules) -> str:
    """A digest of everything that deadlines are counted by; equal rules, equal digest."""
    calendar = rules.calendar
    parts = (
        sorted(map(str, calendar.holidays)),
        sorted(map(str, calendar.workdays)),
        sorted((kind, repr(stages)) for kind, stages in rules.deadlines.items()),
        repr(rules.hours),
        repr(rules.acceptance),
        str(rules.zone),
    )
    return sha256(repr(parts).encode()).hexdigest()


def recounted(case: Case, rules: Rules) -> dict[str, datetime]:
    """The deadlines of the case that are different now, by column; empty when none is.

    A deadline that a person granted, or that stood still for a while, is nobody's but theirs: the caller
    leaves such cases out.
    """
    start = case.counted_from or case.submitted_at
    now = {
        "visit_due_at": visit_due(case.kind, start, rules),
        "reply_due_at": reply_due(case.kind, start, rules),
    }
    due_at = _next_due(case, now, rules)
    if due_at is not None:
        now["due_at"] = due_at
    return {name: moment for name, moment in now.items() if moment != getattr(case, name)}


def _next_due(case: Case, now: dict[str, datetime], rules: Rules) -> datetime | None:
    if case.due_stage is DueStage.VISIT:
        return now["visit_due_at"]
    if case.due_stage is DueStage.REPLY:
        return now["reply_due_at"]
    if case.due_stage is DueStage.ACCEPT and case.due_at is not None and not case.danger:
        return _on_a_working_day(case.due_at, rules)
    return None


def _on_a_working_day(due_at: datetime, rules: Rules) -> datetime:
    """Taking up is due the day it comes; if that has become a holiday, at the same hour of the next day."""
    local = due_at.astimezone(rules.zone)
    if is_workday(local.date(), rules.calendar):
        return due_at
    return rules.at(workday_from(local.date(), rules.calendar), local.time())
