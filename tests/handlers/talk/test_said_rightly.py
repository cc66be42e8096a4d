"""What is said fits whom it is said to: finders of things, the unknown, hands in a hurry."""

from __future__ import annotations

from tests.actions.casework import accepted
from tests.deskside import Desk, Told
from tests.village import COMPLAINTS, MONITOR, RESIDENT, TOWN_DESK


async def read_back(desk: Desk) -> Told:
    """What the monitor is shown before it is sent."""
    return [one for one in await desk.told(MONITOR) if "要改，请按「返回」" in one.text][-1]


async def finds_something(desk: Desk) -> None:
    await desk.types(MONITOR, "随手报")
    await desk.types(MONITOR, "路边井盖没了")
    await desk.presses(MONITOR, "九里夼村")
    await desk.presses(MONITOR, "受灾")


async def test_what_a_monitor_found_speaks_of_the_superior_and_not_of_residents(desk: Desk) -> None:
    await finds_something(desk)
    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "已走访")
    await desk.presses(MONITOR, "上门")
    await desk.types(MONITOR, "去看了")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "井盖换好了")
    preview = await read_back(desk)
    await desk.presses(MONITOR, "发给群众")

    said = "\n".join(one.text for one in await desk.told(MONITOR) if one is not preview)
    assert "请上级验收：" in preview.text
    assert "等群众评价" not in said
    assert "群众已经知道" not in said
    assert "办好了，等上级验收" in said
    assert "等上级验收，到" in (await desk.last_told(TOWN_DESK)).text


async def test_the_preview_of_a_reply_says_whose_it_is(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "答复")

    await desk.types(MONITOR, "下周二送瓦来")

    assert f"{case.number} 的群众会收到" in (await read_back(desk)).text


async def test_who_wants_to_stay_unknown_is_not_asked_to_call(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "投诉")
    for words in ("村干部", "不在里面、说不清", "匿名", "救济粮没发", "说完了", "没有", "发送"):
        await desk.types(RESIDENT, words)

    await desk.presses(COMPLAINTS, "受理")

    told = await desk.last_told(RESIDENT)
    assert told.template == "tell.accepted"
    assert "打电话就被人知道了" in told.text
    assert "可以直接打电话" not in told.text


async def test_where_an_idea_is_about_is_not_where_its_writer_lives(desk: Desk) -> None:
    await desk.resident(area=None)

    for words in ("提个建议", "村里装几盏路灯", "说完了", "旧店镇九里夼村", "发送"):
        await desk.types(RESIDENT, words)

    assert "suggestion.receipt" in [one.template for one in await desk.told(RESIDENT)]
    assert (await desk.person()).area_code is None
