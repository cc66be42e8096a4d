"""A sandbox in its own process, a small bot, and Chromium with the chat page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests import real_clock
from tests.page.mini_bot import MiniBot, running_bot
from tests.page.phone import Phone
from tests.page.server import TOKEN, free_port, running_sandbox

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_ids = count(1001)

AddPerson = Callable[..., Awaitable[int]]
NewPage = Callable[..., Awaitable[Page]]
OpenPhone = Callable[..., Awaitable[Phone]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; without one these tests are skipped, and say so."""
    wanted = os.environ.get("BANGFU_CHROMIUM")
    found = wanted or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip(
            "no Chromium for the chat page: apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji, "
            "or set BANGFU_CHROMIUM"
        )
    return found


@pytest.fixture(scope="session")
def shots(root: Path) -> Path:
    """Folder for the pictures: BANGFU_TEST_OUTPUT or test-output of the project."""
    folder = Path(os.environ.get("BANGFU_TEST_OUTPUT") or root / "test-output") / "page"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """Address of a sandbox that runs as a process of its own."""
    with running_sandbox(free_port(), "--bot-name", "帮扶助手") as base:
        yield base


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(sandbox: str) -> AsyncIterator[MiniBot]:
    async with running_bot(sandbox, TOKEN) as bot:
        yield bot


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, headless=True, args=FLAGS, env=real_clock.environment()
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Open pages that speak Chinese, on a desktop unless said; none may ask for anything outside or break."""
    contexts = []
    problems: list[str] = []

    async def opened(url: str, **options: Any) -> Page:
        context = await browser.new_context(**{"viewport": DESKTOP, "locale": "zh-CN", **options})
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda asked: _note_foreign(asked.url, problems))
        await page.goto(url)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert problems == []


@pytest_asyncio.fixture(loop_scope="session")
async def add_person(sandbox: str) -> AsyncIterator[AddPerson]:
    """Put somebody into the sandbox; every test has people of its own."""
    async with aiohttp.ClientSession() as session:

        async def add(name: str = "王秀兰", **cast: object) -> int:
            person_id = next(_ids)
            known = {
                "phone": f"+861380000{person_id}",
                "group": "群众",
                "note": "旧店镇九里夼村",
                "started": True,
            }
            body = {**known, "id": person_id, "first_name": name[1:], "last_name": name[:1], **cast}
            async with session.post(f"{sandbox}/sandbox/people", json=body) as response:
                assert response.status == 200, await response.text()
            return person_id

        yield add


@pytest_asyncio.fixture(loop_scope="session")
async def open_phone(
    sandbox: str, bot: MiniBot, new_page: NewPage, shots: Path, add_person: AddPerson
) -> OpenPhone:
    """Open the page as a new person."""

    async def opened(name: str = "王秀兰", options: dict[str, Any] | None = None, **cast: object) -> Phone:
        person_id = await add_person(name, **cast)
        page = await new_page(f"{sandbox}/#{person_id}", **(options or {}))
        phone = Phone(page, person_id, shots)
        await phone.chat.wait_for()
        return phone

    return opened


def _note_foreign(url: str, problems: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        problems.append(f"asked for {url}")
