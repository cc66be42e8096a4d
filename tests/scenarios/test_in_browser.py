"""The product itself on the chat page: resident and monitor side by side, to the answered call-back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.page.conftest import PHONE, NewPage, browser, chromium, new_page
from tests.page.phone import Phone, no_sideways_scroll
from tests.scenarios.running import Running, free_port

__all__ = ["browser", "chromium", "new_page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
RESIDENT, MONITOR = 1001, 2001  # of the demo county, in one village
READY = "Bangfu is ready"
# The machine may be busy with other tests; nothing here measures time.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def pictures(test_output: Path) -> Path:
    """Where the pictures of the product are kept for people to look at."""
    folder = test_output / "product"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def product(tmp_path: Path) -> AsyncIterator[str]:
    """What `make run` starts, with a folder and a port of its own; gives the address that it prints."""
    port = free_port()
    settings = {"BANGFU_PORT": str(port), "BANGFU_DATA_DIR": str(tmp_path / "var")}
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)
    desk.start()

    async def ready() -> bool:
        return READY in desk.output()

    await desk.until(ready)
    yield f"http://127.0.0.1:{port}/"
    assert await desk.stop(within=10) == 0, desk.output()


async def tells_a_leaking_roof(resident: Phone) -> None:
    """From the first word to «send», as somebody does who has never seen the desk."""
    await resident.send("/start")
    await resident.reply_button("我有困难").click()
    await resident.inline("同意").click()
    await resident.inline("房子").click()
    await expect(resident.message("哪个村")).to_be_visible()
    await resident.send("旧店九里亢")
    await expect(resident.message("好的，旧店镇九里夼村")).to_be_visible()
    await resident.send("西屋房顶漏雨")
    await resident.attach("sample-voice")
    await resident.attach("sample-photo")
    await expect(resident.message("记下了。还可以接着说")).to_be_visible()
    await resident.reply_button("说完了").click()
    await resident.inline("没有危险").click()
    await expect(resident.message("怎么联系您")).to_be_visible()
    await resident.send("129 0000 1001")
    await expect(resident.message("请看一看对不对")).to_be_visible()
    await resident.inline("✅ 发送").click()


async def visits_and_replies(monitor: Phone) -> None:
    """What the village's monitor does with the card."""
    await monitor.inline("✅ 受理").click()
    await monitor.inline("🚶 已走访").click()
    await monitor.inline("🏠 上门").click()
    await expect(monitor.message("看到、了解到什么")).to_be_visible()
    await monitor.send("瓦片坏了二十来块，先盖了雨布")
    await monitor.reply_button("说完了").click()
    await expect(monitor.message("走访记下了")).to_be_visible()
    await monitor.inline("💬 答复").click()
    await expect(monitor.message("选一条写好的答复")).to_be_visible()
    await monitor.send("雨布盖好了，周三瓦工来换瓦，不用您花钱。")
    await monitor.inline("✅ 发给群众").click()


async def test_a_leaking_roof_from_the_first_word_to_the_answered_call_back(
    product: str, new_page: NewPage, pictures: Path
) -> None:
    page = await new_page(f"{product}#{RESIDENT},{MONITOR}")
    resident, monitor = Phone(page, RESIDENT, pictures), Phone(page, MONITOR, pictures)
    await expect(resident.chat).to_be_visible()
    await expect(monitor.reply_button("今天要办的")).to_be_visible()

    await tells_a_leaking_roof(resident)
    await expect(resident.message("已经报上去了")).to_contain_text("姜守田")
    await expect(monitor.message("西屋房顶漏雨")).to_contain_text("12900001001")
    await resident.shoot("side-by-side-receipt")
    await _on_a_small_screen(new_page, product, RESIDENT, "已经报上去了", pictures / "phone-receipt.png")
    await _on_a_small_screen(new_page, product, MONITOR, "西屋房顶漏雨", pictures / "phone-card.png")
    await visits_and_replies(monitor)
    await expect(resident.message("有人接手了")).to_be_visible()
    await expect(resident.message("有答复了")).to_contain_text("周三瓦工来换瓦")
    await resident.inline("😊 满意").click()

    await expect(resident.message("谢谢您！")).to_be_visible()
    await expect(monitor.message("已办结，不用再办")).to_be_visible()
    await expect(resident.message("二十来块")).to_have_count(0)  # findings stay among officials
    await expect(resident.reply_button("我有困难")).to_be_visible()
    assert await no_sideways_scroll(page)
    await resident.shoot("side-by-side-closed")


async def _on_a_small_screen(
    open_page: NewPage, product: str, person: int, words: str, picture: Path
) -> None:
    """The same chat on a phone of 390 pixels: whole words, nothing to push sideways."""
    page = await open_page(f"{product}#{person}", viewport=PHONE, has_touch=True, is_mobile=True)
    phone = Phone(page, person, picture.parent)
    await expect(phone.message(words)).to_be_visible()
    assert await no_sideways_scroll(page)
    await phone.message(words).scroll_into_view_if_needed()
    await phone.shoot(picture.stem)
    await page.context.close()
