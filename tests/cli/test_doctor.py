from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.process.lock import only_process
from desk.domain.talk.messages import Message
from schedules.timetable import TIMETABLE
from storage.engine.opening import open_database
from storage.households.bulk_entry import RegisterRows
from storage.keys.key_file import load_seal
from storage.mail.heartbeats import beat
from storage.mail.inbox import Arrived, InboxRows
from storage.mail.outbox import OutboxRows
from storage.people.people import PeopleRows
from tests.cli.conftest import Ended, Terminal
from tests.register import WANGS

Files = Callable[..., tuple[str, str]]


@pytest.fixture
def county(terminal: Terminal, files: Files, tmp_path: Path) -> Path:
    """A county whose ticks have all just run; gives its database."""
    terminal("init", *files())
    path = tmp_path / "var" / "bangfu.db"
    beats(path, {tick.name: "done" for tick in TIMETABLE})
    return path


def beats(path: Path, outcomes: dict[str, str], ago: timedelta = timedelta(0)) -> None:
    async def run() -> None:
        database = await open_database(f"sqlite:///{path}")
        async with database.transaction() as connection:
            for tick, outcome in outcomes.items():
                await beat(connection, tick, datetime.now(UTC) - ago, outcome)
        await database.close()

    asyncio.run(run())


_STATE = "UPDATE outbox SET state = :state"
_OUTCOMES = {
    "unreachable": "UPDATE outbox SET state = 'blocked', error = '403 unreachable'",
    "given up": "UPDATE outbox SET state = 'failed', error = '500, 20 times'",
    "talk": "UPDATE outbox SET state = 'failed', error = '500, 20 times', talk = true",
    "doubted": "UPDATE outbox SET unsure = true, doubts = 2",
}


def mail(path: Path, ago: timedelta, *, update: str = "", message: str = "") -> None:
    """One update and one message of that age, in these states."""

    async def run() -> None:
        at, seal = datetime.now(UTC) - ago, load_seal(path.with_name("keys.json"))
        database = await open_database(f"sqlite:///{path}")
        async with database.transaction() as connection:
            if update:
                await InboxRows(connection, seal).store([Arrived(1, 7, 1001, b"{}")], at)
                values = {"state": update, "at": None if update == "waiting" else at}
                await connection.execute("UPDATE inbox SET state = :state, handled_at = :at", values)
            if message:
                await OutboxRows(connection, seal, at).say(Message("receipt:1", 1001, "x"))
                await connection.execute(_OUTCOMES.get(message, _STATE), {"state": message})
        await database.close()

    asyncio.run(run())


def wrong(ended: Ended) -> list[str]:
    return [line.removeprefix("WRONG  ") for line in ended.out.splitlines() if line.startswith("WRONG")]


def test_a_desk_at_work_is_found_well(terminal: Terminal, county: Path) -> None:
    with only_process(county), closing(sqlite3.connect(county)) as desk:
        desk.execute("UPDATE facts SET value = value")  # a transaction is open
        ended = terminal("doctor")

    assert (ended.code, wrong(ended)) == (0, [])
    assert all(f"Tick {tick.name} ran" in ended.out for tick in TIMETABLE)


def test_a_clock_that_stands_still_is_seen(terminal: Terminal, county: Path) -> None:
    beats(county, {"cases": "done"}, ago=timedelta(minutes=6))
    beats(county, {"drafts": "failed"}, ago=timedelta(minutes=2))

    ended = terminal("doctor")

    assert ended.code == 1
    assert wrong(ended) == [
        "Tick cases ran 6 min ago; it is due every 60 s.",
        "Tick drafts ran 2 min ago and failed: see the log; it is due every 60 s.",
    ]


def test_after_an_upgrade_what_is_new_waits_for_the_start(terminal: Terminal, county: Path) -> None:
    beats(county, {tick.name: "done" for tick in TIMETABLE}, ago=timedelta(seconds=1))
    with closing(sqlite3.connect(county)) as connection, connection:
        connection.execute("DELETE FROM heartbeats WHERE tick = 'cases'")
        connection.execute("UPDATE heartbeats SET at = '2026-01-01T00:00:00+00:00'")

    stopped = wrong(terminal("doctor"))
    beats(county, {"drafts": "done"})
    started = wrong(terminal("doctor"))

    assert not [line for line in stopped if "cases" in line]
    assert [line for line in started if "cases" in line] == [
        "Tick cases never ran; it is due every 60 s; just after a start, look again."
    ]


