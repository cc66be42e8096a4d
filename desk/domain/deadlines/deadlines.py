"""Moments by which something must be done. Working days end at closing time; hours are wall hours.

Every result is an aware moment in the county's time zone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desk.domain.cases.case import Kind
from desk.domain.county.rules import Deadlines, Rules, Span
from desk.domain.deadlines.calendar import is_workday, workday_after, workday_from, workdays_between


def add(span: Span, start: datetime, rules: Rules) -> datetime:
    """`start` and a length of time. The day of `start` is not counted, whatever the hour."""
    if span.hours is not None:
        return _later(start, timedelta(hours=span.hours), rules)
    day = rules.day_of(start)
    if span.days is not None:
        return rules.at(day + timedelta(days=span.days), rules.hours.closes)
    return rules.at(workday_after(day, span.working_days or 0, rules.calendar), rules.hours.closes)


def accept_due(submitted_at: datetime, rules: Rules, *, danger: bool = False) -> datetime:
    """When somebody must have taken the case up.

    The same working day until closing, but never sooner than the grace after submission; what comes after
    closing or on a day off waits for the next working morning. Danger waits for nothing.
    """
    if danger:
        return _later(submitted_at, timedelta(minutes=rules.acceptance.danger_minutes), rules)
    local = submitted_at.astimezone(rules.zone)
    if not is_workday(local.date(), rules.calendar) or local.time() >= rules.hours.closes:
        morning = next_working_morning(submitted_at, rules)
        return _later(morning, timedelta(hours=rules.acceptance.morning_hours), rules)
    grace = _later(submitted_at, timedelta(minutes=rules.acceptance.grace_minutes), rules)
    return max(grace, rules.at(local.date(), rules.hours.closes))


def visit_due(kind: Kind, counted_from: datetime, rules: Rules) -> datetime:
    """When the home must have been visited; where nobody has to go, when the answer is due."""
    stages = deadlines_of(kind, rules)
    return add(stages.visit or stages.reply, counted_from, rules)


def needs_visit(kind: Kind, rules: Rules) -> bool:
    """Whether somebody has to go and see."""
    return deadlines_of(kind, rules).visit is not None


def reply_due(kind: Kind, submitted_at: datetime, rules: Rules) -> datetime:
    """When the resident must have an answer."""
    return add(deadlines_of(kind, rules).reply, submitted_at, rules)


def follow_up_due(resolved_at: datetime, rules: Rules) -> datetime:
    """When an unanswered call-back closes the case."""
    return add(Span(days=rules.follow_up_days), resolved_at, rules)


def deadlines_of(kind: Kind, rules: Rules) -> Deadlines:
    """What the rules say for this kind of case; the loader has made sure that there is something."""
    return rules.deadlines[kind]


def resumed(due_at: datetime, paused_at: datetime, rules: Rules, now: datetime) -> datetime:
    """A deadline after the clock stood still: as many working days are left as when it stopped.

    A pause within one working day moves nothing; a deadline that was over already stays over.
    """
    if due_at <= paused_at:
        return due_at
    stopped = rules.day_of(paused_at)
    local = due_at.astimezone(rules.zone)
    left = workdays_between(stopped, local.date(), rules.calendar)
    day = workday_after(rules.day_of(now), left, rules.calendar)
    return max(due_at, rules.at(day, local.time()))


def next_working_morning(moment: datetime, rules: Rules) -> datetime:
    """Opening time of the first working day after the day of `moment`."""
    day = rules.day_of(moment) + timedelta(days=1)
    return rules.at(workday_from(day, rules.calendar), rules.hours.opens)


def is_quiet(moment: datetime, rules: Rules) -> bool:
    """Whether nobody may be disturbed then."""
    clock, hours = moment.astimezone(rules.zone).time(), rules.hours
    if hours.quiet_from <= hours.quiet_to:
        return hours.quiet_from <= clock < hours.quiet_to
    return clock >= hours.quiet_from or clock < hours.quiet_to


def after_quiet(moment: datetime, rules: Rules) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into."""
    local = moment.astimezone(rules.zone)
    if not is_quiet(moment, rules):
        return local
    ends_next_day = local.time() >= rules.hours.quiet_to
    return rules.at(local.date() + timedelta(days=int(ends_next_day)), rules.hours.quiet_to)


def _later(start: datetime, length: timedelta, rules: Rules) -> datetime:
    """Through UTC: adding to a local time would count the clock's jumps."""
    return (start.astimezone(UTC) + length).astimezone(rules.zone)
