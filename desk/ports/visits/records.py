"""Visits, plans and pauses, as actions ask `storage` for them. Days are dates of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from desk.domain.visits.visit import Pause, Period, Visit, Visited, VisitPlan


class VisitRepository(Protocol):
    """Visits, plans, pauses."""

    async def visited(self, household_id: int) -> Visited | None:
        """Who goes to this household."""
        ...

    async def named(self, staff_id: int, limit: int) -> Sequence[Visited]:
        """Households that have this official by name."""
        ...

    async def hand_on(self, household_ids: Sequence[int], giver_id: int, heir_id: int) -> None:
        """Let them have another official wherever they had this one."""
        ...

    async def heads(self, household_ids: Sequence[int]) -> Mapping[int, str]:
        """The names that households go by."""
        ...

    async def add(self, visit: Visit, key: str) -> Visit | None:
        """Store it (its id is ignored); None when the key is known: it was recorded before."""
        ...

    async def newest(self, household_id: int, limit: int) -> Sequence[Visit]:
        """The last visits to a household, by day, newest first."""
        ...

    async def find(self, visit_id: int) -> Visit | None:
        """One visit."""
        ...

    async def last_found(self, household_id: int) -> Visit | None:
        """The last visit that says how things stand; later ones found them unchanged."""
        ...

    async def correct(self, visit: Visit) -> None:
        """What was found at it is put right; when, how and by whom stay."""
        ...

    async def label_late(self, household_id: int) -> None:
        """Call exactly those visits late that are the first one after a window without."""
        ...

    async def days_visited(self, period: Period) -> int:
        """On how many days of the window somebody was there in that standing."""
        ...

    async def link_case(self, visit_id: int, case_id: int) -> None:
        """The problem that was found at a visit."""
        ...

    async def pause(self, pause: Pause, staff_id: int | None) -> None:
        """Nobody needs to go there on these days."""
        ...

    async def pauses_of(self, household_ids: Sequence[int], since: date) -> Sequence[Pause]:
        """Pauses that end then or later, oldest first."""
        ...

    async def end_pauses(self, household_id: int, on: date) -> None:
        """The household is visited again from the day after."""
        ...

    async def plan(self, household_id: int, staff_id: int, on: date) -> Sequence[int]:
        """Say that this official will come on that day; gives the plans that are off by that."""
        ...

    async def planned(self, first: date, last: date, limit: int) -> Sequence[VisitPlan]:
        """Plans for these days that nobody has kept yet."""
        ...

    async def plans_of(self, staff_id: int, since: date) -> Sequence[VisitPlan]:
        """Where this official is expected from that day on."""
        ...

    async def plans_at(self, household_id: int, since: date) -> Sequence[VisitPlan]:
        """Who is expected there from that day on."""
        ...

    async def close_plan(self, household_id: int, staff_id: int) -> Sequence[int]:
        """What this official had planned there is done; gives the plans."""
        ...

    async def drop_plans(self, household_id: int) -> Sequence[int]:
        """Nobody comes as announced; gives the plans."""
        ...