class Row(NamedTuple):
    """What lies there, and whether that is a reason to worry."""

    update: str
    message: str
    ago: timedelta
    says: str
    worries: bool


@pytest.mark.parametrize(
    "row",
    [
        Row("waiting", "", timedelta(minutes=5), "Updates that wait: 1, the oldest for 5 min.", False),
        Row("waiting", "", timedelta(hours=3), "Updates that wait: 1, the oldest for 3 h.", True),
        Row("", "waiting", timedelta(days=3), "Messages that wait: 1, the oldest for 3 days.", True),
        Row("", "waiting", -timedelta(hours=8), "Messages that wait: 0.", False),
        Row("failed", "", timedelta(hours=2), "could not be handled: 1, the last 2 h ago.", True),
        Row("failed", "", timedelta(days=2), "could not be handled: 1, the last 2 days ago.", False),
        Row("", "held", timedelta(hours=2), "may have arrived: 1, the last 2 h ago.", True),
        Row("", "unreachable", timedelta(hours=2), "could not be sent: 1, the last 2 h ago.", False),
        Row("", "unreachable", timedelta(hours=2), "Receipts and cards that were given up: 0.", False),
        Row("", "given up", timedelta(hours=2), "that were given up: 1, the last 2 h ago.", True),
        Row("", "given up", timedelta(days=9), "that were given up: 1, the last 9 days ago.", True),
        Row("", "talk", timedelta(hours=2), "Receipts and cards that were given up: 0.", False),
        Row("", "doubted", -timedelta(hours=2), "said again until it is known: 1", False),
    ],
    ids=lambda row: row.says,
)
def test_what_waits_and_what_went_wrong_is_counted(terminal: Terminal, county: Path, row: Row) -> None:
    mail(county, row.ago, update=row.update, message=row.message)

    ended = terminal("doctor")

    [line] = [line for line in ended.out.splitlines() if row.says in line]
    assert line.startswith("WRONG") == row.worries
    assert ended.code == int(row.worries)


def test_the_keys_of_another_desk_are_seen_and_left_alone(terminal: Terminal, county: Path) -> None:
    keys = county.with_name("keys.json")
    keys.rename(county.with_name("elsewhere.json"))

    ended = terminal("doctor")

    assert ended.code == 1
    assert "its key file" in wrong(ended)[0]
    assert not keys.exists()


