"""One year, day after day: ticks at their hours, visits in between, reports when they come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import perf_counter
from typing import Final

from bot.simulation.city import City
from bot.simulation.diary import Diary, ReportToCome, VisitToMake
from bot.simulation.plan import YearPlan
from bot.simulation.postman import Postman
from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import Refusal
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.submit import submit_report
from desk.actions.visits.record import ToldVisit, record_visit
from desk.domain.cases.case import Case, Kind, Rating
from desk.domain.deadlines.calendar import is_workday
from desk.domain.households.household import HouseholdClass, MonitoredKind
from desk.domain.reports.report import Report as Said
from desk.domain.visits.visit import How, Pause, PauseReason
from desk.ports.work import Work
from schedules.clockwork import Clockwork, nothing_to_do
from schedules.timetable import TIMETABLE
from storage.engine.database import Database
from storage.households.bulk_entry import RegisterRows
from storage.work import open_work

_TOGETHER: Final = 200  # visits in one transaction, as the pump takes waiting updates together
_PAUSE_DAYS: Final = 60
_TICKS_AT: Final = (time(0, 5), time(8, 30), time(15, 30), time(17), time(18, 30))
_TICKS_OFF: Final = (time(0, 5), time(12))  # days on which nobody works
_VISITS_AT: Final = time(16)


class _Deaf:
    """Nobody looks at the heartbeats of a simulation."""

    async def beat(self, tick: str, outcome: str) -> None:
        """Forget it."""


class YearUnderWay:
    """A year under way. `slowest` is each tick's longest run in seconds, `spent` all of its runs."""

    def __init__(self, database: Database, city: City, plan: YearPlan, number: int, random: Random) -> None:
        self.database, self.city, self.plan, self.number, self.random = database, city, plan, number, random
        self.postman = Postman(database)
        self.now = datetime(number, 1, 1, tzinfo=UTC)
        self.refused: Counter[str] = Counter()
        self.spent: dict[str, float] = defaultdict(float)
        self.slowest: dict[str, float] = {}
        self._diary = Diary(plan, city.shared.rules, random)
        self._open: list[tuple[datetime, Case, ReportToCome]] = []
        self._next_report = 0

    async def run(self, day_done: Callable[[], None]) -> None:
        """Live through the year; `day_done` hears of every day."""
        self._diary.plan_reports(self.number, [village.code for village in self.city.villages])
        day = date(self.number, 1, 1)
        while day.year == self.number:
            if day.day == 1:
                self._diary.plan_month(day, self.city.households)
            await self._live(day, working=is_workday(day, self.city.shared.rules.calendar))
            self.postman.end_day()
            day_done()
            day += timedelta(days=1)

    async def _live(self, day: date, *, working: bool) -> None:
        calls = self._diary.visits.pop(day, [])
        for moment in sorted({*(_TICKS_AT if working else _TICKS_OFF), _VISITS_AT}):
            await self._go_to(day, moment)
            if moment == _VISITS_AT:
                await self._tell(sorted(calls, key=lambda call: call.village))
            else:
                await self._tick()
            await self.postman.collect(self.now)
        await self._change_register(day)

    async def _go_to(self, day: date, moment: time) -> None:
        """Let everything happen that people report and answer until then."""
        until = datetime.combine(day, moment, tzinfo=self.city.shared.rules.zone).astimezone(UTC)
        await self._answer(until)
        reports = self._diary.reports
        while self._next_report < len(reports) and reports[self._next_report].submitted_at <= until:
            await self._report(reports[self._next_report])
            self._next_report += 1
        self.now = until

    async def _tick(self) -> None:
        clockwork = Clockwork(self._work, _Deaf(), nothing_to_do, nothing_to_do, nothing_to_do)
        for tick in TIMETABLE:
            began = perf_counter()
            await tick.run(clockwork)
            took = perf_counter() - began
            self.spent[tick.name] += took
            self.slowest[tick.name] = max(self.slowest.get(tick.name, 0.0), took)

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[Work]:
        async with self.database.transaction() as connection:
            yield open_work(connection, self.now, self.city.shared)

    async def _tell(self, calls: Sequence[VisitToMake]) -> None:
        for first in range(0, len(calls), _TOGETHER):
            async with self._work() as work:
                for call in calls[first : first + _TOGETHER]:
                    await self._tell_one(work, call)

    async def _tell_one(self, work: Work, call: VisitToMake) -> None:
        monitors = self.city.monitors[call.village]
        who = monitors[call.household_id % len(monitors)]
        key = f"simulated:{call.household_id}:{call.visited_on.isoformat()}"
        told = ToldVisit(key, How.HOME, call.visited_on, unchanged=True)
        result = await record_visit(work, who, call.household_id, told)
        if isinstance(result, Refusal):
            self.refused[result.template] += 1

    async def _report(self, report: ReportToCome) -> None:
        """Somebody reports; the monitor takes it up at once."""
        self.now = report.submitted_at
        trouble, story = (
            self.random.choice(list(self.city.shared.rules.troubles)),
            ({"kind": "text", "text": "simulated"},),
        )
        said = Said(Kind.HARDSHIP, trouble, report.village, story)
        async with self._work() as work:
            case = await submit_report(work, self.city.residents[report.village], said)
        async with self._work() as work:
            taken = await accept_case(work, self.city.monitors[report.village][0], case.id, case.version)
        if isinstance(taken, Refusal):
            self.refused[taken.template] += 1
            return
        answered_at = report.submitted_at + timedelta(hours=report.hours)
        self._open.append((answered_at, taken, report))

    async def _answer(self, until: datetime) -> None:
        ready = sorted((one for one in self._open if one[0] <= until), key=lambda one: one[0])
        self._open = [one for one in self._open if one[0] > until]
        for answered_at, case, report in ready:
            self.now = answered_at
            monitor, resident = self.city.monitors[report.village][0], self.city.residents[report.village]
            async with self._work() as work:
                await reply_to_resident(work, monitor, case.id, {"kind": "text", "text": "simulated"})
            self.now = answered_at + timedelta(minutes=30)
            async with self._work() as work:
                await rate_case(work, resident, case.id, 1, Rating.SATISFIED)

    async def _change_register(self, day: date) -> None:
        """Some households are newly watched, some go away for two months."""
        async with self.database.transaction() as connection:
            rows = RegisterRows(connection, self.city.shared.seal, self.now)
            numbers = [self._a_number() for _ in range(self._today(self.plan.newly_monitored))]
            known = await rows.listed(numbers)
            watched = [
                replace(one, household_class=HouseholdClass.MONITORED, monitored_kind=MonitoredKind.SUDDEN)
                for one in known.values()
            ]
            await rows.save(watched, known, "simulation")
            work = open_work(connection, self.now, self.city.shared)
            for _ in range(self._today(self.plan.paused)):
                household_id = self.random.choice(
                    self.city.households[self.random.choice(self.city.villages).code]
                )
                until = day + timedelta(days=_PAUSE_DAYS)
                await work.visits.pause(Pause(household_id, PauseReason.AWAY, day, until), None)

    def _today(self, a_year: int) -> int:
        """How many of so many a year fall on a day."""
        return int(a_year / 365) + (self.random.random() < a_year / 365 % 1)

    def _a_number(self) -> str:
        return f"H{self.random.randint(1, self.plan.households):07}"
