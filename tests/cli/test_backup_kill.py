"""A backup that is killed leaves nothing that could be taken for one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine.whole_file import UNFINISHED
from tests.cli.conftest import Ended, Terminal
from tests.scenarios.running import ROOT, clean_environment

Files = Callable[..., tuple[str, str]]


def fill(path: Path, megabytes: int) -> None:
    """Make the copying last long enough to be met in the middle."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE filling (data BLOB)")
        connection.executemany("INSERT INTO filling VALUES (randomblob(1000000))", [()] * megabytes)


def begun(folder: Path, target: str) -> subprocess.Popen[bytes]:
    """A backup of the desk in `folder` that is in the middle of its copy."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "backup", str(folder / target)],
        cwd=ROOT,
        env={**clean_environment(), "BANGFU_DATA_DIR": str(folder / "var")},
    )
    part = folder / f".{target}{UNFINISHED}"
    while not part.exists() or part.stat().st_size < 5_000_000:
        assert child.poll() is None, "it was quicker than the test"
        time.sleep(0.001)
    return child


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if "copy" in path.name or path.name.startswith(".")}


def interrupted(child: subprocess.Popen[bytes], by: signal.Signals) -> int:
    """How a backup ended that got a signal."""
    child.send_signal(by)
    return child.wait()


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_backup_leaves_no_file_under_its_name_and_does_not_bar_the_next(
    terminal: Terminal, files: Files, tmp_path: Path, by: signal.Signals
) -> None:
    terminal("init", *files())
    fill(tmp_path / "var" / "bangfu.db", megabytes=80)

    for _ in range(3):
        while (child := begun(tmp_path, "copy.db")) and interrupted(child, by) == 0:
            (tmp_path / "copy.db").unlink()  # it was done before the signal came: whole, and no use here
        assert "copy.db" not in left(tmp_path)
    yesterday = begun(tmp_path, "copy-of-yesterday.db")
    yesterday.kill()
    yesterday.wait()
    ended = terminal("backup", str(tmp_path / "copy.db"))

    assert ended.code == 0, ended.err
    assert left(tmp_path) == {"copy.db"}
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT count(*) FROM filling").fetchone() == (80,)


def test_two_backups_into_one_folder_do_not_disturb_one_another(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    fill(tmp_path / "var" / "bangfu.db", megabytes=80)
    child = begun(tmp_path, "copy.db")

    beside: Ended = terminal("backup", str(tmp_path / "copy2.db"))
    child.wait()

    assert (beside.code, child.returncode) == (2, 0)
    assert "Another copy is being written" in beside.err
    assert left(tmp_path) == {"copy.db"}


def test_on_a_stick_that_knows_no_second_names_nothing_is_written_over_either(
    terminal: Terminal, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    terminal("init", *files())

    first = terminal("backup", str(tmp_path / "copy.db"))
    again = terminal("backup", str(tmp_path / "copy.db"))

    assert (first.code, again.code) == (0, 2)
    assert left(tmp_path) == {"copy.db"}
