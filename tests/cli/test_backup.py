from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.process.lock import only_process
from tests.cli.conftest import Ended, Terminal

Files = Callable[..., tuple[str, str]]


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def refusal(ended: Ended) -> str:
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    return ended.err


def test_a_backup_is_whole_and_private_while_the_desk_is_writing(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    source, target = tmp_path / "var" / "bangfu.db", tmp_path / "copy.db"

    with only_process(source), closing(sqlite3.connect(source)) as desk:
        desk.execute("UPDATE facts SET value = 'half done' WHERE name = 'edition'")
        ended = terminal("backup", str(target))

    assert ended.code == 0
    assert f"keep {tmp_path / 'var' / 'keys.json'} as well" in ended.out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert rows(target, "posts") == rows(source, "posts") != []
    assert "half done" not in [value for _, value in rows(target, "facts")]


def test_a_backup_takes_the_place_of_the_database(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())
    terminal("backup", "copy.db")
    for path in (tmp_path / "var").glob("bangfu.db*"):
        path.unlink()

    shutil.copyfile(tmp_path / "copy.db", tmp_path / "var" / "bangfu.db")

    assert terminal("check").code == 0


def test_nothing_is_ever_written_over(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())
    (tmp_path / "copy.db").write_bytes(b"the only backup")

    ended = terminal("backup", "copy.db")

    assert "exists already" in refusal(ended)
    assert (tmp_path / "copy.db").read_bytes() == b"the only backup"


@pytest.mark.parametrize(
    ("content", "target"), [(None, "copy.db"), (b"no database", "copy.db"), (b"", "no/c.db")]
)
def test_what_cannot_be_copied_leaves_no_file(
    terminal: Terminal, tmp_path: Path, content: bytes | None, target: str
) -> None:
    if content is not None:
        (tmp_path / "var").mkdir()
        (tmp_path / "var" / "bangfu.db").write_bytes(content)

    ended = terminal("backup", target)

    assert refusal(ended)
    assert not (tmp_path / target).exists()


def test_postgresql_has_a_tool_of_its_own(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_DATABASE_URL", "postgresql://desk:secret@127.0.0.1/desk")

    ended = terminal("backup", "copy.db")

    assert "`pg_dump --format=custom --file=copy.db" in refusal(ended)
    assert "secret" not in ended.err
