"""The whole way back from a backup: what fits takes the place, what does not is refused with a sentence."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.process.lock import only_process
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Database
from storage.engine.opening import open_database
from storage.engine.seal import Seal
from storage.engine.whole_file import UNFINISHED
from storage.keys.key_file import load_seal
from storage.mail.after_restore import doubt_unsent
from storage.mail.outbox import OutboxRows
from tests.cli.conftest import Ended, Terminal
from tests.cli.test_backup import refusal, rows
from tests.cli.test_backup_kill import fill
from tests.cli.test_doctor import named_files
from tests.scenarios.running import ROOT, clean_environment

Files = Callable[..., tuple[str, str]]
WHEN = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def county(terminal: Terminal, files: Files, tmp_path: Path) -> Path:
    """A county with a backup beside it in `copy.db`; gives its database."""
    terminal("init", *files())
    assert terminal("backup", "copy.db").code == 0
    return tmp_path / "var" / "bangfu.db"


def change(path: Path) -> None:
    """Something that the backup does not know."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO facts VALUES ('after', 'the backup')")


def knows_the_change(path: Path) -> bool:
    return ("after", "the backup") in rows(path, "facts")


def in_the_folder(county: Path) -> set[str]:
    return {path.name for path in county.parent.iterdir()} - {"bangfu.db.lock", "keys.json"}


def test_a_backup_takes_the_place_and_the_old_database_is_put_aside(terminal: Terminal, county: Path) -> None:
    change(county)

    ended = terminal("restore", "copy.db")

    [aside] = in_the_folder(county) - {"bangfu.db"}
    assert ended.code == 0, ended.err
    assert str(county.with_name(aside)) in ended.out
    assert aside.startswith("bangfu.db.before-")
    assert knows_the_change(county.with_name(aside))
    assert not knows_the_change(county)
    assert rows(county, "posts") == rows(Path("copy.db"), "posts") != []
    assert county.stat().st_mode & 0o777 == 0o600
    assert terminal("check").code == 0


def test_a_log_of_the_old_database_is_kept_with_it_and_never_meets_the_new_one(
    terminal: Terminal, county: Path
) -> None:
    with closing(
        sqlite3.connect(county)
    ) as killed:  # it holds its log, as a process that was killed leaves it
        killed.execute("INSERT INTO facts VALUES ('after', 'the backup')")
        killed.commit()
        assert county.with_name("bangfu.db-wal").stat().st_size
        left = {
            name: county.with_name(name).read_bytes()
            for name in ("bangfu.db", "bangfu.db-wal", "bangfu.db-shm")
        }
    for name, content in left.items():
        county.with_name(name).write_bytes(content)

    assert terminal("restore", "copy.db").code == 0

    [aside] = [
        name for name in in_the_folder(county) if name.startswith("bangfu.db.before-") and name[-1] != "l"
    ]
    assert in_the_folder(county) <= {"bangfu.db", aside, f"{aside}-wal", f"{aside}-shm"}
    assert knows_the_change(county.with_name(aside))
    assert not knows_the_change(county)


def test_on_a_fresh_machine_the_backup_and_the_keys_are_enough(terminal: Terminal, county: Path) -> None:
    for path in county.parent.glob("bangfu.db*"):
        path.unlink()
    county.with_name("bangfu.db-wal").write_bytes(b"a log without its database")

    ended = terminal("restore", "copy.db")

    assert ended.code == 0, ended.err
    assert in_the_folder(county) == {"bangfu.db"}
    assert "remove it when" not in ended.out
    assert terminal("check").code == 0


def without(path: Path) -> None:
    path.unlink()


def with_other_keys(path: Path) -> None:
    written = json.loads(path.read_text())
    path.write_text(json.dumps({**written, "keys": {"1": written["index"]}}))


