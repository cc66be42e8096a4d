"""A resident's first words, handler by handler."""

from __future__ import annotations

from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT


async def test_the_first_greeting_shows_four_large_buttons(desk: Desk) -> None:
    await desk.types(RESIDENT, "/start")

    greeting = await desk.last_told(RESIDENT)
    assert list(greeting.buttons) == ["我有困难", "问政策", "我报的事", "更多"]


async def test_a_report_reaches_the_monitor_of_the_village_and_the_resident_learns_who_comes(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨,东屋也漏")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    await desk.presses(RESIDENT, "发送")

    [receipt] = [told for told in await desk.told(RESIDENT) if told.template == "report.receipt"]
    assert "BF-261123-0001" in receipt.text
    assert MONITOR.name in receipt.text
    card = await desk.last_told(MONITOR)
    assert "房顶漏雨" in card.text
