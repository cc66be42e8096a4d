"""What reminders of visits need of `storage`. Days are dates of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import DueVisit, Visited, VisitPlan


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a household is told something, in which language."""

    user_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A visit that was recorded: when, and where."""

    visit_id: int
    recorded_at: datetime
    household: Visited


@dataclass(frozen=True, slots=True)
class Days:
    """Windows that have begun by `today` and end between the other two."""

    today: date
    since: date
    until: date


class Owing(NamedTuple):
    """An open window, as far as a card shows it."""

    household: Visited
    visitor: Visitor
    due_by: date
    by_phone: bool


class ReminderRepository(Protocol):
    """Who is to be reminded of what."""

    async def owing_in(self, area_codes: Sequence[str], days: Days) -> Sequence[Owing]:
        """Open windows of these villages, without paused households, in no order."""
        ...

    async def owing_of(self, staff_ids: Sequence[int], days: Days) -> Sequence[Owing]:
        """Open windows in which these officials go by name, without paused households, in no order."""
        ...

    async def named(self) -> Sequence[int]:
        """The officials who go to some household by name."""
        ...

    async def due_cases(self, until: datetime) -> Mapping[int, int]:
        """How many cases each official answers for whose deadline is over by then."""
        ...

    async def last_noted(self) -> int:
        """The highest row of the visits."""
        ...

    async def noted_after(self, visit_id: int, limit: int) -> Sequence[Noted]:
        """Visits recorded behind that row, oldest first."""
        ...

    async def last_change(self, card: str) -> datetime | None:
        """When the message of this key was decided or changed last; None when there is none to be seen."""
        ...

    async def supersede(self, card: str, newest: str) -> None:
        """Drop reminders that wait to change the message `card` and are older than `newest`: both keys."""
        ...

    async def drop_stale(self, template: str, before: datetime) -> int:
        """Drop reminders with these words that were decided before then and still wait; says how many."""
        ...

    async def claim_plans(self, first: date, last: date, limit: int) -> Sequence[VisitPlan]:
        """Plans for these days of which the household has not heard, each given out once."""
        ...

    async def chats_of(self, household_ids: Sequence[int]) -> Mapping[int, Sequence[Chat]]:
        """Where these households may be told something: everybody of the family who is in the chat."""
        ...

    async def settled(self, before: date) -> bool:
        """Whether no window is open any more that ended before then."""
        ...

    async def any_ended(self, after: date, until: date) -> bool:
        """Whether a window that counts ended behind the one day and not behind the other."""
        ...

    async def missed_in(self, area_codes: Sequence[str], first: date, last: date) -> Sequence[DueVisit]:
        """Windows of these areas that ended between these days and were missed, oldest first; not all."""
        ...

    async def dropped_to(self, kind: str) -> date | None:
        """Up to which day it was noted that reminders of this kind were not sent.

        Whoever asks holds the row until the transaction ends: a second process waits, and then reads it.
        """
        ...

    async def note_dropped_to(self, kind: str, day: date) -> None:
        """It is noted up to this day."""
        ...
