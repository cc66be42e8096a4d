"""The code on the village's notice board, and «who is my official»."""

from __future__ import annotations

import pytest

from tests.deskside import Desk
from tests.stories.steps import newest_case, once, read
from tests.village import (
    COUNTY,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)

MARY = Character(1077, "Mary", "+8613800001077", language="en")


@pytest.mark.parametrize("payload", [VILLAGE, f"v_{VILLAGE}"])
async def test_li_jianguo_scans_the_code_and_need_not_name_his_village(desk: Desk, payload: str) -> None:
    """B10: the code carries the twelve digits of the village, so nobody types a place; B11: whom to call."""
    await desk.types(NEIGHBOUR, f"/start {payload}")
    told = await once(desk, NEIGHBOUR, "more.officials_list")
    assert all(word in told for word in (MONITOR.name, MONITOR.phone, TOWN_DESK.name, TOWN_DESK.phone))
    assert "九里夼村" in await once(desk, NEIGHBOUR, "menu.welcome")

    await desk.types(NEIGHBOUR, "我有困难")
    await desk.presses(NEIGHBOUR, "同意")
    await desk.presses(NEIGHBOUR, "吃水")
    await desk.types(NEIGHBOUR, "水管冻裂了")
    await desk.presses(NEIGHBOUR, "说完了")
    await desk.presses(NEIGHBOUR, "没有危险")
    await desk.types(NEIGHBOUR, "13800001002")
    await desk.presses(NEIGHBOUR, "发送")

    assert (await newest_case(desk, NEIGHBOUR)).area_code == VILLAGE
    assert "哪个村" not in "\n".join(one.text for one in await desk.told(NEIGHBOUR))


@pytest.mark.parametrize("payload", [COUNTY, "370283999999", "v_", "九里夼", "0"])
async def test_a_torn_code_is_a_plain_welcome(desk: Desk, payload: str) -> None:
    """B10: what a scan brings is a wish, never a fact."""
    await desk.types(NEIGHBOUR, f"/start {payload}")

    assert (await desk.last_told(NEIGHBOUR)).template == "menu.welcome"
    assert (await desk.person(NEIGHBOUR)).area_code is None


async def test_wang_xiulan_asks_who_is_her_official(desk: Desk) -> None:
    """B11 谁是我的网格员: name and telephone of monitor and town, in two presses."""
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "我的负责人")

    lines = (await once(desk, RESIDENT, "more.officials_list")).splitlines()
    assert [MONITOR.phone in line for line in lines[1:3]] == [True, False]
    assert TOWN_DESK.phone in lines[2]
    assert await desk.told(MONITOR) == []


async def test_who_has_not_said_where_she_lives_is_asked_and_then_told(desk: Desk) -> None:
    """B11: the question of the village does not swallow the question that she had."""
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "我的负责人")
    await desk.types(RESIDENT, "旧店镇九里夼村")

    assert MONITOR.phone in await once(desk, RESIDENT, "more.officials_list")
    assert (await desk.person(RESIDENT)).area_code == VILLAGE


async def test_where_the_monitor_is_away_the_deputy_is_named_and_without_one_the_town(desk: Desk) -> None:
    """B11 and process.md 1: authority is resolved at the time of reading; an absent post is skipped."""
    await desk.resident()
    await desk.send_on_leave(MONITOR, 2)
    await desk.resident(NEIGHBOUR, NEIGHBOUR_VILLAGE)
    for who in (RESIDENT, NEIGHBOUR):
        await desk.types(who, "更多")
        await desk.presses(who, "我的负责人")
        told = await once(desk, who, "more.officials_list")
        assert (MONITOR.name in told, told.count(TOWN_DESK.phone)) == (False, 1)

    desk.wait(days=3)
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "我的负责人")
    assert MONITOR.phone in (await read(desk, RESIDENT, "more.officials_list"))[-1]


async def test_a_story_half_told_waits_while_she_looks_for_her_official(desk: Desk) -> None:
    """B11: the way to the telephone never throws away what somebody has said."""
    await desk.resident()
    await desk.types(RESIDENT, "昨夜大风把棚子掀了")
    await desk.presses_code(RESIDENT, "m:officials")

    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
        assert draft is not None
        said = await work.drafts.newest(draft)
    assert [piece["text"] for piece in said] == ["昨夜大风把棚子掀了"]


async def test_mary_reads_it_in_english(desk: Desk) -> None:
    """B11 in the reader's language."""
    await desk.resident(MARY)
    await desk.types(MARY, "More")
    await desk.presses(MARY, "Who is my official")

    assert "Whom to turn to" in await once(desk, MARY, "more.officials_list")
