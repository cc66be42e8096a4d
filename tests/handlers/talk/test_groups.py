"""In a group the desk is polite, short, and says nothing of anybody."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from desk.domain.talk.said import SaidKind
from handlers.talk.said import said_from
from tests.deskside import Desk, texts
from tests.village import MONITOR, RESIDENT

GROUP = -100500
CALLED = {"chat_id": GROUP, "private": False, "calls": ("bangfu_bot",)}


async def said_in_group(desk: Desk) -> list[str]:
    return [texts().render("zh_CN", one.template) for one in await desk.outbox() if one.row.chat_id == GROUP]


async def test_who_calls_the_bot_in_a_group_is_shown_the_way_to_a_private_chat_once(desk: Desk) -> None:
    await desk.hears(RESIDENT, text="@bangfu_bot 我家房子漏雨", **CALLED)
    await desk.hears(RESIDENT, text="@bangfu_bot 听见没有", **CALLED)

    [answer] = await said_in_group(desk)
    assert "start=group" in answer
    assert "110" in answer


async def test_nothing_personal_is_said_or_kept_of_a_group(desk: Desk) -> None:
    await desk.hears(RESIDENT, text="@bangfu_bot 我家房子漏雨", **CALLED)

    [answer] = await said_in_group(desk)
    async with desk.work() as work:
        assert await work.people.find_by_user(RESIDENT.user_id) is None
    assert RESIDENT.name not in answer
    assert "漏雨" not in answer
    assert await desk.told(RESIDENT) == []


async def test_somebody_else_who_calls_is_answered_too_and_an_hour_later_again(desk: Desk) -> None:
    await desk.hears(RESIDENT, text="@bangfu_bot", **CALLED)
    await desk.hears(MONITOR, text="@bangfu_bot", **CALLED)
    desk.wait(hours=1)
    await desk.hears(RESIDENT, text="@bangfu_bot", **CALLED)

    assert len(await said_in_group(desk)) == 3


@pytest.mark.parametrize("calls", [(), ("another_bot",), ("1003",)])
async def test_who_talks_to_others_is_not_interrupted(desk: Desk, calls: tuple[str, ...]) -> None:
    await desk.hears(RESIDENT, text="明天开会", chat_id=GROUP, private=False, calls=calls)
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="P", chat_id=GROUP, private=False, calls=calls)

    assert await said_in_group(desk) == []


@pytest.mark.parametrize(
    ("content", "calls"),
    [
        (
            {"text": "@Bangfu_Bot 漏雨", "entities": [{"type": "mention", "offset": 0, "length": 11}]},
            "bangfu_bot",
        ),
        (
            {
                "caption": "@bangfu_bot",
                "caption_entities": [{"type": "mention", "offset": 0, "length": 11}],
                "photo": [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}],
            },
            "bangfu_bot",
        ),
        (
            {"text": "/help@bangfu_bot", "entities": [{"type": "bot_command", "offset": 0, "length": 16}]},
            "bangfu_bot",
        ),
        (
            {
                "text": "帮扶",
                "entities": [
                    {
                        "type": "text_mention",
                        "offset": 0,
                        "length": 2,
                        "user": {"id": 4711, "is_bot": True, "first_name": "帮扶"},
                    }
                ],
            },
            "4711",
        ),
        (
            {
                "text": "好的",
                "reply_to_message": {
                    "message_id": 4,
                    "date": 1_795_300_000,
                    "chat": {"id": GROUP, "type": "supergroup", "title": "村"},
                    "from": {"id": 4711, "is_bot": True, "first_name": "帮扶"},
                    "text": "请私下说",
                },
            },
            "4711",
        ),
    ],
)
def test_the_bot_is_called_by_name_by_number_by_command_and_by_an_answer(
    content: dict[str, Any], calls: str
) -> None:
    message = {
        "message_id": 5,
        "date": 1_795_300_000,
        "chat": {"id": GROUP, "type": "supergroup", "title": "村"},
        "from": {"id": 1001, "is_bot": False, "first_name": "宋"},
        **content,
    }

    said = said_from(Update.de_json({"update_id": 7, "message": message}, None))

    assert said is not None
    assert said.calls == (calls,)
    assert not said.private
