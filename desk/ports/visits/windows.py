"""Windows in which visits are due, as actions ask `storage` for them. Days are dates of the county."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from desk.domain.visits.duties import Duty, Window
from desk.domain.visits.visit import DueVisit, Period, TownRate, VisitLag


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
    changed_since: datetime | None = None
    unchanged_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutiesOpened:
    """The day as of which the windows of duties of these terms are open, and since when nobody has looked."""

    day: date
    looked_at: datetime
    terms: frozenset[str]


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

    async def days_of_changes(self, since: datetime) -> Set[date]:
        """The days of UTC on which households were changed since that moment."""
        ...

    async def opened(self) -> DutiesOpened | None:
        """Of which duties windows were opened last; None when of none."""
        ...

    async def note_opened(self, opened: DutiesOpened) -> None:
        """Windows are open of these duties and of no others."""
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


class TownRateRepository(Protocol):
    """How towns stand, as it was counted last."""

    async def keep(self, rate: TownRate) -> None:
        """Let this be how the town stands."""
        ...

    async def of(self, area_codes: Sequence[str]) -> Sequence[TownRate]:
        """Those of these towns that were ever counted, by code."""
        ...
