"""One story with everything in it: what the official's phone shows, through two processes and HTTP."""

from __future__ import annotations

from typing import Any

from tests.scenarios.puppet import Puppet
from tests.scenarios.stage import Stage
from tests.village import MONITOR, RESIDENT

HERE = {"latitude": 36.9, "longitude": 119.9}
STORY: list[dict[str, Any]] = [
    {"kind": "video_note", "sample": True},
    {"kind": "album", "sample": 3},
    {"kind": "animation", "sample": True},
    {"kind": "live_photo", "sample": True},
    {"kind": "sticker", "sample": True, "emoji": "😭"},
    {"kind": "contact", "phone_number": "+8613700001234", "first_name": "邻居老李"},
    {"kind": "venue", **HERE, "title": "九里夼村村委会", "address": "旧店镇"},
    {"kind": "checklist", "title": "要办的事", "tasks": ["修房"]},
]
BEFORE_THE_CARD = [
    "video_note",  # at once, for whoever may have to listen first
    "video_note",
    "photo",
    "photo",
    "photo",
    "animation",
    "live_photo",
    "sticker",
    "contact",
    "venue",
]


async def test_everything_that_a_resident_sends_is_seen_by_the_official_above_the_card(stage: Stage) -> None:
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    await comes_to_the_story(resident)

    for one in STORY:
        await resident._send(one)
    await resident._send({"kind": "story"})
    await resident.sees("动态", "转不出去")
    await ends_the_story(resident)

    card = await monitor.sees("九里夼村", "要办的事", "邻居老李 +8613700001234", "村委会")
    shown = [one for one in await monitor.history() if one["message_id"] < card["message_id"]]
    kinds = [kind for one in shown if (kind := kind_of(one))]
    assert kinds == BEFORE_THE_CARD
    album = [one for one in shown if one.get("media_group_id")]
    assert len({one["media_group_id"] for one in album}) == 1
    assert [bool(one.get("caption")) for one in album] == [True, False, False]
    # An album counts as its pictures; Telegram may ask to wait.
    refused = [str(call["error"]) for call in await stage.calls() if call["error"]]
    assert [error for error in refused if "Too Many Requests" not in error] == []


async def test_a_place_that_moves_is_one_pin_on_the_officials_phone(stage: Stage) -> None:
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    await comes_to_the_story(resident)
    await resident.says("我往镇上走着呢")
    await resident._send({"kind": "location", **HERE, "live_period": 900})
    [pin] = [one for one in await resident.history() if one.get("location")]
    await ends_the_story(resident)
    await monitor.sees("走着呢")

    await resident._act("move", {"message_id": pin["message_id"], "latitude": 37.0, "longitude": 119.9})

    async def moved() -> bool:
        places = [one["location"] for one in await monitor.history() if one.get("location")]
        return [place["latitude"] for place in places] == [37.0]

    await stage.bot.until(moved)
    await monitor.sees_nothing_of("群众补充了")


async def test_a_group_that_calls_the_bot_reads_one_public_sentence_with_the_way_in(stage: Stage) -> None:
    resident = stage.puppet(RESIDENT.user_id)
    group = await stage.make_group("九里夼村", RESIDENT.user_id, MONITOR.user_id)

    for words in ("@sandbox_bot 房子漏雨", "@sandbox_bot 听见没有"):
        await resident._send({"text": words, "chat_id": group})
    await resident.opens()
    await resident.sees("您好")

    said = [call["params"]["text"] for call in await stage.calls("sendMessage") if call["chat_id"] == group]
    assert len(said) == 1
    assert "https://t.me/sandbox_bot?start=group" in said[0]
    assert "漏雨" not in said[0]


async def comes_to_the_story(resident: Puppet) -> None:
    await resident.opens()
    await resident.presses("我有困难")
    await resident.presses("同意")
    await resident.presses("房子")
    await resident.says("旧店镇九里夼村")
    await resident.sees("怎么回事")


async def ends_the_story(resident: Puppet) -> None:
    await resident.presses("说完了")
    await resident.presses("没有危险")
    await resident.shares_contact()
    await resident.presses("发送")
    await resident.sees("已经报上去了")


def kind_of(message: dict[str, Any]) -> str:
    kinds = ("live_photo", "animation", "venue", "video_note", "photo", "sticker", "contact", "location")
    return next((kind for kind in kinds if kind in message and not message.get("out")), "")
