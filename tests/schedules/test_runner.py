"""The timetable and its runner."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import schedules.ticks
from schedules.clockwork import Clockwork
from schedules.runner import DONE, FAILED, Runner, run_once
from schedules.tick import Tick
from schedules.timetable import TIMETABLE, TickTwice, in_order
from tests.schedules.conftest import Signs

ZONE = ZoneInfo("Asia/Shanghai")


async def test_every_tick_of_the_table_leaves_a_heartbeat(clockwork: Clockwork, signs: Signs) -> None:
    for tick in TIMETABLE:
        assert await run_once(tick, clockwork) == DONE

    assert signs.beats == [(tick.name, DONE) for tick in TIMETABLE]
    assert signs.chores == ["media", "mail"]


async def test_a_tick_that_fails_says_so_and_keeps_the_words_to_itself(
    clockwork: Clockwork, signs: Signs, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Clockwork) -> None:
        raise ValueError("王秀兰 13800001001")

    with caplog.at_level(logging.ERROR):
        assert await run_once(Tick("bad", 60, fail), clockwork) == FAILED

    assert signs.beats == [("bad", FAILED)]
    assert "ValueError" in caplog.text
    assert "13800001001" not in caplog.text


async def test_a_runner_catches_up_at_once_and_stops_at_once(clockwork: Clockwork) -> None:
    ran, hangs = asyncio.Event(), asyncio.Event()

    async def run(_: Clockwork) -> None:
        ran.set()

    async def hang(_: Clockwork) -> None:
        hangs.set()
        await asyncio.Event().wait()

    runner = Runner(clockwork, ZONE, (Tick("quick", 3600, run), Tick("slow", 3600, hang)))
    runner.start(datetime.now(UTC))
    await asyncio.wait_for(asyncio.gather(ran.wait(), hangs.wait()), 10)

    await asyncio.wait_for(runner.stop(), 10)


@pytest.mark.parametrize("turns", range(6))
async def test_a_stop_at_any_moment_after_the_start_is_no_error_of_the_ticks(
    clockwork: Clockwork, turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def hang(_: Clockwork) -> None:
        await asyncio.Event().wait()

    runner = Runner(clockwork, ZONE, tuple(Tick(f"tick{number}", 3600, hang) for number in range(20)))
    runner.start(datetime.now(UTC))
    for _ in range(turns):
        await asyncio.sleep(0)

    await runner.stop()
    await asyncio.sleep(0.01)

    assert caplog.records == []


async def test_a_tick_that_hangs_or_fails_holds_up_no_other_and_is_never_beside_itself(
    clockwork: Clockwork, signs: Signs
) -> None:
    begun: list[str] = []

    async def hang(_: Clockwork) -> None:
        begun.append("hangs")
        await asyncio.Event().wait()

    async def fail(_: Clockwork) -> None:
        begun.append("fails")
        raise ValueError

    async def run(_: Clockwork) -> None:
        begun.append("runs")

    ticks = (Tick("hangs", 1, hang), Tick("fails", 1, fail), Tick("runs", 1, run))
    runner = Runner(clockwork, ZONE, ticks)
    runner.start(datetime.now(UTC))
    async with asyncio.timeout(30):
        while begun.count("runs") < 3 or begun.count("fails") < 3:
            await asyncio.sleep(0.05)
    await runner.stop()

    assert begun.count("hangs") == 1
    assert ("fails", FAILED) in signs.beats
    assert ("runs", DONE) in signs.beats
    assert "hangs" not in [name for name, _ in signs.beats]


async def test_a_tick_that_missed_many_runs_makes_up_for_them_with_one(clockwork: Clockwork) -> None:
    ran: list[str] = []

    async def run(_: Clockwork) -> None:
        ran.append("ran")

    runner = Runner(clockwork, ZONE, (Tick("late", 600, run),))
    runner.start(datetime.now(UTC) - timedelta(days=7))
    async with asyncio.timeout(10):
        while not ran:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    await runner.stop()

    assert ran == ["ran"]


async def test_a_clock_put_back_leaves_nobody_waiting_until_it_is_there_again(clockwork: Clockwork) -> None:
    ran = asyncio.Event()

    async def run(_: Clockwork) -> None:
        ran.set()

    runner = Runner(clockwork, ZONE, (Tick("waits", 60, run),))
    runner.start(datetime.now(UTC) + timedelta(hours=1))  # as the clock said before it was put back
    await asyncio.sleep(0.1)
    assert not ran.is_set()

    runner.wind(datetime.now(UTC))
    await asyncio.wait_for(ran.wait(), 10)
    await runner.stop()


def test_two_ticks_of_one_name_are_refused_before_anything_runs() -> None:
    [cases, *_] = TIMETABLE

    with pytest.raises(TickTwice, match="two ticks are called 'cases'"):
        in_order([cases], TIMETABLE)


def test_every_room_of_ticks_stands_in_the_timetable() -> None:
    folder = Path(schedules.ticks.__file__).parent
    rooms = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert {tick.run.__module__.rpartition(".")[2] for tick in TIMETABLE} == rooms
