"""The first minutes of somebody who tries the desk: `make run`, the page, both ends of one report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.page.conftest import NewPage
from tests.page.phone import Phone
from tests.scenarios.running import Running, free_port

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
RESIDENT, MONITOR = 1001, 2001  # of the demo county, in one village
READY = "Bangfu is ready"


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The address that `bangfu run` prints when nothing was set up."""
    port = free_port()
    settings = {"BANGFU_PORT": str(port), "BANGFU_DATA_DIR": str(tmp_path / "var")}
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)
    desk.start()

    async def ready() -> bool:
        return READY in desk.output()

    await desk.until(ready)
    yield f"http://127.0.0.1:{port}/"
    assert await desk.stop(within=10) == 0, desk.output()


async def test_both_ends_of_a_report_are_seen_side_by_side(demo: str, new_page: NewPage, shots: Path) -> None:
    page = await new_page(f"{demo}#{RESIDENT},{MONITOR}")
    resident, monitor = Phone(page, RESIDENT, shots), Phone(page, MONITOR, shots)
    await expect(resident.chat).to_be_visible()

    await resident.send("/start")
    await resident.reply_button("我有困难").click()
    await resident.inline("同意").click()
    await resident.inline("房子").click()
    await expect(resident.message("哪个村")).to_be_visible()
    await resident.send("旧店镇九里夼村")
    await expect(resident.message("怎么回事")).to_be_visible()
    await resident.send("昨天下雨，西屋房顶漏了，被子都湿了")
    await resident.reply_button("说完了").click()
    await resident.inline("没有危险").click()
    await resident.reply_button("跳过").click()
    await expect(resident.message("请看一看对不对")).to_be_visible()
    await resident.inline("✅ 发送").click()
    await expect(resident.message("已经报上去了")).to_be_visible()
    await monitor.inline("✅ 受理").click()

    await expect(resident.message("有人接手了")).to_be_visible()
    await resident.shoot("conversation")
