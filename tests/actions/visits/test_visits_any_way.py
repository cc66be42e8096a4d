"""Whatever happens in whatever order, the windows are those that somebody would have kept by hand."""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.households.household import Household, HouseholdClass, MonitoredKind
from desk.domain.visits.duties import Duty, Every, Visitor, window_of
from desk.domain.visits.visit import How, Pause, PauseReason
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.households.bulk_entry import RegisterRows
from tests.actions import visit_model
from tests.deskside import SEAL, Desk, rules
from tests.register import LIS, WANGS, other, register
from tests.schedules.conftest import Signs
from tests.village import MONITOR, OFFICIALS, TOWN_DESK, ZONE, Character

T = TypeVar("T")
TODAY: Final = date(2026, 11, 23)
_DEFAULT: Final = tuple(rules().duties)


def _with(name: str, **changed: Any) -> tuple[Duty, ...]:
    return tuple(dataclasses.replace(duty, **changed) if duty.name == name else duty for duty in _DEFAULT)


# What a county may come to from one day to the next.
RULES: Final[Sequence[tuple[Duty, ...]]] = (
    _DEFAULT,
    _with("monitor_monthly", every=Every.DAYS, days=14),
    _with("officer_monthly", visits=2),
    _with("monitor_monthly", kinds=frozenset({MonitoredKind.SUDDEN})),
    _with("officer_monthly", every=Every.DAYS, days=9, by_phone=True),
    _DEFAULT[1:],
)
# Hours as well: the day of the county is not that of UTC.
SPANS: Final = tuple(timedelta(hours=hours) for hours in (1, 15, 16, 24, 72, 14 * 24, 40 * 24))
homes = st.integers(0, 9)


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="bangfu-visits-")) / "template.db"
    migrate(f"sqlite:///{path}")
    return path


