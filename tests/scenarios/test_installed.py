"""From a wheel, in an empty folder with an awkward name: it starts, answers, and keeps to its folder."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.page.conftest import NewPage, browser, chromium, new_page
from tests.page.phone import Phone
from tests.scenarios.installed import ROOMS, build_wheel, install
from tests.scenarios.puppet import Puppet
from tests.scenarios.running import ROOT, Running, clean_environment, free_port

__all__ = ["browser", "chromium", "new_page"]

IN_ONE_LOOP = pytest.mark.asyncio(loop_scope="session")
RESIDENT = 1001  # of the demo county
TRAINED_WITH = ".jsonl"  # the sentences by which the listener learns stay with the sources


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def bangfu(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command."""
    return install(wheel, tmp_path_factory.mktemp("fresh") / "环境")


class Desk:
    """The installed desk in a folder, reached as the page reaches it."""

    def __init__(self, bangfu: Path, folder: Path) -> None:
        folder.mkdir()
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.process = Running(
            str(bangfu),
            "run",
            log=folder.with_suffix(".log"),
            environment={"BANGFU_PORT": str(port), "PYTHONPATH": ""},
            program=(),
            folder=folder,
        )

    async def start(self) -> None:
        """Start it, and wait for the address to open."""
        self.process.start()
        await self.process.until(self._ready)

    async def _ready(self) -> bool:
        return f"{self.address}/" in self.process.output() and "ready" in self.process.output()


@pytest_asyncio.fixture(loop_scope="session")
async def desks(bangfu: Path, tmp_path: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two folders of one program; neither has been started yet."""
    both = Desk(bangfu, tmp_path / "空文件夹 50% #1"), Desk(bangfu, tmp_path / "second")
    yield both
    for desk in both:
        if desk.process.alive:
            assert await desk.process.stop(within=10) == 0, desk.process.output()


def test_the_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())

    files = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != TRAINED_WITH
    }
    assert files - held == set()


@IN_ONE_LOOP
@pytest.mark.browser
async def test_the_chat_page_answers_in_an_empty_folder(desks: tuple[Desk, Desk], new_page: NewPage) -> None:
    desk, _ = desks
    await desk.start()

    page = await new_page(f"{desk.address}/#{RESIDENT}")
    phone = Phone(page, RESIDENT, Path())
    await phone.send("/start")

    await expect(phone.message(re.compile("您好"))).to_be_visible(timeout=20_000)


@IN_ONE_LOOP
async def test_a_second_folder_has_a_world_of_its_own(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    await first.start()
    async with aiohttp.ClientSession(first.address) as session:
        resident = Puppet(session, RESIDENT, "王秀兰")
        await resident.opens()
        await resident.sees("您好")

    await second.start()

    async with aiohttp.ClientSession(second.address) as session:
        assert await Puppet(session, RESIDENT, "王秀兰").history() == []
    for desk in desks:
        assert (desk.process.log.with_suffix("") / "var" / "sandbox" / "sandbox.db").exists()


def test_commands_of_the_wheel_work_in_an_empty_folder(bangfu: Path, tmp_path: Path) -> None:
    asked = subprocess.run(
        [bangfu, "place", "--json", "我是平度旧店镇九里夼村的"],
        check=False,
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
    )

    assert json.loads(asked.stdout)["candidates"][0]["code"] == "370283122215", asked.stderr
