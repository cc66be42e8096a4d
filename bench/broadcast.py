"""A notice to everybody in a county: how long until every recipient has a row, and the longest single write.

`python -m bench.broadcast [--people 80000] [--villages 919] [--rounds 3] [--audience residents|sheet]
[--database sqlite|postgresql]` prints JSON lines.
A sheet is for as many households, each with one of those people.
A write is one transaction from asking for the writing connection until it is committed. `look_ms` is what the
sender's search for its next messages takes with all those rows parked, `tick_ms` a whole tick after that,
`count_ms` one step of counting the recipients before anything is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from desk.actions.broadcasts.compose import Words, compose, compose_sheet
from desk.domain.broadcasts.broadcast import Audience, Broadcast, BroadcastState, Recipients, area_and_below
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.households.policy_sheet import HouseholdChoice
from desk.domain.people.people import Person
from desk.ports.work import Work
from schedules.clockwork import Clockwork
from schedules.ticks.broadcasts import tend_broadcasts
from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.mail.claims import Claims
from tests.deskside import SEAL, Desk
from tests.postgres_server import running_server
from tests.village import COUNTY, DUTY, OFFICIALS, TOWN

_PEOPLE = (
    "INSERT INTO people (user_id, language, area_code, verified_index, created_at)"
    " VALUES (:user_id, 'zh_CN', :code, :phone, :now)"
)
_HOUSEHOLDS = (
    "INSERT INTO households (number, area_code, household_class, risks, phone_index, entered_at, changed_at)"
    " VALUES (:number, :code, 'monitored', 'disability', :phone, :now, :now)"
)
_WANTED = "INSERT INTO subscriptions (person_id, wanted, since) SELECT id, true, :now FROM people"
_LET_GO = "UPDATE broadcasts SET state = 'running', version = 2, counted = NULL"
_WORDS = "各位乡亲：明天上午九点停水，到下午五点来水，请提前把水缸接满。有困难请找村里的监测员。"


@dataclass(frozen=True, slots=True)
class Size:
    """What is measured."""

    people: int
    villages: int
    audience: str


class Stopwatch:
    """Opens units of work and remembers how long each held the writer, commit included."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.held: list[float] = []

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """One transaction."""
        began = perf_counter()
        async with self._desk.work() as work:
            yield work
        self.held.append(1000 * (perf_counter() - began))


class NoHeartbeats:
    """Nobody looks."""

    async def beat(self, tick: str, outcome: str) -> None:
        """Nothing."""


async def nothing() -> None:
    """No chores."""


def with_villages(areas: Areas, number: int) -> Areas:
    """The county, with so many villages more."""
    more = [Area(f"9{n:011}", f"{n}", Level.VILLAGE, TOWN) for n in range(number)]
    return Areas(areas.edition, [*areas, *more])


async def begun(desk: Desk, size: Size) -> Broadcast:
    """A county with so many residents, and a notice to all of them that has just been let go."""
    await desk.settle(*OFFICIALS)
    desk.shared = replace(desk.shared, areas=with_villages(desk.shared.areas, size.villages))
    rows = [_person(n, size, desk.now) for n in range(size.people)]
    async with desk.database.transaction() as connection:
        await connection.execute_many(_PEOPLE, rows)
        await connection.execute(_WANTED, {"now": desk.now})
        if size.audience == "sheet":
            await connection.execute_many(_HOUSEHOLDS, [_household(row, desk.now) for row in rows])
    person = await desk.person(DUTY)
    async with desk.work() as work:
        made = await _composed(work, person, size)
    async with desk.database.transaction() as connection:
        await connection.execute(_LET_GO)
        await connection.execute("ANALYZE")
    return made


def _person(n: int, size: Size, now: datetime) -> dict[str, object]:
    code, phone = f"9{n % size.villages:011}", f"phone-{n}"
    return {"user_id": 10_000_000 + n, "code": code, "phone": phone, "now": now}


