"""Visits to households: what is due, what was found, and when nobody needs to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from desk.domain.visits.duties import Visitor, Window


class How(StrEnum):
    """How somebody was visited."""

    HOME = "home"
    PHONE = "phone"


class FindingLevel(StrEnum):
    """How it stands with one of them."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands, with the visitor's words if there are any."""

    level: FindingLevel
    words: str = ""


Findings = Mapping[str, Finding]  # by the code of a topic


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture taken or a voice spoken at the visit, as Telegram names it."""

    file_id: str
    kind: str = "photo"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was said. `visited_on` is the day as the visitor says it, `recorded_at` when we heard.

    `as_visitors` are the standings in which it counts; none for somebody who just looked in. `late` is a
    visit after the window of a duty that nobody had fulfilled.
    """

    id: int
    household_id: int
    staff_id: int
    how: How
    visited_on: date
    recorded_at: datetime
    as_visitors: frozenset[Visitor] = frozenset()
    unchanged: bool = False
    late: bool = False
    findings: Findings = field(default_factory=dict)
    words: str = ""  # what else was said
    photos: Sequence[Photo] = ()
    latitude: float | None = None
    longitude: float | None = None
    case_id: int | None = None  # the problem that was found on the spot


class PeriodState(StrEnum):
    """What became of one window of a duty."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    MISSED = "missed"
    LIFTED = "lifted"  # nobody had to go after all; it counts for nothing


@dataclass(frozen=True, slots=True)
class Period:
    """One window of a duty for one household. Its terms stay as they were when it was opened.

    Days that have visits are counted, not visits. `late_on` is the first visit after the window.
    """

    id: int
    household_id: int
    duty: str
    visitor: Visitor
    due_from: date
    due_by: date
    state: PeriodState = PeriodState.OPEN
    wanted: int = 1
    done: int = 0
    by_phone: bool = False
    late_on: date | None = None

    def takes(self, how: How) -> bool:
        """Whether such a visit counts for it."""
        return how is How.HOME or self.by_phone

    def holds(self, day: date) -> bool:
        """Whether a day lies in its window."""
        return self.due_from <= day <= self.due_by


class PauseReason(StrEnum):
    """Why nobody needs to go for a while."""

    AWAY = "away"
    MOVED = "moved"
    DIED = "died"
    EXITED = "exited"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a household is not visited, both ends included."""

    household_id: int
    reason: PauseReason
    from_on: date
    until_on: date
    id: int = 0


def lifted_by(period: Period, pauses: Sequence[Pause]) -> bool:
    """Whether pauses leave less than half of the window, or cover its end: nobody is blamed for it then."""
    length = (period.due_by - period.due_from).days + 1
    covered = {
        day
        for pause in pauses
        for day in range(
            max(pause.from_on, period.due_from).toordinal(),
            min(pause.until_on, period.due_by).toordinal() + 1,
        )
    }
    return period.due_by.toordinal() in covered or 2 * (length - len(covered)) < length


@dataclass(frozen=True, slots=True)
class Rate:
    """Windows that were fulfilled, of those that are over and count."""

    fulfilled: int
    missed: int

    @property
    def counted(self) -> int:
        """The denominator."""
        return self.fulfilled + self.missed


@dataclass(frozen=True, slots=True)
class TownRate:
    """How a town stood in a month, as far as that month had been counted."""

    area_code: str
    month: Window
    rate: Rate


class Visited(NamedTuple):
    """As much of a household as it takes to know who goes there."""

    id: int
    area_code: str
    officer_id: int | None
    cadre_id: int | None

    def named_for(self, visitor: Visitor) -> int | None:
        """The official who goes there by name; None where that is the village's monitor."""
        if visitor is Visitor.OFFICER:
            return self.officer_id
        return self.cadre_id if visitor is Visitor.CADRE else None


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A visit that somebody owes."""

    period: Period
    household: Visited


@dataclass(frozen=True, slots=True)
class VisitLag:
    """How one official, or one village where nobody goes by name, stands with the windows that are over."""

    area_code: str
    visitor: Visitor
    staff_id: int | None
    rate: Rate


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A visit that was announced for a day."""

    id: int
    household_id: int
    staff_id: int
    planned_on: date
