"""A sweep of a whole county: bringing its list in, opening a page, ticking, the clock's work, a sample.

`python -m bench.sweep [--objects 115000] [--villages 919]` prints JSON lines. Every village has a monitor who
has joined. `longest_ms` is the longest that one transaction held the writer, commit included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from bench.broadcast import NoHeartbeats, Stopwatch, nothing
from bot.county.area_names import AreaNames
from bot.county.sweep_file import read_objects
from bot.county.sweep_import import SweepImporter
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.people.people import Role
from desk.domain.sweeps.samples import Sample
from desk.domain.sweeps.sweep import Sweep, SweepState
from handlers.worklists.codes import short
from schedules.clockwork import Clockwork
from schedules.ticks.sweeps import draw, tend_sweeps
from storage.engine.database import Connection, Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.people.people import PeopleRows
from storage.staff.staff import NewPost, StaffRows
from storage.sweeps.lists import SweepListRows
from tests.deskside import SEAL, Desk
from tests.village import COUNTY, DUTY, OFFICIALS, Character

_TOWNS = 20
_FIRST = 900_000
_TICKED = "UPDATE sweep_objects SET found = 'fine', ticked_at = :now, ticked_by = 1 WHERE id % 10 <> 0"
_COUNTED = (
    "UPDATE sweep_tallies SET fine = (SELECT count(*) FROM sweep_objects o"
    " WHERE o.area_code = sweep_tallies.area_code AND o.found = 'fine')"
)


class Held:
    """The database, and how long each transaction held the writer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect = database.dialect
        self.held: list[float] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """The writing connection, timed."""
        async with self._database.transaction() as connection:
            began = perf_counter()
            yield connection
        self.held.append(1000 * (perf_counter() - began))

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A reader."""
        return self._database.reading()

    async def close(self) -> None:
        """Closed by its owner."""


def county(areas: Areas, villages: int) -> Areas:
    """The county with so many villages more, in towns of their own."""
    towns = [Area(f"38{n:010}", f"第{n}镇", Level.TOWN, COUNTY) for n in range(_TOWNS)]
    more = [
        Area(f"39{n:010}", f"第{n}村村民委员会", Level.VILLAGE, towns[n % _TOWNS].code)
        for n in range(villages)
    ]
    return Areas(areas.edition, [*areas, *towns, *more])


def monitor(number: int) -> Character:
    """Whoever has one of these villages."""
    return Character(
        _FIRST + number, f"监{number}", f"+86139{number:08}", Role.VILLAGE_MONITOR, f"39{number:010}"
    )


async def with_monitors(desk: Desk, villages: int) -> None:
    """A monitor in every village, who has joined."""
    async with desk.database.transaction() as connection:
        staff, people = StaffRows(connection, SEAL, desk.now), PeopleRows(connection, SEAL, desk.now)
        for number in range(villages):
            one = monitor(number)
            staff_id = await staff.add(one.name, one.phone)
            await staff.add_post(NewPost(one.role, one.area, staff_id))
            await staff.bind(staff_id, (await people.add(one.user_id, one.name, "zh_CN")).id)


def list_file(folder: Path, objects: int, villages: int) -> Path:
    """A list as a county writes it, village by village."""
    lines = ["编号,姓名,行政村代码,地址,备注"]
    each = -(-objects // villages)
    lines += [f"S{n:06},学生{n},39{n // each:010},第{n}号,中心小学三年级" for n in range(objects)]
    path = folder / "students.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def brought_in(desk: Desk, file: Path) -> tuple[Sweep, list[float]]:
    """The list in the database; how long each transaction held the writer."""
    read = read_objects(file, AreaNames(desk.shared.areas))
    assert not read.problems, read.problems[0]
    new = Sweep(0, "控辍保学排查", "student", COUNTY, date(2026, 11, 24), SweepState.RUNNING, desk.now)
    async with desk.database.transaction() as connection:
        rows = SweepListRows(connection, SEAL, desk.now)
        sweep = replace(new, id=await rows.add(new))
        await rows.save(sweep)
    held = Held(desk.database)
    await SweepImporter(held, SEAL, desk.now, False, lambda _: None).bring_in(
        sweep, read.objects, read.numbers
    )
    return sweep, held.held


async def timed(name: str, what: Awaitable[object]) -> None:
    """Say how many milliseconds it took, and how many of them this process worked."""
    began, worked = perf_counter(), process_time()
    await what
    took, work = perf_counter() - began, process_time() - worked
    say(name, ms=round(1000 * took, 1), cpu_ms=round(1000 * work, 1))


async def measured(folder: Path, objects: int, villages: int) -> None:
    """Everything, one line each."""
    url = f"sqlite:///{folder / 'bench.db'}"
    await asyncio.to_thread(migrate, url)
    desk = Desk(await open_database(url))
    await desk.settle(*OFFICIALS)
    desk.shared = replace(desk.shared, areas=county(desk.shared.areas, villages))
    await with_monitors(desk, villages)
    file = list_file(folder, objects, villages)
    began = perf_counter()
    sweep, held = await brought_in(desk, file)
    say("import", objects=objects, seconds=round(perf_counter() - began, 1), longest_ms=round(max(held), 1))
    began = perf_counter()
    await brought_in_again(desk, file, sweep)
    say("import again", objects=objects, seconds=round(perf_counter() - began, 1))
    await presses(desk, sweep, monitor(villages // 2))
    await clock(desk, sweep)
    await desk.database.close()


async def brought_in_again(desk: Desk, file: Path, sweep: Sweep) -> None:
    """Nothing has changed, and everything is compared."""
    read = read_objects(file, AreaNames(desk.shared.areas))
    importer = SweepImporter(desk.database, SEAL, desk.now, False, lambda _: None)
    found = await importer.bring_in(sweep, read.objects, read.numbers)
    assert (found.new, found.changed, found.unlisted) == (0, [], [])


async def presses(desk: Desk, sweep: Sweep, who: Character) -> None:
    """What officials wait for."""
    await timed("monitor opens a page", desk.types(who, "/sweeps"))
    code = next(code for code in (await desk.last_told(who)).buttons.values() if code.startswith("x:o:"))
    await timed("monitor opens an object", desk.presses_code(who, code))
    code = next(code for code in (await desk.last_told(who)).buttons.values() if code.startswith("x:f:"))
    await timed("monitor ticks", desk.presses_code(who, code))
    await timed("county opens the list", desk.types(DUTY, "/sweeps"))
    await timed("county looks who is slow", desk.presses_code(DUTY, f"x:w:{sweep.id}:{COUNTY}:"))
    town = f"38{0:010}"
    await timed("county looks into a town", desk.presses_code(DUTY, f"x:w:{sweep.id}:{town}:"))
    mark = f"o>{short(8)}"
    await timed("page behind", desk.presses_code(who, f"x:p:{sweep.id}:{who.area}:{mark}:"))


async def clock(desk: Desk, sweep: Sweep) -> None:
    """What the clock does, with nine tenths ticked."""
    async with desk.database.transaction() as connection:
        await connection.execute(_TICKED, {"now": desk.now})
        await connection.execute(_COUNTED)
    watch = Stopwatch(desk)
    clockwork = Clockwork(watch.work, NoHeartbeats(), nothing, nothing, nothing)
    for name in ("tick that reminds everybody", "tick when nothing changed"):
        watch.held.clear()
        await timed(name, tend_sweeps(clockwork))
        say(f"{name}, longest", ms=round(max(watch.held), 1))
    watch.held.clear()
    async with desk.work() as work:
        new = Sample(0, sweep.id, "seed", 100, desk.now)
        sample = replace(new, id=await work.sweeps.samples.add(new))
    await timed("sample", draw(watch.work, sample))
    say("sample, longest", ms=round(max(watch.held), 1))


def say(what: str, **figures: float) -> None:
    """One line."""
    print(json.dumps({"bench": "sweep", "what": what, **figures}, ensure_ascii=False), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=115_000)
    parser.add_argument("--villages", type=int, default=919)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measured(Path(folder), asked.objects, asked.villages))


if __name__ == "__main__":
    main()
