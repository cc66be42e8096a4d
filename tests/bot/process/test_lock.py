"""One process per database, one poller per bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.connecting.errors import CannotStart
from bot.process.lock import AlreadyRunning, only_poller, only_process, present
from storage.engine.database import Database


def test_a_second_process_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    refusal = r"Another process \(number \d+\) works with"
    with (
        only_process(tmp_path / "bangfu.db"),
        pytest.raises(AlreadyRunning, match=refusal),
        only_process(tmp_path / "bangfu.db"),
    ):
        pass

    with only_process(tmp_path / "bangfu.db"):
        assert (tmp_path / "bangfu.db.lock").exists()


def test_a_place_where_no_lock_can_lie_is_one_sentence() -> None:
    refusal = r"/proc/bangfu/bangfu\.db\.lock cannot be made .*: name another folder in BANGFU_DATA_DIR"

    with pytest.raises(CannotStart, match=refusal), only_process(Path("/proc/bangfu/bangfu.db")):
        pass


async def test_one_of_two_processes_on_postgresql_polls(database: Database) -> None:
    async with only_poller(database, 4711) as first:
        if database.dialect == "postgresql":
            async with only_poller(database, 4711) as second, only_poller(database, 4712) as other_bot:
                assert (second, other_bot) == (False, True)

    async with only_poller(database, 4711) as later:
        assert (first, later) == (True, True)


async def test_a_process_on_postgresql_knows_whether_it_is_the_first(database: Database) -> None:
    async with present(database, 4711) as first:
        if database.dialect == "postgresql":
            async with present(database, 4711) as second, present(database, 4712) as other_bot:
                assert (second, other_bot) == (False, True)

    async with present(database, 4711) as later:
        assert (first, later) == (True, True)
