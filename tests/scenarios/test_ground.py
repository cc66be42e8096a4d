"""Where nothing can be written, or a library is missing, every command says so in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from places.areas import DEMO_AREAS
from tests.scenarios.conftest import write_staff
from tests.scenarios.running import ROOT, clean_environment, free_port
from tests.scenarios.stage import TOKEN, Stage, staged
from tests.scenarios.test_starting import ends, sentence
from tests.village import CAST, NEIGHBOUR, RESIDENT, as_cast

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


@pytest.mark.parametrize(("client", "library"), [("aiohttp", "aiohttp_socks"), ("httpx", "socksio")])
def test_a_missing_library_of_the_way_to_telegram_is_named(tmp_path: Path, client: str, library: str) -> None:
    (tmp_path / f"{library}.py").write_text(f"raise ModuleNotFoundError('No module', name={library!r})\n")
    proxied = {
        "PYTHONPATH": str(tmp_path),
        "BANGFU_BOT_TOKEN": TOKEN,
        "BANGFU_HTTP_CLIENT": client,
        "BANGFU_PROXY": "socks5://127.0.0.1:9",
    }

    said = sentence(bangfu({**settings_in(tmp_path / "var"), **proxied}, "doctor"))

    assert library in said
    assert "run `make run`" in said


def test_a_first_start_on_a_full_disk_says_so_by_name(disk: Path) -> None:
    fill(disk)

    assert "disk full" in sentence(ends(settings_in(disk / "var")))


def test_doctor_names_a_read_only_folder(disk: Path) -> None:
    (disk / "bangfu.db").write_bytes(b"")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    ended = bangfu(settings_in(disk), "doctor")

    assert ended.returncode == 1
    assert f"WRONG  The folder {disk} cannot be written (read-only file system): " in ended.stdout
    assert f"WRONG  The file {disk}/bangfu.db cannot be written (read-only file system): " in ended.stdout


async def test_a_running_desk_names_a_full_disk_stays_up_and_goes_on_when_there_is_room(
    tmp_path: Path, disk: Path
) -> None:
    async with staged(tmp_path, f"sqlite:///{disk}/bangfu.db", as_cast(CAST)) as stage:
        write_staff(tmp_path / "staff.csv")
        stage.command("init", "--areas", str(DEMO_AREAS), "--staff", str(tmp_path / "staff.csv"))
        await stage.start_bot()
        resident = stage.puppet(RESIDENT.user_id)
        await resident.opens()
        await resident.sees("您好")

        filling = fill(disk)
        for number in range(60):  # what the log of the database has room for is still taken
            await resident.says(f"房子漏雨 {number} " + "雨" * 2000)
        await stage.bot.until(lambda: _says(stage, "StorageError (disk full)"))
        filling.unlink()

        await stage.bot.until(lambda: _says(stage, "trouble over"))
        await stage.puppet(NEIGHBOUR.user_id).opens()
        await stage.puppet(NEIGHBOUR.user_id).sees("您好")
        assert "Traceback" not in stage.bot.output()


async def _says(stage: Stage, words: str) -> bool:
    return words in stage.bot.output()


def fill(disk: Path) -> Path:
    """The file that takes all the room there is."""
    path = disk / "filling"
    with path.open("wb") as file, suppress(OSError):
        while True:
            os.write(file.fileno(), bytes(2**12))
    return path