def with_another_index(path: Path) -> None:
    written = json.loads(path.read_text())
    path.write_text(json.dumps({**written, "index": written["keys"]["1"]}))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (without, "its key file"),
        (with_other_keys, "does not belong to this database"),
        (with_another_index, "its index key is another one"),
    ],
)
def test_keys_that_do_not_belong_are_refused_and_nothing_is_changed(
    terminal: Terminal, county: Path, spoil: Callable[[Path], None], says: str
) -> None:
    change(county)
    spoil(county.with_name("keys.json"))

    assert says in refusal(terminal("restore", "copy.db"))
    assert knows_the_change(county)
    assert in_the_folder(county) == {"bangfu.db"}


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda _: b"", "cannot be restored: it holds no tables of a desk."),
        (lambda _: b"a letter, and long enough to be taken for something else", "file is not a database"),
        (cut, "cannot be restored: "),
        (lambda content: content[:4096] + b"\xff" * 4096 + content[8192:], "cannot be restored: "),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_changed(
    terminal: Terminal, county: Path, spoil: Callable[[bytes], bytes], says: str
) -> None:
    copy = Path("copy.db")
    copy.write_bytes(spoil(copy.read_bytes()))
    change(county)

    assert says in refusal(terminal("restore", "copy.db"))
    assert knows_the_change(county)
    assert in_the_folder(county) == {"bangfu.db"}