def test_a_full_disk_is_seen(terminal: Terminal, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(county.parent)._replace(free=100 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)

    ended = terminal("doctor")

    assert ended.code == 1
    assert wrong(ended) == [f"100 MB are free for {county.parent}."]


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to be read as one"])
def test_without_a_database_it_says_so_and_makes_none(
    terminal: Terminal, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "var" / "bangfu.db"
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)

    ended = terminal("doctor")

    assert ended.code == 1
    assert len(wrong(ended)) == 1
    assert path.exists() == (content is not None)


def test_a_database_of_another_version_is_seen(terminal: Terminal, county: Path) -> None:
    with closing(sqlite3.connect(county)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")

    ended = terminal("doctor")

    assert ended.code == 1
    assert "is at step 0001, this program at" in wrong(ended)[0]


def named_files(path: Path, *names: str) -> None:
    """Rows that say where files of residents lie."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for number, name in enumerate(names):
            connection.execute(
                "INSERT INTO media (case_id, file_id, kind, state, path, attempts, not_before)"
                " VALUES (1, ?, 'photo', 'fetched', ?, 0, '')",
                (str(number), name),
            )


def test_files_of_residents_that_are_missing_are_counted(terminal: Terminal, county: Path) -> None:
    named_files(county, "1/a.sealed", "1/b.sealed", "2/c.sealed")
    (county.parent / "media").mkdir(mode=0o700)
    (county.parent / "media" / "1").mkdir()
    (county.parent / "media" / "1" / "a.sealed").write_bytes(b"sealed")

    ended = terminal("doctor")

    assert ended.code == 1
    assert wrong(ended) == [
        f"Files of residents that are missing in {county.parent / 'media'}: 2 of 3; copy them back."
    ]


def test_a_damaged_database_file_is_seen(terminal: Terminal, county: Path) -> None:
    with closing(sqlite3.connect(county)) as connection, connection:
        connection.execute("CREATE TABLE filling (data TEXT)")
        connection.executemany("INSERT INTO filling VALUES (?)", [(f"{n:0900}",) for n in range(500)])
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'filling'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with closing(sqlite3.connect(county)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with county.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\xff" * 200)

    ended = terminal("doctor")
    skipped = terminal("doctor", "--patience=0")

    assert ended.code == 1
    assert [line for line in wrong(ended) if line.startswith("The database file is damaged (")]
    assert "The database file" not in skipped.out


def test_a_file_too_big_for_the_time_is_said_to_be_looked_at_in_part(
    terminal: Terminal, county: Path
) -> None:
    with closing(sqlite3.connect(county)) as connection, connection:
        connection.execute("CREATE TABLE filling (data TEXT)")
        connection.executemany("INSERT INTO filling VALUES (?)", [(f"{n:0900}",) for n in range(5000)])

    whole = terminal("doctor")
    part = terminal("doctor", "--patience=0.0001")

    assert "The database file is whole (" in whole.out
    assert "showed nothing wrong in 0.0001 s; `bangfu doctor --patience SECONDS`" in part.out
    assert (whole.code, part.code) == (0, 0)


def test_a_desk_that_never_ran_has_no_ticks_to_answer_for(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("doctor")

    assert (ended.code, wrong(ended)) == (0, [])
    assert "The desk never ran on this database" in ended.out


def test_a_telegram_that_cannot_be_reached_is_seen_and_how_it_was_asked(
    terminal: Terminal, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGFU_BOT_TOKEN", "4711:AAbangfu-test-token-0123456789abcdefgh")
    monkeypatch.setenv("BANGFU_BOT_API_ROOT", "https://api.telegram.test")
    monkeypatch.setenv("BANGFU_PROXY", "socks5h://desk:hunter2@127.0.0.1:9")

    gone = terminal("doctor")
    monkeypatch.setenv("BANGFU_PROXY", "")
    monkeypatch.setenv("ALL_PROXY", "socks4://desk:hunter2@127.0.0.1:9")
    strange = terminal("doctor")

    assert wrong(gone) == [
        "Telegram cannot be reached through socks5h://127.0.0.1:9 (BANGFU_PROXY) (ProxyConnectionError)."
    ]
    assert wrong(strange) == [
        "ALL_PROXY must begin with http://, https://, socks5:// or socks5h://; BANGFU_PROXY wins over it."
    ]
    assert "hunter2" not in gone.out + gone.err + strange.out + strange.err


def test_what_others_on_the_machine_can_read_is_named(terminal: Terminal, county: Path) -> None:
    county.chmod(0o644)
    county.with_name("keys.json").chmod(0o604)
    (county.parent / "media").mkdir()

    ended = terminal("doctor")

    [said] = wrong(ended)
    named = [county.with_name("keys.json"), county.parent / "media", county]
    assert said.startswith(f"Others on this machine can read {', '.join(map(str, named))}")
    assert said.endswith(": start the desk, or take it from them with chmod go=.")
    assert county.stat().st_mode & 0o777 == 0o644


def test_the_families_that_wait_for_their_village_are_counted(terminal: Terminal, county: Path) -> None:
    async def run() -> None:
        at, seal = datetime.now(UTC), load_seal(county.with_name("keys.json"))
        database = await open_database(f"sqlite:///{county}")
        async with database.transaction() as connection:
            await RegisterRows(connection, seal, at).save([WANGS], {}, "operator")
            people = PeopleRows(connection, seal, at)
            person = await people.add(1666, "路人乙", "zh_CN")
            await people.save(replace(person, phone=WANGS.phone, consented_at=at))
        await database.close()

    before = terminal("doctor").out
    asyncio.run(run())
    ended = terminal("doctor")

    assert "No family waits for its village" in before
    assert ended.code == 0
    assert "1 families wait for their village to say who belongs to them" in ended.out
    assert "九里夼村" in ended.out
