"""`bangfu ledger verify` on the ledger of a county."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Terminal


def fill(data: Path) -> None:
    """Two entries by hand, so that the command has something to disbelieve."""
    with closing(sqlite3.connect(data / "bangfu.db")) as raw:
        raw.execute(
            "INSERT INTO ledger (chain, position, at, capacity, act, digest)"
            " VALUES ('desk', 1, '2026-11-22T02:00:00.000000+00:00', 'desk', 'join', 'made up')"
        )
        raw.commit()


def test_a_new_county_has_a_whole_ledger(terminal: Terminal, files: Callable[..., tuple[str, str]]) -> None:
    terminal("init", *files())

    ended = terminal("ledger", "verify")

    assert ended.code == 0, ended.err
    assert "Everything is as it was written." in ended.out


def test_an_entry_that_was_made_up_is_named(
    terminal: Terminal, files: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    terminal("init", *files())
    fill(tmp_path / "var")

    ended = terminal("ledger", "verify")

    assert ended.code == 1
    assert "Chain desk: entry 1 is not as it was written." in ended.out
