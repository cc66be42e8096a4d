"""A quarter of 西岗镇, as the newspaper reported it, played through the real code on a moved clock.

5,400 items in the third quarter of 2020; 89 % settled in the village, 11 % passed by the town to 31
departments; 17.3 hours from submitted to answered on the average; everything closed, answered, and found
satisfactory. How the hours lie around their mean is not reported: they are drawn from a lognormal, longer for
what was passed on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from bot.rules.reading import load_rules
from bot.villages import Villages
from desk.actions.callbacks.follow_up import rate_case
from desk.actions.cases.door import Refusal
from desk.actions.handing_over.pass_up import pass_up_case
from desk.actions.handing_over.receivers import Target, receiver_code
from desk.actions.handing_over.transfer import transfer_case
from desk.actions.handling.accept import accept_case
from desk.actions.handling.reply import reply_to_resident
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, Hold, Kind, Rating
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.people.people import Person, Role
from desk.domain.reports.report import read_report
from desk.domain.worklists.figures import Figures, figures_over
from desk.ports.work import Work
from hearing.own import listener_of
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from storage.cases.figures import FigureRows
from storage.county.areas import import_areas
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.staff.staff import NewPost, StaffRows
from storage.work import Shared, open_work

TROUBLES = tuple(load_rules("xigang").troubles)
BEGINS, ENDS = datetime(2020, 6, 30, 16, tzinfo=UTC), datetime(2020, 9, 30, 16, tzinfo=UTC)
COUNTY, TOWN = "370481000000", "370481106000"
VILLAGES, DEPARTMENTS, RESIDENTS = 70, 31, 1_000
MEAN_HOURS, PASSED = 17.3, 0.11
TOGETHER = 100  # events in one transaction, as the pump takes waiting updates together
WORDS = {"kind": "text", "text": "settled"}


@dataclass(slots=True)
class Item:
    """One item of the quarter: who reports what where, and how long it takes."""

    number: int
    submitted_at: datetime
    hours: float
    department: str = ""
    case: Case | None = None

    @property
    def resident(self) -> int:
        return self.number % RESIDENTS

    @property
    def village(self) -> int:
        return self.resident % VILLAGES


Step = Callable[["Town", Work, Item], Awaitable[Case | Refusal]]


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to one item at its moment."""

    at: datetime
    item: Item
    do: Step


@dataclass(slots=True)
class Town:
    """The people of the replay, by their parts."""

    shared: Shared
    monitors: list[Person] = field(default_factory=list)
    desk: list[Person] = field(default_factory=list)
    departments: list[Person] = field(default_factory=list)
    residents: list[Person] = field(default_factory=list)


def department(number: int) -> str:
    return f"department {number + 1}"


def village_code(number: int) -> str:
    return f"370481106{number + 1:03}"


def areas() -> Areas:
    villages = [
        Area(village_code(number), f"village {number + 1}", Level.VILLAGE, TOWN) for number in range(VILLAGES)
    ]
    above = [Area(COUNTY, "Tengzhou", Level.COUNTY, None), Area(TOWN, "Xigang", Level.TOWN, COUNTY)]
    return Areas("2023-06-30", [*above, *villages])


def plan(count: int, random: Random) -> list[Item]:
    """`count` items over the quarter; the shares and the mean come out exactly as reported."""
    passed = round(count * PASSED)
    span = (ENDS - BEGINS - timedelta(days=8)).total_seconds()
    hours = [random.lognormvariate(0, 0.8) * (2.0 if number < passed else 1.0) for number in range(count)]
    scale = MEAN_HOURS * count / sum(hours)
    items = [
        Item(
            number,
            BEGINS + timedelta(seconds=random.uniform(0, span)),
            hours[number] * scale,
            department(number % DEPARTMENTS) if number < passed else "",
        )
        for number in range(count)
    ]
    return sorted(items, key=lambda item: item.submitted_at)


def events_of(items: Sequence[Item]) -> list[Event]:
    """Everything that happens, in the order of time."""
    return sorted((event for item in items for event in _of(item)), key=lambda event: event.at)


def _of(item: Item) -> Iterator[Event]:
    resolved = item.submitted_at + timedelta(hours=item.hours)
    steps = [_submit, *(_PASSED_ON if item.department else ()), _accept]
    between = (resolved - item.submitted_at) / len(steps)
    for number, step in enumerate(steps):
        yield Event(item.submitted_at + number * between, item, step)
    yield Event(resolved, item, _reply)
    yield Event(resolved + timedelta(hours=1 + item.number % 40), item, _rate)


async def _submit(town: Town, work: Work, item: Item) -> Case:
    answers = {
        "trouble": TROUBLES[item.number % len(TROUBLES)],
        "place": village_code(item.village),
        "story": [{"kind": "text", "text": f"item {item.number}"}],
    }
    return await submit_report(work, town.residents[item.resident], read_report(Kind.HARDSHIP, answers))


