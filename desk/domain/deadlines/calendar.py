"""Working days of the Chinese calendar: weekends, holidays, and the weekends that are worked in exchange."""

from __future__ import annotations

from datetime import date, timedelta

from desk.domain.county.rules import Calendar

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether offices work that day. Days the table does not name follow the plain week."""
    if day in calendar.workdays:
        return True
    return day.weekday() < _SATURDAY and day not in calendar.holidays


def workday_from(day: date, calendar: Calendar) -> date:
    """The first working day that is not before `day`."""
    while not is_workday(day, calendar):
        day += _DAY
    return day


def workday_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `day`, which itself is not counted."""
    for _ in range(count):
        day = workday_from(day + _DAY, calendar)
    return day


def workday_before(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day before `day`, which itself is not counted."""
    for _ in range(count):
        day -= _DAY
        while not is_workday(day, calendar):
            day -= _DAY
    return day


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_workday(day, calendar) for day in days)


def provisional(year: int, calendar: Calendar) -> bool:
    """Whether the holidays of that year are not announced yet, so that deadlines in it may still move."""
    return year not in calendar.years
