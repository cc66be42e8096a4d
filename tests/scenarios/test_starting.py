"""Where it cannot go on it says why in one sentence and ends; where it can wait it waits."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from places.areas import DEMO_AREAS
from storage.engine.opening import open_database
from tests.scenarios.conftest import write_staff
from tests.scenarios.running import ROOT, Running, clean_environment, free_port
from tests.scenarios.stage import TOKEN, Stage
from tests.village import RESIDENT, as_cast

Settings = dict[str, str]
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"])
PATIENCE_SECONDS = 120


@pytest.fixture
async def county(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """A live county in its database, and nothing that runs: not the bot, not the Bot API."""
    stage = Stage(tmp_path, database_url, as_cast())
    write_staff(tmp_path / "staff.csv")
    done = stage.command("init", "--areas", str(DEMO_AREAS), "--staff", str(tmp_path / "staff.csv"))
    assert done.returncode == 0, done.stderr
    yield stage
    await stage.close()


def ends(settings: Settings) -> subprocess.CompletedProcess[str]:
    """Start the desk and wait until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        check=False,
        cwd=ROOT,
        env={**clean_environment(), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def sentence(ended: subprocess.CompletedProcess[str]) -> str:
    """The one sentence with which it ended; fails for success, a traceback, or the token in the words."""
    lines = ended.stderr.strip().splitlines()
    assert ended.returncode == 2, ended
    assert len(lines) == 1, ended.stderr
    assert TOKEN not in ended.stderr + ended.stdout
    assert "Ctrl-C" not in ended.stdout  # it never said that it runs
    return lines[0]


def started(settings: Settings, folder: Path) -> Running:
    """A desk of its own, begun."""
    desk = Running("bot", "run", log=folder / "desk.log", environment=settings)
    desk.start()
    return desk


def webhook_at(port: int) -> Settings:
    """An address on this machine, which is all that the sandbox calls."""
    return {
        "BANGFU_WEBHOOK_URL": f"https://127.0.0.1:{port}/in/x7Rw",
        "BANGFU_WEBHOOK_PORT": str(port),
        "BANGFU_WEBHOOK_SECRET": "a-secret-of-sixteen-letters",
    }


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@ON_SQLITE
async def test_it_waits_for_a_bot_api_that_cannot_be_reached_and_says_so_once(county: Stage) -> None:
    county.bot.start()
    await county.bot.until(lambda: _says(county.bot, "cannot be reached"))
    await asyncio.sleep(4)  # the pauses grow: several tries
    assert county.bot.alive
    assert county.bot.output().count("cannot be reached") == 1

    await county.open()
    await county.bot.until(lambda: _says(county.bot, "is running"))
    resident = county.puppet(RESIDENT.user_id)
    await resident.opens()

    await resident.sees("您好")
    assert county.bot.output().count("cannot be reached") == 1
    assert "Traceback" not in county.bot.output()


@ON_SQLITE
async def test_ctrl_c_ends_it_also_while_it_waits_for_the_bot_api(county: Stage) -> None:
    county.bot.start()
    await county.bot.until(lambda: _says(county.bot, "cannot be reached"))

    code = await county.bot.stop(within=5)

    assert code == 0
    assert "Traceback" not in county.bot.output()


@ON_SQLITE
async def test_a_wrong_token_ends_it(county: Stage) -> None:
    await county.open()
    wrong = "700100:" + "not-the-token-of-this-bot"

    ended = ends({**county.settings, "BANGFU_BOT_TOKEN": wrong})

    assert "BANGFU_BOT_TOKEN" in sentence(ended)
    assert wrong not in ended.stderr


async def test_a_database_of_a_newer_version_is_not_touched(county: Stage) -> None:
    database = await open_database(county.settings["BANGFU_DATABASE_URL"])
    async with database.transaction() as connection:
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    await database.close()

    assert "newer version" in sentence(ends(county.settings))


@ON_SQLITE
async def test_a_broken_rules_file_is_named_with_its_line(county: Stage) -> None:
    path = county.folder / "ours.toml"
    path.write_text('extends = "default"\nno_such_rule = 1\n')

    said = sentence(ends({**county.settings, "BANGFU_RULES": str(path)}))

    assert said.startswith(f"{path}, line 2: no_such_rule")


@ON_SQLITE
async def test_without_its_keys_it_does_not_start(county: Stage) -> None:
    Path(county.settings["BANGFU_KEY_FILE"]).unlink()

    assert "key file" in sentence(ends(county.settings))


@ON_SQLITE
async def test_a_real_county_is_not_shown_as_a_demo(county: Stage) -> None:
    assert "real county" in sentence(ends({**county.settings, "BANGFU_BOT_TOKEN": ""}))


async def test_a_token_without_a_county_says_how_to_set_one_up(tmp_path: Path) -> None:
    ended = ends({"BANGFU_BOT_TOKEN": TOKEN, "BANGFU_DATA_DIR": str(tmp_path)})

    assert "bangfu init" in sentence(ended)


async def test_a_taken_port_ends_the_demo(tmp_path: Path) -> None:
    with taken_port() as port:
        ended = ends({"BANGFU_DATA_DIR": str(tmp_path), "BANGFU_PORT": str(port)})

    assert f"127.0.0.1:{port}" in sentence(ended)
    assert "BANGFU_PORT" in ended.stderr


@ON_SQLITE
async def test_a_taken_port_ends_a_desk_that_is_called_by_webhook(county: Stage) -> None:
    await county.open()
    with taken_port() as port:
        ended = ends({**county.settings, **webhook_at(port)})

    assert f"127.0.0.1:{port}" in sentence(ended)
    assert "BANGFU_WEBHOOK_PORT" in ended.stderr


@ON_SQLITE
async def test_an_address_that_telegram_does_not_call_ends_it(county: Stage) -> None:
    await county.open()
    settings = {**county.settings, **webhook_at(free_port())}

    ended = ends({**settings, "BANGFU_WEBHOOK_URL": "https://desk.example:99/in/x7Rw"})

    assert "BANGFU_WEBHOOK_URL" in sentence(ended)


@ON_SQLITE
async def test_it_waits_until_telegram_takes_the_webhook(county: Stage) -> None:
    await county.open()
    await county.add_fault("setWebhook", "429", times=1, retry_after=2)
    await county.add_fault("setWebhook", "drop_before", times=1)
    county.bot = started({**county.settings, **webhook_at(free_port())}, county.folder)

    await county.bot.until(lambda: _says(county.bot, "is running"))

    assert county.bot.output().count("trouble with='setWebhook'") == 1
    assert "ERROR" not in county.bot.output()


@pytest.mark.parametrize("dialect", [pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_three_that_start_together_all_come_to_run(county: Stage) -> None:
    await county.open()
    await county.add_fault("setWebhook", "429", times=2)  # it takes one a second, and these may be slower
    desks = []
    for number in range(3):
        (county.folder / str(number)).mkdir()
        settings = {**county.settings, **webhook_at(8443), "BANGFU_WEBHOOK_PORT": str(free_port())}
        desks.append(started(settings, county.folder / str(number)))

    for desk in desks:
        await desk.until(lambda desk=desk: _says(desk, "is running"))

    said = "".join(desk.output() for desk in desks)
    assert "trouble with='setWebhook'" in said
    assert "ERROR" not in said
    for desk in desks:
        assert await desk.stop(within=10) == 0


@ON_SQLITE
async def test_ctrl_c_ends_it_within_seconds_however_long_it_has_waited(county: Stage) -> None:
    await county.open()
    await county.add_fault("getMe", "429", retry_after=3600)
    county.bot.start()
    await county.bot.until(lambda: _says(county.bot, "trouble with='telegram'"))

    assert await county.bot.stop(within=5) == 0
    assert "Stopping" in county.bot.output()


async def test_the_first_start_says_what_it_does_and_ctrl_c_that_it_is_heard(tmp_path: Path) -> None:
    port = free_port()
    demo = started({"BANGFU_DATA_DIR": str(tmp_path / "var"), "BANGFU_PORT": str(port)}, tmp_path)
    await demo.until(lambda: _says(demo, "is ready"))

    assert await demo.stop(within=10) == 0

    said = [line for line in demo.output().splitlines() if not line.startswith("20")]
    assert [line.partition(" ")[0] for line in said] == [
        "Starting",
        "Making",
        "Setting",
        "Opening",
        "Bangfu",
        "Stopping:",
    ]
    assert str(tmp_path / "var") in said[0]
    assert f"http://127.0.0.1:{port}/" in said[4]


async def test_invented_people_never_meet_a_real_token(tmp_path: Path) -> None:
    settings = {"BANGFU_DATA_DIR": str(tmp_path), "BANGFU_PORT": str(free_port())}
    demo = Running("bot", "run", log=tmp_path / "demo.log", environment=settings)
    demo.start()
    await demo.until(lambda: _says(demo, "is ready"))
    assert await demo.stop(within=5) == 0

    ended = ends({**settings, "BANGFU_BOT_TOKEN": TOKEN})

    assert "invented people" in sentence(ended)


@ON_SQLITE
async def test_a_second_process_on_the_same_file_is_sent_away(tmp_path: Path, county: Stage) -> None:
    await county.open()
    await county.start_bot()

    assert "Another process" in sentence(ends(county.settings))
    assert county.bot.alive


async def _says(process: Running, words: str) -> bool:
    return words in process.output()
