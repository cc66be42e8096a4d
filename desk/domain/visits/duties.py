"""Who has to visit which households how often, and the windows in which a visit is due.

A duty is a rule: so many visits in every window, by one kind of visitor, to the households of some classes.
Windows are days of the plain calendar; a household that begins in the middle of one gets a longer or a
shorter first window, never one that is nearly over.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final

from annotated_types import Interval, MinLen

from desk.domain.households.household import Household, HouseholdClass, MonitoredKind

_DAY: Final = timedelta(days=1)
_NAME: Final = re.compile("[a-z][a-z0-9_]{1,40}")


class Visitor(StrEnum):
    """In which standing somebody visits a household."""

    OFFICER = "officer"  # the responsible officer of this household
    CADRE = "cadre"  # the cadre paired with it
    MONITOR = "monitor"  # the monitor of its village


class Every(StrEnum):
    """How long a window is. Months and longer begin with a month of the calendar."""

    DAYS = "days"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LENGTH: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}  # months


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the rules. `days` and `since` count windows of `Every.DAYS`; a call counts if `by_phone`.

    `kinds` leaves out other monitored households, and nobody of the other classes. `away` says whether it is
    for households whose people work away; None is for both.
    """

    name: str
    visitor: Visitor
    classes: Annotated[frozenset[HouseholdClass], MinLen(1)]
    every: Every
    since: date = date(2026, 1, 1)
    days: Annotated[int, Interval(ge=0, le=366)] = 0
    visits: Annotated[int, Interval(ge=1, le=31)] = 1
    kinds: frozenset[MonitoredKind] = frozenset()
    away: bool | None = None
    by_phone: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError("a name is small letters, digits and _")
        if (self.every is Every.DAYS) != (self.days > 0):
            raise ValueError('days must be said with every = "days", and only there')
        if self.kinds and HouseholdClass.MONITORED not in self.classes:
            raise ValueError("kinds are of monitored households, and classes has none")
        if 0 < self.days < self.visits:
            raise ValueError("there are fewer days in a window than visits")

    def is_for(self, household: Household) -> bool:
        """Whether this household has to be visited by this rule."""
        if household.household_class not in self.classes or self.away not in (None, household.lives_away):
            return False
        if self.visitor is Visitor.CADRE and household.cadre_id is None:
            return False
        monitored = household.household_class is HouseholdClass.MONITORED
        return not (self.kinds and monitored) or household.monitored_kind in self.kinds


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def window_of(duty: Duty, day: date) -> Window:
    """The window of this duty in which a day lies."""
    if duty.every is Every.DAYS:
        first = day - timedelta(days=(day - duty.since).days % duty.days)
        return Window(first, first + timedelta(days=duty.days - 1))
    length = _LENGTH[duty.every]
    first_month = (day.month - 1) // length * length + 1
    last_month = first_month + length - 1
    return Window(
        date(day.year, first_month, 1),
        date(day.year, last_month, calendar.monthrange(day.year, last_month)[1]),
    )


def first_window(duty: Duty, day: date) -> Window:
    """What a household gets that comes under the duty on a day: the rest of this window, if that is half of
    it at least, else all of the next one with it. So nobody begins late, and nobody waits unvisited.
    """
    whole = window_of(duty, day)
    rest = Window(day, whole.last)
    if 2 * rest.days >= whole.days:
        return rest
    return Window(day, window_of(duty, whole.last + _DAY).last)


def begins(duty: Duty, day: date) -> bool:
    """Whether a window begins on this day."""
    return window_of(duty, day).first == day
