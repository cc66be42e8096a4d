"""When officials are reminded: before a deadline, after it, and never when nobody may be disturbed."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.county.rules import Rules
from desk.domain.deadlines.calendar import is_workday, workday_before
from desk.domain.deadlines.deadlines import after_quiet, next_working_morning

DAYS_BEFORE = 1  # working days


def soon_from(due_at: datetime, rules: Rules) -> datetime:
    """From when on a deadline is near: the morning of the working day before it."""
    day = workday_before(rules.day_of(due_at), DAYS_BEFORE, rules.calendar)
    return rules.at(day, rules.hours.opens)


def when_allowed(moment: datetime, rules: Rules) -> datetime:
    """`moment`, or the next one on a working day and outside the quiet hours."""
    allowed = after_quiet(moment, rules)
    if is_workday(allowed.date(), rules.calendar):
        return allowed
    return next_working_morning(allowed, rules)


def county_told_at(due_at: datetime, rules: Rules) -> datetime:
    """When nobody has answered danger for twice the time allowed."""
    return due_at + timedelta(minutes=rules.acceptance.danger_minutes)