async def _accept(town: Town, work: Work, item: Item) -> Case | Refusal:
    case = held(item)
    return await accept_case(work, _owner(town, item), case.id, case.version)


async def _pass_up(town: Town, work: Work, item: Item) -> Case | Refusal:
    return await pass_up_case(work, town.monitors[item.village], held(item).id, WORDS)


async def _transfer(town: Town, work: Work, item: Item) -> Case | Refusal:
    target = Target(receiver_code(Hold(Level.COUNTY, item.department)))
    return await transfer_case(work, town.desk[0], held(item).id, target, {})


async def _reply(town: Town, work: Work, item: Item) -> Case | Refusal:
    return await reply_to_resident(work, _owner(town, item), held(item).id, WORDS)


async def _rate(town: Town, work: Work, item: Item) -> Case | Refusal:
    return await rate_case(work, town.residents[item.resident], held(item).id, 1, Rating.SATISFIED)


def _owner(town: Town, item: Item) -> Person:
    if not item.department:
        return town.monitors[item.village]
    return town.departments[int(item.department.split()[1]) - 1]


def held(item: Item) -> Case:
    """The case of an item that was submitted."""
    assert item.case is not None
    return item.case


_PASSED_ON: tuple[Step, ...] = (_pass_up, _transfer)


async def settle_town(database: Database, seal: Seal) -> Town:
    """The town with its posts, everybody joined."""
    chart = areas()
    town = Town(Shared(load_rules("xigang"), chart, Villages(chart, ()), seal, hearing=listener_of(None)))
    long_ago = BEGINS - timedelta(days=30)
    async with database.transaction() as connection:
        await import_areas(connection, chart)
        work = open_work(connection, long_ago, town.shared)
        enter = partial(_enter, work, StaffRows(connection, seal, long_ago))
        town.monitors = [
            await enter(Role.VILLAGE_MONITOR, village_code(number)) for number in range(VILLAGES)
        ]
        town.desk = [await enter(Role.TOWN_DESK, TOWN)]
        await enter(Role.COUNTY_OFFICE, COUNTY)
        await enter(Role.COMPLAINTS, COUNTY)
        town.departments = [
            await enter(Role.DEPARTMENT_DESK, COUNTY, department(number)) for number in range(DEPARTMENTS)
        ]
        town.residents = [await _resident(work, number) for number in range(RESIDENTS)]
    return town


async def _enter(work: Work, staff: StaffRows, role: Role, area: str, desk: str | None = None) -> Person:
    name = f"{role} {area} {desk or ''}"
    person = await work.people.add(_next_user(), name, "zh_CN")
    staff_id = await staff.add(name, f"139{person.user_id:08}")
    await staff.add_post(NewPost(role, area, staff_id, department=desk))
    await staff.bind(staff_id, person.id)
    return person


async def _resident(work: Work, number: int) -> Person:
    person = await work.people.add(_next_user(), f"resident {number}", "zh_CN")
    known = replace(person, area_code=village_code(number % VILLAGES), phone=f"138{number:08}")
    await work.people.save(known)
    return known


_users = iter(range(100_000, 10_000_000))


def _next_user() -> int:
    return next(_users)


async def replay(database: Database, town: Town, items: Sequence[Item]) -> Figures:
    """Play every event at its moment, the minute's look at all open cases each morning; then count."""
    events = events_of(items)
    looked_on = events[0].at.date()
    for start in range(0, len(events), TOGETHER):
        together = events[start : start + TOGETHER]
        async with database.transaction() as connection:
            for event in together:
                work = open_work(connection, event.at, town.shared)
                event.item.case = _sure(await event.do(town, work, event.item))
        if together[-1].at.date() > looked_on:
            looked_on = together[-1].at.date()
            await watch_cases(_clockwork(database, town, together[-1].at))
    async with database.reading() as connection:
        codes = [area.code for area in town.shared.areas]
        return figures_over(await FigureRows(connection).accepted_in(codes, BEGINS, ENDS))


def _sure(result: Case | Refusal) -> Case:
    assert not isinstance(result, Refusal), result.template
    return result


def _clockwork(database: Database, town: Town, now: datetime) -> Clockwork:
    @asynccontextmanager
    async def work() -> AsyncIterator[Work]:
        async with database.transaction() as connection:
            yield open_work(connection, now, town.shared)

    async def nothing() -> None:
        """The process has no part in a replay."""

    return Clockwork(work, _Deaf(), nothing, nothing, nothing)


class _Deaf:
    async def beat(self, tick: str, outcome: str) -> None:
        """Nobody looks at the heartbeats of a replay."""
