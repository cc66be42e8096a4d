"""Days as people say them: today, tomorrow, so many days, or a date that they type."""

from __future__ import annotations

import re
from datetime import date, timedelta

from desk.domain.text.cleaning import searched

TODAY, TOMORROW, DAYS = "today", "tomorrow", "days_"
_MONTH, _YEAR = 30, 364  # days
_WITH_MONTH = re.compile(r"\D*(?:(\d{4})\D+)?(\d{1,2})\D(\d{1,2})\D?\s*")
_DAY_ALONE = re.compile(r"(\d{1,2})\D?\s*")


def day_in(text: str, today: date) -> date | None:
    """The day that somebody typed; None when it is none.

    A day without a year, or without a month, is the next one: nobody plans for the past.
    """
    text = searched(text)
    if found := _WITH_MONTH.fullmatch(text):
        year, month, day = (int(part) if part else 0 for part in found.groups())
        return _real(year, month, day) if year else _next_year(today, month, day)
    if found := _DAY_ALONE.fullmatch(text):
        return _next_month(today, int(found.group(1)))
    return None


def past_day_in(text: str, today: date) -> date | None:
    """As `day_in`, for what has been: the last day that is meant, today at the latest, within a year."""
    for back in (_MONTH, _YEAR):
        found = day_in(text, today - timedelta(days=back))
        if found is not None and found <= today:
            return found
    return None


def day_named(choice: str, first: date) -> date | None:
    """The day behind a button; «three days» ends with the third, `first` being one of them."""
    if choice == TODAY:
        return first
    if choice == TOMORROW:
        return first + timedelta(days=1)
    count = choice.removeprefix(DAYS)
    if count == choice or not count.isdigit():
        return None
    return first + timedelta(days=int(count) - 1)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_year(today: date, month: int, day: int) -> date | None:
    years = (_real(today.year + more, month, day) for more in range(9))  # a 29th of February may be far
    return next((one for one in years if one is not None and one >= today), None)


def _next_month(today: date, day: int) -> date | None:
    months = (divmod(today.month - 1 + more, 12) for more in range(3))
    days = (_real(today.year + years, month + 1, day) for years, month in months)
    return next((one for one in days if one is not None and one >= today), None)
