"""What visits need of `storage`; part of `desk.ports.work`. Days are dates of the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from desk.domain.visits.duties import Duty, Window
from desk.domain.visits.visit import DueVisit, Pause, Period, Visit, Visited, VisitLag, VisitPlan


@dataclass(frozen=True, slots=True)
class WindowOpening:
    """The window of one duty that begins on a day for whoever has none."""

    duty: Duty
    window: Window


@dataclass(frozen=True, slots=True)
class HouseholdRange:
    """Some households by their rows, `after` excluded.

    Where it is said, only those changed since one moment, or only those as they were before another.
    """

    after: int
    upto: int
    changed_since: str | None = None
    unchanged_since: str | None = None


class PeriodRepository(Protocol):
    """Windows in which visits are due."""

    async def last_household(self) -> int:
        """The highest row of the register."""
        ...

    async def any_ended(self, on: date) -> bool:
        """Whether a window ended on this day, so that another may have to begin on the next."""
        ...

    async def any_back(self, on: date) -> bool:
        """Whether a pause ended on this day, so that somebody has to be visited from the next."""
        ...

    async def days_of_changes(self, since: str) -> Set[date]:
        """The days of UTC on which households were changed since that moment."""
        ...

    async def open_for(self, opening: WindowOpening, stretch: HouseholdRange) -> None:
        """Open the window for every household of the stretch that has to be visited and has none.

        Of those that changed, households count whose pause ended on the day before.
        Visits that were told before it was opened count.
        """
        ...

    async def lift_unfit(self, duty: Duty, stretch: HouseholdRange, today: date) -> None:
        """Lift open windows, not over yet, of households that the duty is not for any more."""
        ...

    async def lift_dropped(self, duties: Sequence[str], stretch: HouseholdRange, today: date) -> None:
        """Lift open windows, not over yet, of duties that are not among these any more."""
        ...

    async def miss_some(self, before: date, limit: int) -> int:
        """Call windows missed that ended before then, without those of paused households; says how many."""
        ...

    async def find_paused(self, before: date, limit: int) -> Sequence[Period]:
        """Open windows that ended before then, of households that were paused in them."""
        ...

    async def due_in(self, area_codes: Sequence[str], today: date, told_since: date) -> Sequence[DueVisit]:
        """What is open in these villages and not paused, and ended then or later, nearest end first."""
        ...

    async def due_of(self, staff_ids: Sequence[int], today: date, told_since: date) -> Sequence[DueVisit]:
        """What these officials owe as responsible officers or paired cadres, nearest end first."""
        ...

    async def of_household(self, household_id: int, missed_after: date) -> Sequence[Period]:
        """Open windows, and those missed since then, oldest first."""
        ...

    async def save(self, periods: Sequence[Period]) -> None:
        """What became of them: state, days done, and the first late visit."""
        ...

    async def keep_owed(self, household_ids: Sequence[int], staff_id: int, today: date) -> None:
        """What is over there and not settled stays with this official, whoever goes from now on."""
        ...

    async def lags(self, area_codes: Sequence[str], first: date, last: date) -> Sequence[VisitLag]:
        """Windows that ended between these days and are over, by who had to go."""
        ...


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
