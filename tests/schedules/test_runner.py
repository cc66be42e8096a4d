"""The timetable and its runner."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from schedules.clockwork import Clockwork
from schedules.runner import DONE, FAILED, Runner, run_once
from schedules.timetable import TIMETABLE, Tick
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


def test_names_of_ticks_are_unique() -> None:
    names = [tick.name for tick in TIMETABLE]

    assert len(names) == len(set(names))
