"""Lists may be tried on the demo county; a real county and invented people meet nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo import load_demo
from bot.demo.cast import STAFF_FILE
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.keys.key_file import unlock
from tests.cli.conftest import Terminal

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOKEN = "4711:AAbangfu-test-token-0123456789abcdefgh"
REGISTER = """户编号,户主,姓名,身份证号,与户主关系,区划代码,户类型,电话,住址
TRY-01,宫本善,宫本善,,户主,370283122215,脱贫户,12900001201,村北
"""
STAFF = f"{STAFF_FILE.read_text(encoding='utf-8')}蓝天翔,12900002010,village_monitor,370283122308,,\n"
SWEEP = ("sweep", "register", "--name", "入冬排查", "--due", "2026-12-20", "--class", "monitored", "--apply")


@pytest.fixture
def demo(tmp_path: Path) -> None:
    """A demo county in the data folder of the terminal."""

    async def load(url: str) -> None:
        database = await open_database(url)
        async with database.transaction() as connection:
            seal = await unlock(connection, tmp_path / "var" / "keys.json")
        await load_demo(database, seal, NOW, 14)
        await database.close()

    url = f"sqlite:///{tmp_path / 'var' / 'bangfu.db'}"
    migrate(url)
    asyncio.run(load(url))


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, str]:
    """A register and a staff list, by name."""
    written = {"households": REGISTER, "staff": STAFF}
    for name, text in written.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.csv") for name in written}


@pytest.mark.usefixtures("demo")
def test_a_register_and_a_staff_list_are_tried_on_the_demo(terminal: Terminal, lists: dict[str, str]) -> None:
    households = terminal("households", "import", lists["households"])
    staff = terminal("staff", "import", lists["staff"])

    assert (households.code, staff.code) == (0, 0), households.err + staff.err
    assert "1 households in 1 lines" in households.out
    assert "蓝天翔" in staff.out
    assert "This is the demo county" in households.err
    assert "This is the demo county" in staff.err


@pytest.mark.usefixtures("demo")
def test_a_sweep_is_made_and_started_on_the_demo(terminal: Terminal) -> None:
    made = terminal(*SWEEP)
    started = terminal("sweep", "start", "1")

    assert made.code == 0, made.err
    assert "Sweep 1 is prepared" in made.out
    assert "running" in started.out


@pytest.mark.usefixtures("demo")
def test_beside_a_token_no_list_goes_into_the_demo(
    terminal: Terminal, lists: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGFU_BOT_TOKEN", TOKEN)

    ended = [
        terminal("households", "import", lists["households"]),
        terminal("staff", "import", lists["staff"]),
        terminal(*SWEEP),
    ]

    assert [one.code for one in ended] == [2, 2, 2]
    assert all("invented people of the demo county" in one.err for one in ended)


@pytest.mark.usefixtures("demo")
def test_a_county_is_not_set_up_over_the_demo(
    terminal: Terminal, files: Callable[..., tuple[str, str]]
) -> None:
    ended = terminal("init", *files())

    assert ended.code == 2
    assert "invented people of the demo county" in ended.err