def _household(person: dict[str, object], now: datetime) -> dict[str, object]:
    """Each person is the only one of theirs who writes."""
    values = {name: person[name] for name in ("code", "phone")}
    return {**values, "number": str(person["user_id"]), "now": now}


async def _composed(work: Work, person: Person, size: Size) -> Broadcast:
    if size.audience == "sheet":
        everybody = Recipients(COUNTY, Audience.HOUSEHOLDS, HouseholdChoice())
        made = await compose_sheet(work, person, everybody, "low_income_apply")
    else:
        made = await compose(work, person, Recipients(COUNTY, Audience.RESIDENTS), Words(_WORDS))
    assert isinstance(made, Broadcast), made
    return made


async def look(database: Database) -> float:
    """Milliseconds of the sender's search."""
    async with database.transaction() as connection:
        began = perf_counter()
        await Claims(connection, SEAL).due((3, 4), [], 64, datetime.now(UTC))
        return 1000 * (perf_counter() - began)


async def measure(url: str, size: Size) -> dict[str, float]:
    """One round on an empty database."""
    database = await open_database(url)
    try:
        desk = Desk(database)
        made = await begun(desk, size)
        watch = Stopwatch(desk)
        clockwork = Clockwork(watch.work, NoHeartbeats(), nothing, nothing, nothing)
        began, cpu = perf_counter(), process_time()
        await tend_broadcasts(clockwork)
        seconds, cpu = perf_counter() - began, process_time() - cpu
        held = list(watch.held)
        began = perf_counter()
        await tend_broadcasts(clockwork)
        tick = 1000 * (perf_counter() - began)
        await _complete(desk, made, size)
        return {
            "seconds": round(seconds, 2),
            "cpu_seconds": round(cpu, 2),
            "writes": len(held),
            "longest_write_ms": round(max(held), 1),
            "median_write_ms": round(statistics.median(held), 1),
            "tick_ms": round(tick, 1),
            "count_ms": round(await counting(desk, size), 1),
            "look_ms": round(await look(database), 2),
            "load_1m": round(os.getloadavg()[0], 2),
        }
    finally:
        await database.close()


async def _complete(desk: Desk, made: Broadcast, size: Size) -> None:
    """Nobody is left out, and of a sheet no household."""
    async with desk.work() as work:
        tally = await work.broadcasts.mail.tally(made.id)
        found = await work.broadcasts.find(made.id)
        sheets = await work.broadcasts.sheets.counts(made.id) if size.audience == "sheet" else []
    assert tally.waiting == size.people
    assert found is not None
    assert found.state is BroadcastState.RUNNING
    assert sum(one.meant for one in sheets) == (size.people if size.audience == "sheet" else 0)


async def counting(desk: Desk, size: Size) -> float:
    """Milliseconds of counting the recipients, as on composing and on sending."""
    person = await desk.person(DUTY)
    async with desk.work() as work:
        to = (await _composed(work, person, size)).recipients
        codes = area_and_below(work.areas, to.area_code)
        began = perf_counter()
        await work.broadcasts.mail.count(to, codes)
        return 1000 * (perf_counter() - began)


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    if kind == "postgresql":
        with running_server() as url:
            migrate(url)
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="bangfu-broadcast-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        migrate(url)
        yield url


def one_round(kind: str, size: Size) -> dict[str, float]:
    """One round with its own database."""
    with fresh(kind) as url:
        return asyncio.run(measure(url, size))


def main() -> None:
    """Print a line for each round and one for the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=80_000)
    parser.add_argument("--villages", type=int, default=919)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--audience", choices=("residents", "sheet"), default="residents")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = parser.parse_args()
    size = Size(given.people, given.villages, given.audience)
    named = {"bench": "broadcast", "database": given.database, "audience": given.audience}
    rounds = [one_round(given.database, size) for _ in range(given.rounds)]
    for one in rounds:
        print(json.dumps({**named, **one}), flush=True)
    middle = {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}
    print(json.dumps({**named, "people": given.people, "median_of": given.rounds, **middle}))


if __name__ == "__main__":
    main()
