"""Where nothing can be written, or a library is missing, every command says so in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.running import ROOT, clean_environment, free_port
from tests.scenarios.test_starting import ends, sentence

Settings = dict[str, str]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, where the system lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("no file system of our own: a read-only and a full disk were not tried")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def settings_in(folder: Path) -> Settings:
    return {"BANGFU_DATA_DIR": str(folder), "BANGFU_PORT": str(free_port())}


def bangfu(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=False,
        cwd=ROOT,
        env={**clean_environment(), **settings},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "command", [["run"], ["check"], ["invite", "--all"], ["households", "import", "x.csv"]]
)
def test_a_read_only_folder_is_named_with_what_to_do(disk: Path, command: list[str]) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    ended = bangfu(settings_in(disk / "var"), *command)

    assert sentence(ended) == (
        f"The folder {disk}/var cannot be written (read-only file system): "
        "make it writable for the user who starts this, or name another in BANGFU_DATA_DIR."
    )


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")

    said = sentence(ends(settings_in(tmp_path / "var" / "desk")))

    assert said.startswith(f"The folder {tmp_path}/var/desk cannot be written ({tmp_path}/var is a file): ")


def test_a_folder_in_the_place_of_the_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bangfu.db").mkdir()

    said = sentence(ends(settings_in(tmp_path)))

    assert said.startswith(f"The file {tmp_path}/bangfu.db cannot be written (it is no file): ")


def test_a_folder_in_the_place_of_the_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()

    assert f"key file {tmp_path}/keys.json cannot be read" in sentence(ends(settings_in(tmp_path)))


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bangfu.db").write_bytes(b"a table of the county, by mistake " * 100)

    said = sentence(ends(settings_in(tmp_path)))

    assert said == f"The database {tmp_path}/bangfu.db cannot be opened: not a database."


@pytest.mark.parametrize(
    ("library", "settings"),
    [
        ("asyncpg", {"BANGFU_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/desk"}),
        ("alembic", {}),
        ("telegram", {}),
        ("click", {}),
    ],
)
def test_a_missing_library_is_named(tmp_path: Path, library: str, settings: Settings) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError('No module', name={library!r})\n")
    missing = {"PYTHONPATH": str(tmp_path), **settings_in(tmp_path / "var"), **settings}

    assert sentence(ends(missing)).startswith(f"The library {library} is missing or broken: ")


def test_a_start_on_a_full_disk_says_so_by_name(disk: Path) -> None:
    with (disk / "filling").open("wb") as file:
        _fill(file.fileno())

    assert "disk full" in sentence(ends(settings_in(disk / "var")))


def _fill(handle: int) -> None:
    try:
        while True:
            os.write(handle, bytes(2**16))
    except OSError:
        return
