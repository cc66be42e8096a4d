"""`bangfu timetable`: everything that happens by itself, seen from beside the desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import timetable
from schedules.timetable import TIMETABLE
from storage.engine.opening import open_database
from storage.mail.heartbeats import beat
from tests.cli.conftest import Terminal
from tests.village import ZONE

Files = Callable[..., tuple[str, str]]
SUNDAY = datetime(2026, 11, 22, 14, 3, tzinfo=ZONE)


@pytest.fixture
def county(terminal: Terminal, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A county on a Sunday afternoon; gives its database."""
    terminal("init", *files())
    monkeypatch.setattr(timetable, "clock", lambda: SUNDAY.astimezone(UTC))
    return tmp_path / "var" / "bangfu.db"


def ran(path: Path, ago: timedelta, *, but: dict[str, timedelta] | None = None) -> None:
    """Every tick ran so long ago, but for these."""

    async def run() -> None:
        database = await open_database(f"sqlite:///{path}")
        async with database.transaction() as connection:
            for tick in TIMETABLE:
                at = SUNDAY - (but or {}).get(tick.name, ago)
                await beat(connection, tick.name, at, "failed" if tick.name == "names" else "done")
        await database.close()

    asyncio.run(run())


def rows(out: str) -> dict[str, list[str]]:
    """The columns of each line by its first."""
    table = out.partition("\n\n")[0]
    return {columns[0]: columns[1:] for columns in (re.split(r" {2,}", line) for line in table.splitlines())}


def test_a_desk_at_work_shows_when_each_tick_follows(terminal: Terminal, county: Path) -> None:
    ran(county, timedelta(seconds=5), but={"clocks": timedelta(minutes=30)})

    ended = terminal("timetable")

    shown = rows(ended.out)
    assert ended.code == 0
    assert list(shown) == ["TICK", *(tick.name for tick in TIMETABLE)]
    assert shown["cases"][:4] == ["60 s", "2026-11-22 14:02", "done", "2026-11-22 14:03"]
    assert shown["names"][2] == "failed"
    assert shown["clocks"][1:4] == ["2026-11-22 13:33", "stalled", "now"]
    assert "The desk runs; its last tick was 5 s ago." in ended.out


def test_what_acts_at_certain_hours_shows_the_next_of_them(terminal: Terminal, county: Path) -> None:
    ran(county, timedelta(0))

    shown = rows(terminal("timetable").out)

    assert shown["digests"][3] == "2026-11-23 08:33"
    assert shown["ladder"][3] == "2026-11-23 08:30"
    assert shown["ledger"][3] == "2026-11-23 01:03"
    assert shown["mail"][3] == "2026-11-22 20:03"


def test_without_the_desk_it_says_so_and_what_is_done_at_the_start(terminal: Terminal, county: Path) -> None:
    ran(county, timedelta(days=7))

    ended = terminal("timetable")

    shown = rows(ended.out)
    assert ended.code == 0
    assert "The desk does not run: its last tick was 7 days ago." in ended.out
    assert shown["cases"][3] == "at the start"
    assert shown["digests"][3] == "2026-11-23 08:30"


def test_a_desk_that_never_ran_is_shown_too(terminal: Terminal, county: Path) -> None:
    ended = terminal("timetable")

    assert county.exists()
    assert rows(ended.out)["cases"][1] == "never"
    assert "never run" in ended.out


def test_without_a_database_it_makes_none(terminal: Terminal, tmp_path: Path) -> None:
    ended = terminal("timetable")

    assert ended.code == 2
    assert "There is no database" in ended.err
    assert not (tmp_path / "var/bangfu.db").exists()


def test_every_tick_says_in_one_line_what_it_does() -> None:
    assert [tick.name for tick in TIMETABLE if not 10 < len(tick.does) < 80] == []