class Visits(RuleBasedStateMachine):
    """The desk beside a naive model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="bangfu-visits-"))
        self.runner = asyncio.Runner()
        self.told = 0
        self.ticked = False

    @initialize()
    def begin(self) -> None:
        shutil.copyfile(_template(), self.folder / "desk.db")
        self.desk = Desk(self.runner.run(open_database(f"sqlite:///{self.folder / 'desk.db'}")))
        self._do(lambda: self.desk.settle(*OFFICIALS))
        self.cadre = self._do(lambda: self.desk.official(TOWN_DESK)).id
        visiting = rules().visiting
        self.model = visit_model.Model(visiting.record_days, visiting.record_back_days)
        self.ids: list[int] = []
        self.enter(watched=True, paired=True)
        self.enter(watched=False, paired=False)
        self.tick()

    @property
    def today(self) -> date:
        return self.desk.now.astimezone(ZONE).date()

    @precondition(lambda self: len(self.ids) < 5)
    @rule(watched=st.booleans(), paired=st.booleans())
    def enter(self, *, watched: bool, paired: bool) -> None:
        home = other(WANGS if watched else LIS, f"H{len(self.ids)}", cadre_id=self.cadre if paired else None)
        home = dataclasses.replace(home, members=(dataclasses.replace(home.head, id_number=""),))
        (home_id,) = self._do(lambda: register(self.desk, home))
        self.ids.append(home_id)
        self.model.homes[home_id] = dataclasses.replace(home, id=home_id)
        self.model.changed[home_id] = self.today
        self.ticked = False

    @rule(span=st.sampled_from(SPANS))
    def wait(self, span: timedelta) -> None:
        self.desk.now += span
        self.ticked = False

    @rule()
    def tick(self) -> None:
        signs = Signs()
        clockwork = Clockwork(self.desk.work, signs, signs.fetch, signs.purge, signs.learn)
        self._do(lambda: tend_periods(clockwork))
        self.model.tick(self.today, self.desk.shared.rules.duties)
        self.ticked = True

    @rule(
        number=homes,
        who=st.sampled_from([MONITOR, TOWN_DESK]),
        ago=st.integers(0, 60),
        how=st.sampled_from(How),
    )
    def tell(self, number: int, who: Character, ago: int, how: How) -> None:
        """Of today or long ago, in any order."""
        home = self._home(number)
        self.told += 1
        day = self.today - timedelta(days=ago)
        told = ToldVisit(f"told:{self.told}", how, day, unchanged=True)

        first, second = (self._do(lambda: self._record(who.user_id, home, told)) for _ in range(2))

        assert not first.again
        assert second.again  # told twice, kept once
        standing = {Visitor.OFFICER, Visitor.MONITOR} if who == MONITOR else set[Visitor]()
        cadre = self.model.homes[home].cadre_id
        standing |= {Visitor.CADRE} if who == TOWN_DESK and cadre is not None else set()
        assert first.visit.as_visitors == standing
        self.model.tell(visit_model.Told(home, day, how, frozenset(standing)))

    async def _record(self, user_id: int, home: int, told: ToldVisit) -> Recorded:
        async with self.desk.work() as work:
            person = await work.people.find_by_user(user_id)
            assert person is not None
            recorded = await record_visit(work, person, home, told)
        assert isinstance(recorded, Recorded)
        return recorded

    @rule(number=homes, to=st.sampled_from([*HouseholdClass]), kind=st.sampled_from([*MonitoredKind]))
    def change_class(self, number: int, to: HouseholdClass, kind: MonitoredKind) -> None:
        watched = to is HouseholdClass.MONITORED
        self._change(number, household_class=to, monitored_kind=kind if watched else None)

    @rule(number=homes, away=st.booleans())
    def move_away_or_back(self, number: int, *, away: bool) -> None:
        self._change(number, lives_away=away)

    @rule(number=homes, paired=st.booleans())
    def pair_or_part(self, number: int, *, paired: bool) -> None:
        self._change(number, cadre_id=self.cadre if paired else None)

    @rule(number=homes, begins=st.integers(-5, 20), length=st.integers(0, 50))
    def pause(self, number: int, begins: int, length: int) -> None:
        first = self.today + timedelta(days=begins)
        pause = Pause(self._home(number), PauseReason.AWAY, first, first + timedelta(days=length))
        self._do(lambda: self._pause(pause))
        self.model.pauses.append(pause)
        self.ticked = False

    @rule(number=homes, ago=st.integers(0, 1))
    def resume(self, number: int, ago: int) -> None:
        home, on = self._home(number), self.today - timedelta(days=ago)
        self._do(lambda: self._resume(home, on))
        self.model.resume(home, on, self.today)
        self.ticked = False

    @rule(number=st.integers(0, len(RULES) - 1))
    def change_the_rules(self, number: int) -> None:
        shared = self.desk.shared
        changed = dataclasses.replace(shared.rules, duties=RULES[number])
        self.desk.shared = dataclasses.replace(shared, rules=changed)
        self.ticked = False

    @invariant()
    def the_windows_are_those_kept_by_hand(self) -> None:
        kept = sorted(
            (slot.home, slot.duty.name, slot.first.isoformat(), slot.last.isoformat(), slot.state,
             slot.duty.visits, slot.late_on and slot.late_on.isoformat())
            for slot in self._by_hand()
        )  # fmt: skip
        assert sorted(self._rows(_PERIODS), key=str) == sorted(kept, key=str)

    @invariant()
    def visits_are_late_that_came_first_after_a_window_without(self) -> None:
        late = {
            (slot.home, slot.late_on.isoformat(), one.how.value)
            for slot in self._by_hand()
            for one in self.model.visits
            if one.home == slot.home and one.day == slot.late_on and slot.takes(one) and slot.late_on
        }
        rows = set(self._rows(_LATE))
        assert {row for row in rows if row in late} == late
        assert {row[:2] for row in rows} == {row[:2] for row in late}

    @invariant()
    def windows_do_not_overlap_and_leave_no_hole(self) -> None:
        for home, duties in ((home, self.desk.shared.rules.duties) for home in self.ids):
            for duty in duties:
                found = sorted(self.model.counting(home, duty.name), key=lambda slot: slot.first)
                assert all(one.last < two.first for one, two in pairwise(found))
                owed = duty.is_for(self.model.homes[home]) and not self.model.paused(home, self.today)
                if self.ticked and owed:
                    assert sum(slot.first <= self.today <= slot.last for slot in found) == 1

    @invariant()
    def nobody_is_born_overdue(self) -> None:
        for slot in self.model.slots:
            whole = window_of(slot.duty, slot.first)
            assert 2 * ((slot.last - slot.first).days + 1) >= whole.days

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.runner.run(self.desk.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def _by_hand(self) -> list[visit_model.Slot]:
        """One that was lifted on its first day and opened again is one row."""
        found = {(slot.home, slot.duty.name, slot.first): slot for slot in self.model.slots}
        return [*found.values()]

    def _home(self, number: int) -> int:
        return self.ids[number % len(self.ids)]

    def _change(self, number: int, **fields: Any) -> None:
        home = self._home(number)
        self.model.change(home, self.today, **fields)
        after = self.model.homes[home]
        self._do(lambda: self._save(after))
        self.ticked = False

    async def _save(self, after: Household) -> None:
        async with self.desk.database.transaction() as connection:
            rows = RegisterRows(connection, SEAL, self.desk.now)
            known = await rows.listed([after.number])
            changed = dataclasses.replace(
                known[after.number],
                household_class=after.household_class,
                monitored_kind=after.monitored_kind,
                lives_away=after.lives_away,
                cadre_id=after.cadre_id,
            )
            await rows.save([changed], known, "operator")

    async def _pause(self, pause: Pause) -> None:
        async with self.desk.work() as work:
            await work.visits.pause(pause, None)

    async def _resume(self, home: int, on: date) -> None:
        async with self.desk.work() as work:
            await work.visits.end_pauses(home, on)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._do(lambda: self._fetch(sql))

    async def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        async with self.desk.database.reading() as connection:
            return [tuple(row) for row in await connection.fetch_all(sql)]

    def _do(self, call: Callable[[], Awaitable[T]]) -> T:
        async def run() -> T:
            return await call()

        return self.runner.run(run())


_PERIODS: Final = """
SELECT household_id, duty, due_from, due_by, state, wanted, late_on FROM visit_periods
"""
_LATE: Final = "SELECT DISTINCT household_id, visited_on, how FROM household_visits WHERE late"

TestVisits = Visits.TestCase
TestVisits.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
