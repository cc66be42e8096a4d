"""The watcher beside the ticks: each incident once, once more when it is over, and whatever hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.connecting.api import Api
from bot.connecting.request import new_request
from bot.process import watcher as watching
from bot.process.outage import look_back
from bot.process.watcher import Clocks, Watcher
from bot.process.wiring import Foundation
from schedules.runner import DONE, FAILED
from schedules.tick import Tick
from storage.engine.database import Database
from storage.mail.heartbeats import beat
from tests.actions.casework import accepted, report
from tests.bot.scripted import TOKEN, Telegram
from tests.databases import opened
from tests.deskside import SEAL, Desk, desk, rules, texts

__all__ = ["desk"]
OPERATOR = 77


async def nothing(_: object) -> None:
    """The ticks of this table are never run here."""


TICKS = (Tick("quick", 60, nothing), Tick("slow", 3600, nothing))


@dataclass
class Moving:
    """Both clocks of a process, moved by the test."""

    wall: datetime = datetime(2026, 11, 23, 1, tzinfo=UTC)
    steady: float = 0.0
    wound: list[datetime] = field(default_factory=list)

    def pass_by(self, **span: float) -> None:
        self.wall += timedelta(**span)
        self.steady += timedelta(**span).total_seconds()

    def watcher(self, foundation: Foundation) -> Watcher:
        clocks = Clocks(lambda: self.wall, lambda: self.steady)
        return Watcher(foundation, clocks, self.wound.append, lambda: None, TICKS)


@pytest.fixture
async def foundation(database: Database, telegram: Telegram) -> AsyncIterator[Foundation]:
    async with new_request("aiohttp") as request:
        api = Api(request, TOKEN, telegram.root)
        yield Foundation(database, SEAL, rules(), texts(), api, OPERATOR)


async def ran(database: Database, at: datetime, outcome: str = DONE, *names: str) -> None:
    async with database.transaction() as connection:
        for name in names or [tick.name for tick in TICKS]:
            await beat(connection, name, at, outcome)


async def told(database: Database) -> list[str]:
    async with database.reading() as connection:
        rows = await connection.fetch_all("SELECT key, chat_id FROM outbox ORDER BY id")
    return [row["key"].removeprefix("operator:") for row in rows if row["chat_id"] == OPERATOR]


async def test_a_tick_that_stands_still_is_told_once_and_once_more_when_it_runs(
    foundation: Foundation,
) -> None:
    clock = Moving()
    await ran(foundation.database, clock.wall)
    watcher = clock.watcher(foundation)

    clock.pass_by(minutes=5)
    await watcher.look()
    assert await told(foundation.database) == []

    for _ in range(3):
        clock.pass_by(seconds=30)
        await watcher.look()
    assert await told(foundation.database) == ["tick:quick:20261123010000"]

    await ran(foundation.database, clock.wall, DONE, "quick")
    for _ in range(2):
        await watcher.look()
    assert await told(foundation.database) == ["tick:quick:20261123010000", "tick:quick:20261123010000:over"]


async def test_a_tick_that_fails_again_and_again_is_told_once(foundation: Foundation) -> None:
    clock = Moving()
    watcher = clock.watcher(foundation)

    heard = []
    for outcome in (DONE, FAILED, FAILED, FAILED, FAILED, FAILED, DONE, FAILED):
        await ran(foundation.database, clock.wall, outcome)
        await watcher.look()
        heard.append(len(await told(foundation.database)))
        clock.pass_by(seconds=60)

    assert heard == [0, 0, 0, 0, 1, 1, 2, 2]


async def test_two_processes_tell_an_incident_once(foundation: Foundation, database_url: str) -> None:
    clock = Moving()
    await ran(foundation.database, clock.wall)
    async with opened(database_url) as second:
        other = Foundation(second, SEAL, rules(), texts(), foundation.api, OPERATOR)
        watchers = [clock.watcher(foundation), clock.watcher(other)]
        clock.pass_by(minutes=6)
        await asyncio.gather(*(watcher.look() for watcher in watchers))
        await ran(foundation.database, clock.wall)
        await asyncio.gather(*(watcher.look() for watcher in watchers))

    assert await told(foundation.database) == ["tick:quick:20261123010000", "tick:quick:20261123010000:over"]


async def test_a_start_after_a_long_stop_alarms_nobody_and_ends_no_incident(foundation: Foundation) -> None:
    clock = Moving()
    await ran(foundation.database, clock.wall)
    first = clock.watcher(foundation)
    clock.pass_by(minutes=6)
    await first.look()

    clock.pass_by(days=7)
    await clock.watcher(foundation).look()

    assert await told(foundation.database) == ["tick:quick:20261123010000"]


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_jumps_makes_every_tick_run_and_alarms_nobody(
    foundation: Foundation, hours: int
) -> None:
    clock = Moving()
    await ran(foundation.database, clock.wall)
    watcher = clock.watcher(foundation)
    clock.pass_by(seconds=30)
    await watcher.look()

    clock.wall += timedelta(hours=hours)
    clock.pass_by(seconds=30)
    await watcher.look()

    assert clock.wound == [clock.wall]
    assert await told(foundation.database) == []


async def test_whatever_hangs_with_the_database_in_its_hand_is_told_all_the_same(
    foundation: Foundation, telegram: Telegram, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if dialect != "sqlite":
        pytest.skip("PostgreSQL has a connection for everybody: nobody can hold them all")
    monkeypatch.setattr(watching, "_WRITE_SECONDS", 0.05)
    clock = Moving()
    await ran(foundation.database, clock.wall)
    watcher = clock.watcher(foundation)
    clock.pass_by(minutes=6)

    async with asyncio.TaskGroup() as group:
        done = asyncio.Event()
        group.create_task(_hang(foundation.database, done))
        await asyncio.sleep(0)
        for _ in range(2):
            await watcher.look()
        done.set()
    await watcher.look()

    [text] = telegram.texts()
    assert "quick" in text
    assert await told(foundation.database) == []  # it is known already


async def _hang(database: Database, done: asyncio.Event) -> None:
    async with database.transaction():
        await done.wait()


async def test_after_a_week_the_operator_reads_how_long_and_what_is_too_late(
    desk: Desk, foundation: Foundation
) -> None:
    case = await accepted(desk)  # a visit is due on Wednesday, to be reminded of on Tuesday
    await report(desk)  # taking up is due the same day: nobody is reminded before
    await ran(desk.database, desk.now)
    since = desk.now

    assert await look_back(foundation, desk.wait(minutes=5)) is None
    assert await look_back(foundation, desk.wait(days=7)) == since
    assert await look_back(foundation, desk.wait(minutes=1)) == since

    [down] = [one for one in await desk.outbox() if one.row.chat_id == OPERATOR]
    assert down.template == "operator.was_down"
    assert case.number in down.text
    assert down.content.arguments["late"] == 1
