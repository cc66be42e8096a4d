"""A notice to everybody in a county: how long until every recipient has a row, and the longest single write.

`python -m bench.broadcast [--people 80000] [--villages 919] [--rounds 3]` prints JSON lines.
A write is one transaction from asking for the writing connection until it is committed. `look_ms` is what the
sender's search for its next messages takes with all those rows parked, `tick_ms` a whole tick after that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from desk.actions.broadcasts import Words, compose
from desk.actions.ports import Work
from desk.domain.areas import Area, Areas, Level
from desk.domain.broadcasts import Audience, Broadcast, BroadcastState, Recipients
from schedules.clockwork import Clockwork
from schedules.ticks.broadcasts import tend_broadcasts
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.sendings import Sendings
from tests.deskside import SEAL, Desk
from tests.village import COUNTY, DUTY, OFFICIALS, TOWN

_PEOPLE = (
    "INSERT INTO people (user_id, language, area_code, created_at) VALUES (:user_id, 'zh_CN', :code, :now)"
)
_WANTED = "INSERT INTO subscriptions (person_id, wanted, since) SELECT id, true, :now FROM people"
_WORDS = "各位乡亲：明天上午九点停水，到下午五点来水，请提前把水缸接满。有困难请找村里的监测员。"


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


async def begun(desk: Desk, people: int, villages: int) -> Broadcast:
    """A county with so many residents, and a notice to all of them that has just been let go."""
    await desk.settle(*OFFICIALS)
    desk.shared = replace(desk.shared, areas=with_villages(desk.shared.areas, villages))
    rows = [
        {"user_id": 10_000_000 + n, "code": f"9{n % villages:011}", "now": desk.now} for n in range(people)
    ]
    async with desk.database.transaction() as connection:
        await connection.execute_many(_PEOPLE, rows)
        await connection.execute(_WANTED, {"now": desk.now})
    person = await desk.person(DUTY)
    async with desk.work() as work:
        made = await compose(work, person, Recipients(COUNTY, Audience.RESIDENTS), Words(_WORDS))
    assert isinstance(made, Broadcast)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = 'running', version = 2")
    return made


async def look(database: Database) -> float:
    """Milliseconds of the sender's search."""
    async with database.transaction() as connection:
        began = perf_counter()
        await Sendings(connection, SEAL).due((3, 4), [], 64, datetime.now(UTC))
        return 1000 * (perf_counter() - began)


async def measure(url: str, people: int, villages: int) -> dict[str, float]:
    database = await open_database(url)
    try:
        desk = Desk(database)
        made = await begun(desk, people, villages)
        watch = Stopwatch(desk)
        clockwork = Clockwork(watch.work, NoHeartbeats(), nothing, nothing, nothing)
        began, cpu = perf_counter(), process_time()
        await tend_broadcasts(clockwork)
        seconds, cpu = perf_counter() - began, process_time() - cpu
        longest, writes = max(watch.held), len(watch.held)
        began = perf_counter()
        await tend_broadcasts(clockwork)
        tick = 1000 * (perf_counter() - began)
        async with desk.work() as work:
            tally = await work.broadcasts.mail.tally(made.id)
            found = await work.broadcasts.find(made.id)
        assert tally.waiting == people
        assert found is not None
        assert found.state is BroadcastState.RUNNING
        return {
            "seconds": round(seconds, 2),
            "cpu_seconds": round(cpu, 2),
            "writes": writes,
            "longest_write_ms": round(longest, 1),
            "median_write_ms": round(statistics.median(watch.held), 1),
            "tick_ms": round(tick, 1),
            "look_ms": round(await look(database), 2),
            "load_1m": round(os.getloadavg()[0], 2),
        }
    finally:
        await database.close()


def one_round(people: int, villages: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bangfu-broadcast-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        migrate(url)
        return asyncio.run(measure(url, people, villages))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=80_000)
    parser.add_argument("--villages", type=int, default=919)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    rounds = [one_round(given.people, given.villages) for _ in range(given.rounds)]
    for one in rounds:
        print(json.dumps({"bench": "broadcast", **one}), flush=True)
    middle = {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}
    print(json.dumps({"bench": "broadcast", "people": given.people, "median_of": given.rounds, **middle}))


if __name__ == "__main__":
    main()
