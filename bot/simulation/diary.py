"""Who does what on which day of a simulated year, drawn once from a seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from bot.simulation.plan import YearPlan
from desk.domain.county.rules import Rules
from desk.domain.deadlines.calendar import is_workday

_DAY: Final = timedelta(days=1)
_LONGEST_DELAY: Final = 3  # days until a visit is told
_LATE_BY: Final = 5  # days into the next month


@dataclass(frozen=True, slots=True)
class VisitToMake:
    """One visit: where, and on which day; it is told on the day under which it stands in the diary."""

    village: str
    household_id: int
    visited_on: date


@dataclass(frozen=True, slots=True)
class ReportToCome:
    """One report: who answers, and when."""

    village: str
    submitted_at: datetime
    hours: float


@dataclass(slots=True)
class Diary:
    """Visits by the day on which they are told, and reports in the order of time."""

    plan: YearPlan
    rules: Rules
    random: Random
    visits: dict[date, list[VisitToMake]] = field(default_factory=lambda: defaultdict(list))
    reports: Sequence[ReportToCome] = ()

    def plan_month(self, first: date, households: Mapping[str, Sequence[int]]) -> None:
        """Spread the visits of a month over its working days. Some are forgotten, late, or told later."""
        end = _month_after(first)
        days = list(_workdays(first, end, self.rules))
        after = list(_workdays(end, end + _LATE_BY * _DAY, self.rules))
        for village, ids in households.items():
            for household_id in ids:
                if self.random.random() >= self.plan.forgotten_share:
                    late = bool(after) and self.random.random() < self.plan.late_share
                    self._plan_visit(village, household_id, self.random.choice(after if late else days))

    def _plan_visit(self, village: str, household_id: int, visited_on: date) -> None:
        later = self.random.random() < self.plan.told_later_share
        told_on = visited_on + (self.random.randint(1, _LONGEST_DELAY) * _DAY if later else timedelta())
        self.visits[told_on].append(VisitToMake(village, household_id, visited_on))

    def plan_reports(self, year: int, villages: Sequence[str]) -> None:
        """Every report of the year with its hours to the answer, whose mean comes out exactly."""
        count = self.plan.reports + self.plan.problems
        begins = datetime.combine(date(year, 1, 4), time(6), tzinfo=self.rules.zone).astimezone(UTC)
        span = (date(year, 12, 1) - date(year, 1, 4)).total_seconds()
        hours = [self.random.lognormvariate(0, 0.8) for _ in range(count)]
        scale = self.plan.hours_to_answer * count / sum(hours) if hours else 0.0
        moments = sorted(begins + timedelta(seconds=self.random.uniform(0, span)) for _ in hours)
        self.reports = [
            ReportToCome(self.random.choice(villages), moment, one * scale)
            for moment, one in zip(moments, hours, strict=True)
        ]


def _workdays(first: date, end: date, rules: Rules) -> Iterator[date]:
    day = first
    while day < end:
        if is_workday(day, rules.calendar):
            yield day
        day += _DAY


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
