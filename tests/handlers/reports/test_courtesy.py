"""Who only thanks is answered and asked nothing; who says more is heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.talk.said import SaidKind
from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT


@pytest.mark.parametrize(
    "text", ["谢谢", "好的", "收到", "嗯", "ok", "好的，谢谢您！", "没有了", "是的，没有"]
)
async def test_thanks_out_of_the_blue_open_no_form(desk: Desk, text: str):
    await desk.resident()

    await desk.types(RESIDENT, text)

    told = await desk.last_told(RESIDENT)
    assert told.template == "menu.courtesy"
    assert "我有困难" in told.buttons
    assert await desk.draft(RESIDENT) is None


async def test_an_official_who_says_received_is_not_asked_about_difficulties(desk: Desk):
    await desk.types(MONITOR, "收到")

    assert (await desk.last_told(MONITOR)).template == "menu.courtesy"
    assert await desk.draft(MONITOR) is None


async def test_thanks_with_anything_more_are_a_report(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "谢谢，房顶又漏了")

    draft = await desk.draft(RESIDENT)
    assert draft is not None
    assert draft.has_story


async def test_a_photo_with_thanks_under_it_is_a_report(desk: Desk):
    await desk.resident()

    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="photo-1", text="谢谢")

    assert await desk.draft(RESIDENT) is not None


async def test_beside_an_open_story_thanks_are_answered_and_no_part_of_it(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "孩子学费交不上")

    await desk.types(RESIDENT, "谢谢")

    draft = await desk.draft(RESIDENT)
    assert draft is not None
    assert [piece["text"] for piece in draft.answers["story"]] == ["孩子学费交不上"]
    assert "不客气" in (await desk.told(RESIDENT))[1].text


async def test_danger_is_heard_even_when_a_county_calls_it_courtesy(desk: Desk):
    desk.shared = replace(desk.shared, rules=replace(desk.shared.rules, courtesy=frozenset({"救命啊"})))
    await desk.resident()

    await desk.types(RESIDENT, "救命啊")

    assert "alarm.resident" in [told.template for told in await desk.told(RESIDENT)]
    assert await desk.draft(RESIDENT) is not None
