from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.reading import load_rules
from desk.domain.cases.case import Kind
from desk.domain.county.rules import Span
from desk.domain.deadlines.calendar import (
    is_workday,
    provisional,
    workday_after,
    workday_before,
    workday_from,
)
from desk.domain.deadlines.deadlines import (
    accept_due,
    add,
    after_quiet,
    follow_up_due,
    is_quiet,
    next_working_morning,
    reply_due,
    visit_due,
)

RULES = load_rules("default")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
UNITS = st.sampled_from(["hours", "days", "working_days"])
SPANS = st.builds(lambda unit, amount: Span(**{unit: amount}), UNITS, st.integers(1, 20))


def at(text: str) -> datetime:
    """A local moment of the county, from `2026-11-23 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=RULES.zone)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_table_knows_every_working_day_that_the_package_knows(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    differing = [day for day in days if is_workday(day, RULES.calendar) != chinese_calendar.is_workday(day)]

    assert differing == []


def test_a_year_without_an_announcement_is_provisional_but_knows_the_days_of_the_law() -> None:
    new_year, spring_festival = date(2027, 1, 1), date(2027, 2, 8)

    assert provisional(2027, RULES.calendar)
    assert not provisional(2026, RULES.calendar)
    assert not is_workday(new_year, RULES.calendar)
    assert not is_workday(spring_festival, RULES.calendar)


def test_an_unlisted_year_follows_the_plain_week() -> None:
    friday, saturday = date(2031, 10, 3), date(2031, 10, 4)

    assert provisional(2031, RULES.calendar)
    assert is_workday(friday, RULES.calendar)
    assert not is_workday(saturday, RULES.calendar)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23 10:00", 2, "2026-11-25 18:00"),  # Monday
        ("2026-11-27 17:59", 2, "2026-12-01 18:00"),  # over a weekend
        ("2026-11-23 23:30", 2, "2026-11-25 18:00"),  # the hour makes no difference
        ("2026-02-13 10:00", 1, "2026-02-14 18:00"),  # a Saturday worked in exchange
        ("2026-02-14 10:00", 1, "2026-02-24 18:00"),  # over the Spring Festival
        ("2026-09-30 09:00", 3, "2026-10-10 18:00"),  # the week of the National Day and its Saturday
    ],
)
def test_working_days_end_at_closing_time_of_the_day(start: str, days: int, due: str) -> None:
    span = Span(working_days=days)

    assert add(span, at(start), RULES) == at(due)


def test_plain_days_count_holidays_and_end_at_closing_time() -> None:
    assert add(Span(days=15), at("2026-09-25 10:00"), RULES) == at("2026-10-10 18:00")


def test_hours_are_wall_hours_through_the_night() -> None:
    assert add(Span(hours=24), at("2026-10-01 22:00"), RULES) == at("2026-10-02 22:00")


@given(SPANS, MOMENTS)
def test_no_deadline_lies_before_its_beginning(span: Span, start: datetime) -> None:
    assert add(span, start, RULES) > start


@given(st.integers(1, 20), MOMENTS)
def test_a_deadline_in_working_days_never_falls_on_a_day_off(amount: int, start: datetime) -> None:
    due = add(Span(working_days=amount), start, RULES)

    assert is_workday(due.date(), RULES.calendar)
    assert due.timetz().replace(tzinfo=None) == time(18)


@given(SPANS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_who_comes_later_is_due_no_earlier(span: Span, start: datetime, later: timedelta) -> None:
    assert add(span, start, RULES) <= add(span, start + later, RULES)
    assert accept_due(start, RULES) <= accept_due(start + later, RULES)


@given(st.integers(1, 19), UNITS, MOMENTS)
def test_a_longer_span_is_due_later(amount: int, unit: str, start: datetime) -> None:
    assert add(Span(**{unit: amount}), start, RULES) < add(Span(**{unit: amount + 1}), start, RULES)


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 18:00"),
        ("2026-11-23 03:00", "2026-11-23 18:00"),
        ("2026-11-23 17:40", "2026-11-23 18:40"),  # nobody is overdue after twenty minutes
        ("2026-11-23 18:00", "2026-11-24 10:30"),
        ("2026-11-27 20:00", "2026-11-30 10:30"),  # Friday evening
        ("2026-11-28 09:00", "2026-11-30 10:30"),  # Saturday
        ("2026-02-15 09:00", "2026-02-24 10:30"),  # in the Spring Festival
        ("2026-05-09 09:00", "2026-05-09 18:00"),  # a Saturday worked in exchange
    ],
)
def test_a_case_is_accepted_the_same_day_or_the_next_working_morning(submitted: str, due: str) -> None:
    assert accept_due(at(submitted), RULES) == at(due)


def test_danger_waits_fifteen_minutes_and_for_no_morning() -> None:
    midnight_of_a_holiday = at("2026-10-01 23:55")

    assert accept_due(midnight_of_a_holiday, RULES, danger=True) == at("2026-10-02 00:10")


@given(MOMENTS)
def test_acceptance_is_due_after_submission_and_in_working_time(submitted: datetime) -> None:
    due = accept_due(submitted, RULES)

    assert due > submitted
    assert is_workday(due.date(), RULES.calendar)
    assert due.tzinfo is RULES.zone


def test_the_stages_of_a_hardship_report_follow_the_product() -> None:
    monday = at("2026-11-23 10:00")

    assert visit_due(Kind.HARDSHIP, monday, RULES) == at("2026-11-25 18:00")
    assert reply_due(Kind.HARDSHIP, monday, RULES) == at("2026-11-30 18:00")
    assert reply_due(Kind.POLICY_QUESTION, monday, RULES) == at("2026-11-26 18:00")
    assert follow_up_due(monday, RULES) == at("2026-11-30 18:00")


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 00:30", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
    ],
)
def test_what_would_ring_at_night_waits_for_the_morning(moment: str, after: str) -> None:
    assert after_quiet(at(moment), RULES) == at(after)


@given(MOMENTS)
def test_after_the_quiet_hours_it_is_never_quiet(moment: datetime) -> None:
    later = after_quiet(moment, RULES)

    assert later >= moment
    assert not is_quiet(later, RULES)
    assert after_quiet(later, RULES) == later


@given(st.dates(date(2025, 1, 10), date(2026, 11, 1)), st.integers(1, 15))
def test_working_days_counted_forth_and_back_meet(day: date, count: int) -> None:
    start = workday_from(day, RULES.calendar)

    assert workday_before(workday_after(start, count, RULES.calendar), count, RULES.calendar) == start


def test_the_next_working_morning_skips_the_holiday() -> None:
    assert next_working_morning(at("2026-09-30 12:00"), RULES) == at("2026-10-08 08:30")
