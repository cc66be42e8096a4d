"""How many of the visits due were made (走访到位率, 走访覆盖率), each with what was counted over what."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from desk.domain.visits.duties import Visitor, Window
from desk.domain.visits.visit import Period, PeriodState, Rate
from desk.domain.worklists.figures import Ratio

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class WindowTally:
    """So many windows of one duty in one village, owed by one official or by nobody by name."""

    duty: str
    visitor: Visitor
    area_code: str
    staff_id: int | None
    state: PeriodState
    count: int


@dataclass(frozen=True, slots=True)
class Count:
    """Windows by what became of them. Those lifted count for nothing, those open may still be fulfilled."""

    fulfilled: int = 0
    missed: int = 0
    open: int = 0
    lifted: int = 0

    @property
    def rate(self) -> Rate:
        """Fulfilled, of those that are over and count."""
        return Rate(self.fulfilled, self.missed)

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing is over yet."""
        return Ratio(self.fulfilled, self.rate.counted).share


@dataclass(frozen=True, slots=True)
class Cover:
    """What is counted over households: those visited of those under a duty, and those paused; late visits."""

    visited: Ratio
    paused: int
    late_visits: int


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One window, to be looked at: of which household, and what became of it."""

    number: str
    head: str
    area_code: str
    staff_id: int | None
    period: Period


def month_of(year: int, month: int) -> Window:
    """The days of a month. Raises ValueError."""
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def counted_windows(tallies: Iterable[WindowTally]) -> Count:
    """All of them together."""
    found: dict[PeriodState, int] = defaultdict(int)
    for tally in tallies:
        found[tally.state] += tally.count
    return Count(**{state.value: found[state] for state in PeriodState})


def counted_by(tallies: Iterable[WindowTally], key: Callable[[WindowTally], K]) -> Mapping[K, Count]:
    """For each key those that have it, in the order in which the keys come."""
    groups: dict[K, list[WindowTally]] = defaultdict(list)
    for tally in tallies:
        groups[key(tally)].append(tally)
    return {one: counted_windows(group) for one, group in groups.items()}


def masked_name(name: str) -> str:
    """The first sign of a name, the others hidden."""
    return name[:1] + "*" * (len(name) - 1)