def test_a_backup_that_was_cut_off_is_known_by_its_journal_and_left_as_it_is(
    terminal: Terminal, county: Path
) -> None:
    Path("copy.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    before = Path("copy.db").read_bytes()

    assert "was cut off while it was written" in refusal(terminal("restore", "copy.db"))
    assert Path("copy.db").read_bytes() == before


def test_what_cannot_be_meant_is_one_sentence(terminal: Terminal, county: Path) -> None:
    assert "There is no backup nothing.db." in refusal(terminal("restore", "nothing.db"))
    assert "is the database itself" in refusal(terminal("restore", str(county)))
    assert "Name a backup, or say --doubt." in refusal(terminal("restore"))
    assert "Name a backup, or say --doubt." in refusal(terminal("restore", "copy.db", "--doubt"))


def test_it_is_refused_while_the_desk_runs(terminal: Terminal, county: Path) -> None:
    change(county)

    with only_process(county):
        beside = terminal("restore", "copy.db")

    assert "stop it first" in refusal(beside)
    assert knows_the_change(county)


def test_a_backup_of_a_newer_version_is_refused(terminal: Terminal, county: Path) -> None:
    change(county)
    with closing(sqlite3.connect("copy.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    assert "newer version" in refusal(terminal("restore", "copy.db"))
    assert in_the_folder(county) == {"bangfu.db"}


def test_missing_files_of_residents_are_counted_and_must_be_accepted(
    terminal: Terminal, county: Path
) -> None:
    named_files(Path("copy.db"), "1/a.sealed", "1/b.sealed")
    (county.parent / "media" / "1").mkdir(parents=True)
    (county.parent / "media" / "1" / "a.sealed").write_bytes(b"sealed")

    refused = terminal("restore", "copy.db")
    accepted = terminal("restore", "copy.db", "--without-files")

    assert refusal(refused).startswith("1 of 2 files of residents are missing in ")
    assert accepted.code == 0
    assert "1 of 2 files of residents are missing." in accepted.out


def test_a_restore_that_is_killed_leaves_the_old_database_and_does_not_bar_the_next(
    terminal: Terminal, county: Path, tmp_path: Path
) -> None:
    fill(tmp_path / "copy.db", megabytes=80)
    change(county)
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "restore", str(tmp_path / "copy.db")],
        cwd=ROOT,
        env={**clean_environment(), "BANGFU_DATA_DIR": str(county.parent)},
    )
    part = county.with_name(f".bangfu.db{UNFINISHED}")
    while not part.exists() or part.stat().st_size < 5_000_000:
        assert child.poll() is None
        time.sleep(0.001)

    child.send_signal(signal.SIGKILL)
    child.wait()

    assert knows_the_change(county)
    assert terminal("restore", "copy.db").code == 0
    assert not knows_the_change(county)
    assert not part.exists()


@pytest.mark.parametrize("step", ["link", "replace", "fsync"])
def test_whatever_fails_in_between_there_is_a_whole_database(
    terminal: Terminal, county: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    change(county)
    real = getattr(os, step)

    def fail(*arguments: object, **more: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, fail)
    terminal("restore", "copy.db")
    monkeypatch.setattr(os, step, real)

    assert rows(county, "posts") == rows(Path("copy.db"), "posts") != []
    assert terminal("restore", "copy.db").code == 0
    assert not knows_the_change(county)


def test_on_postgresql_its_own_tools_are_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_DATABASE_URL", "postgresql://desk:secret@127.0.0.1/desk")

    ended: Ended = terminal("restore", "copy.dump")

    assert '--dbname="$BANGFU_DATABASE_URL" copy.dump`' in refusal(ended)
    assert "`bangfu restore --doubt`" in ended.err
    assert "secret" not in ended.err


def waiting(path: Path) -> None:
    """A receipt, a card that is on its way, a reminder for tomorrow, and one that has left."""

    async def run() -> None:
        database = await open_database(f"sqlite:///{path}")
        async with database.transaction() as connection:
            await say_some(connection, load_seal(path.with_name("keys.json")))
        await database.close()

    asyncio.run(run())


async def say_some(connection: object, seal: Seal) -> None:
    for key, lane in (
        ("receipt", Lane.WAITING),
        ("card", Lane.CARD),
        ("reminder", Lane.REMINDER),
        ("left", 1),
    ):
        message = Message(key, 1001, "x", lane=Lane(lane))
        await OutboxRows(connection, seal, WHEN).say(message)  # type: ignore[arg-type]
    await connection.execute("UPDATE outbox SET state = 'sending', sent_at = not_before WHERE key = 'card'")  # type: ignore[attr-defined]
    await connection.execute("UPDATE outbox SET state = 'sent' WHERE key = 'left'")  # type: ignore[attr-defined]


def test_what_had_not_left_goes_again_with_a_mark(terminal: Terminal, county: Path) -> None:
    waiting(county)
    terminal("backup", "later.db")

    ended = terminal("restore", "later.db")

    with closing(sqlite3.connect(county)) as connection:
        found = connection.execute("SELECT key, state, unsure FROM outbox ORDER BY id").fetchall()
        noted = connection.execute("SELECT count(*) FROM ledger WHERE act = 'database_restored'").fetchone()
        (last_number,) = connection.execute("SELECT last FROM case_numbers").fetchone()
    assert (ended.code, noted) == (0, (1,))
    assert last_number > 5_000  # what was given out today after the copy is never given out again
    assert "go again, marked as perhaps said: 3; of broadcasts, held for their authors: 0." in ended.out
    assert found == [
        ("receipt", "waiting", 1),
        ("card", "waiting", 1),
        ("reminder", "waiting", 1),
        ("left", "sent", 0),
    ]
    assert terminal("ledger", "verify").code == 0


def test_after_a_restore_by_other_means_the_doubt_is_made_up_for(terminal: Terminal, county: Path) -> None:
    waiting(county)

    ended = terminal("restore", "--doubt")

    assert "marked as perhaps said: 3;" in ended.out
    with closing(sqlite3.connect(county)) as connection:
        assert connection.execute("SELECT count(*) FROM outbox WHERE unsure").fetchone() == (3,)


async def test_both_databases_doubt_alike(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        await say_some(connection, seal)
        first = await doubt_unsent(connection)
        unsure = await connection.fetch_all("SELECT key FROM outbox WHERE unsure ORDER BY id")

    assert (first.marked, first.held) == (3, 0)
    assert [row["key"] for row in unsure] == ["receipt", "card", "reminder"]
