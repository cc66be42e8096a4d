"""The sender: every answer of Telegram has its consequence, and nothing is lost or said twice unmarked."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sending.settling import Hooks
from bot.words import Texts
from desk.domain.talk.messages import Ask, Button, Keyboard, Lane, Message
from storage.engine.database import Connection, Database
from storage.people.people import PeopleRows
from tests.bot.post_office import OPERATOR, SEAL, PostOffice, now, opened
from tests.bot.scripted import Telegram, dropping, flooded, refusing

ALL_SENT = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending'))"
ROWS = "SELECT key, state, unsure, attempts, error, message_id, chat_id FROM outbox ORDER BY id"


def said(key: str, chat_id: int = 1001, text: str = "", **more: Any) -> Message:
    return Message(key, chat_id, "test.echo", {"text": text or key}, **more)


_PERSON = "INSERT INTO people (user_id, language, created_at) VALUES (1001, 'zh_CN', :now)"


async def settled(office: PostOffice) -> list[dict[str, Any]]:
    """Send everything and return the rows."""
    office.start("sender")
    await office.until(ALL_SENT)
    return await office.rows(ROWS)


async def test_a_sent_message_remembers_its_number(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(said("receipt:1"), said("receipt:1"))

        rows = await settled(office)

    assert telegram.texts() == ["receipt:1"]
    assert [(row["state"], row["message_id"]) for row in rows] == [("sent", 101)]


async def test_a_429_delays_that_chat_alone_and_loses_nothing(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendMessage", flooded(1))
    async with opened(database, telegram, texts) as office:
        await office.say(said("a1"), said("a2"), said("b1", 1002))

        rows = await settled(office)

    assert telegram.texts() == ["b1", "a1", "a2"]
    assert {row["state"] for row in rows} == {"sent"}


@pytest.mark.parametrize("code", [500, 502])
async def test_a_fault_inside_telegram_is_tried_again(
    database: Database, telegram: Telegram, texts: Texts, code: int
) -> None:
    telegram.surprise("sendMessage", refusing(code, "Internal Server Error"))
    async with opened(database, telegram, texts) as office:
        await office.say(said("a1"), said("a2"))

        rows = await settled(office)

    assert telegram.texts() == ["a1", "a2"]
    assert [(row["unsure"], row["attempts"]) for row in rows] == [(False, 2), (False, 1)]


async def test_an_answer_lost_on_the_way_is_repeated_with_a_mark_at_once(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendMessage", dropping(after=True))
    async with opened(database, telegram, texts) as office:
        await office.say(said("receipt:1"))

        rows = await settled(office)

    mark = texts.render("zh_CN", "common.repeat_mark")
    assert telegram.texts() == ["receipt:1", f"receipt:1\n\n{mark}"]
    assert [(row["state"], bool(row["unsure"])) for row in rows] == [("sent", True)]


async def test_a_broadcast_that_may_have_arrived_is_held_at_once(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendMessage", dropping(after=False))
    async with opened(database, telegram, texts) as office:
        await office.say(said("policy:1:1001", lane=Lane.BROADCAST))

        rows = await settled(office)

    assert rows[0]["state"] == "held"
    assert [call["chat_id"] for call in telegram.said("sendMessage")] == [OPERATOR]


async def test_what_was_on_its_way_when_the_process_was_killed_is_repeated_with_a_mark(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(said("receipt:1"), said("policy:1:1002", 1002, lane=Lane.BROADCAST))
        async with database.transaction() as connection:
            await connection.execute("UPDATE outbox SET state = 'sending', sent_at = '2026-11-22'")
        await office.kill()

    async with opened(database, telegram, texts) as office:
        rows = await settled(office)

    assert [row["state"] for row in rows[:2]] == ["sent", "held"]
    assert [bool(row["error"]) for row in rows[:2]] == [False, True]
    assert telegram.texts()[0].startswith("receipt:1\n\n<i>")
    assert [call["chat_id"] for call in telegram.said("sendMessage")] == [1001, OPERATOR]


async def test_somebody_who_blocked_the_bot_is_marked_and_the_desk_is_told(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    told: list[int] = []

    async def unreachable(_: Connection, chat_id: int, __: datetime) -> None:
        told.append(chat_id)

    telegram.surprise("sendMessage", refusing(403, "Forbidden: bot was blocked by the user"))
    async with opened(database, telegram, texts, hooks=Hooks(unreachable=unreachable)) as office:
        async with database.transaction() as connection:
            await PeopleRows(connection, SEAL, now()).add(1001, "宋爱英", "zh_CN")
        await office.say(said("receipt:1"), said("receipt:2", 1002))

        rows = await settled(office)
        people = await office.rows("SELECT reachable FROM people WHERE user_id = 1001")

    assert [row["state"] for row in rows] == ["blocked", "sent"]
    assert [bool(person["reachable"]) for person in people] == [False]
    assert told == [1001]
    assert OPERATOR not in [call["chat_id"] for call in telegram.said("sendMessage")]


async def test_an_upgraded_group_is_followed(database: Database, telegram: Telegram, texts: Texts) -> None:
    moves: list[tuple[int, int]] = []

    async def moved(_: Connection, old: int, new: int) -> None:
        moves.append((old, new))

    upgraded = refusing(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1005
    )
    telegram.surprise("sendMessage", upgraded)
    async with opened(database, telegram, texts, hooks=Hooks(moved=moved)) as office:
        await office.say(said("card:1", -5), said("card:2", -5))

        rows = await settled(office)

    assert [(row["state"], row["chat_id"]) for row in rows] == [("sent", -1005), ("sent", -1005)]
    assert moves == [(-5, -1005)]


async def test_an_edit_waits_for_its_message_and_no_change_is_fine(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    same = "Bad Request: message is not modified: specified new message content and reply markup are …"
    telegram.surprise("editMessageText", refusing(400, same))
    async with opened(database, telegram, texts) as office:
        await office.say(said("card:1", lane=Lane.CARD))
        await office.say(said("card:1:taken", edits="card:1"))

        rows = await settled(office)

    assert [(row["state"], row["message_id"]) for row in rows] == [("sent", 101), ("sent", 101)]


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited"])
async def test_a_card_that_cannot_be_edited_is_said_anew_and_later_edits_follow_it(
    database: Database, telegram: Telegram, texts: Texts, reason: str
) -> None:
    telegram.surprise("editMessageText", refusing(400, f"Bad Request: {reason}"))
    async with opened(database, telegram, texts) as office:
        await office.say(said("card:1"))
        await office.say(said("card:1:taken", edits="card:1"))
        await office.say(said("card:1:done", edits="card:1"))

        rows = await settled(office)

    assert telegram.texts() == ["card:1", "card:1:taken"]
    assert [edit["message_id"] for edit in telegram.said("editMessageText")] == [102]
    assert [row["message_id"] for row in rows] == [102, 102, 102]


async def test_an_edit_of_a_message_that_may_never_have_been_is_a_new_one_also_when_its_answer_is_lost(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendMessage", dropping(after=True), dropping(after=True), dropping(after=True))
    async with opened(database, telegram, texts) as office:
        await office.say(said("card:1"))
        await office.say(said("card:1:taken", edits="card:1"))

        rows = await settled(office)

    mark = texts.render("zh_CN", "common.repeat_mark")
    to_people = [text for text in telegram.texts() if text.startswith("card")]
    assert to_people[2:] == [f"card:1:taken\n\n{mark}"] * 2
    assert [row["state"] for row in rows[:2]] == ["sent", "sent"]


async def test_a_broken_text_fails_visibly_and_stops_nobody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(Message("broken:1", 1001, "test.broken"), Message("missing:1", 1002, "test.nowhere"))
        await office.say(said("receipt:1", 1003))

        rows = await settled(office)

    assert [row["state"] for row in rows[:3]] == ["failed", "failed", "sent"]
    assert rows[0]["error"].startswith("UndefinedError at ")
    assert [call["chat_id"] for call in telegram.said("sendMessage")].count(OPERATOR) == 2


async def test_a_message_that_telegram_finds_wrong_fails_once_and_is_told(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendMessage", refusing(400, "Bad Request: BUTTON_DATA_INVALID"))
    async with opened(database, telegram, texts) as office:
        await office.say(said("receipt:1"))

        rows = await settled(office)

    assert (rows[0]["state"], rows[0]["error"]) == ("failed", "400 Bad Request: BUTTON_DATA_INVALID")
    assert rows[1]["key"].startswith("operator:failed:asks:test.echo:")


async def test_a_network_that_is_gone_for_a_while_costs_nothing(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        somewhere = office.api._base
        office.api._base = "http://127.0.0.1:9/bot/"
        await office.say(said("receipt:1"), said("receipt:2"))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE attempts > 0")
        office.api._base = somewhere
        await office.until(ALL_SENT)
        rows = await office.rows(ROWS)

    assert telegram.texts() == ["receipt:1", "receipt:2"]
    assert [bool(row["unsure"]) for row in rows] == [False, False]


async def test_urgent_lanes_go_first_and_each_chat_keeps_its_order(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(*(said(f"policy:{chat}", chat, lane=Lane.BROADCAST) for chat in range(2000, 2100)))
        await office.say(said("card", 1002, lane=Lane.CARD), said("a1"), said("a2"), said("a3"))

        await settled(office)

    assert telegram.texts()[:2] in (["a1", "card"], ["card", "a1"])
    assert [text for text in telegram.texts() if text.startswith("a")] == ["a1", "a2", "a3"]
    assert telegram.texts().index("a3") < 60


async def test_a_reminder_waits_for_the_morning_and_holds_up_nobody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(said("visit:1", lane=Lane.REMINDER, not_before=now() + timedelta(hours=8)))
        await office.say(said("receipt:1"))
        office.start("sender")
        await telegram.until(lambda: telegram.texts() == ["receipt:1"])
        await office.until("SELECT 1 FROM outbox WHERE state = 'sent'")
        rows = await office.rows(ROWS)

    assert [(row["key"], row["state"]) for row in rows] == [("visit:1", "waiting"), ("receipt:1", "sent")]


async def test_keyboards_and_files_leave_as_telegram_wants_them(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    buttons = ((Button("test.button", "k:1:1:accept", {"name": "张"}),),)
    share = ((Button("test.ask", ask=Ask.CONTACT),),)
    async with opened(database, telegram, texts) as office:
        await office.say(
            said("inline", rows=buttons, keyboard=Keyboard.INLINE),
            said("reply", rows=share, keyboard=Keyboard.REPLY),
            said("remove", keyboard=Keyboard.REMOVE),
            said("photo", file_id="AgAD", file_kind="photo"),
            Message("place", 1001, "", pieces=({"kind": "location", "latitude": 36.7, "longitude": 119.9},)),
        )

        await settled(office)

    markups = [call.get("reply_markup") for call in telegram.said("sendMessage")]
    assert markups == [
        {"inline_keyboard": [[{"text": "办 张", "callback_data": "k:1:1:accept"}]]},
        {"keyboard": [[{"text": "把电话发给村里", "request_contact": True}]], "resize_keyboard": True},
        {"remove_keyboard": True},
    ]
    assert telegram.said("sendPhoto")[0]["photo"] == "AgAD"
    assert telegram.said("sendPhoto")[0]["caption"] == "photo"
    assert telegram.said("sendLocation")[0]["latitude"] == 36.7


async def test_a_very_long_text_arrives_whole_in_several_messages(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    story = "\n\n".join(f"第{number}段 " + "房子漏雨。" * 60 for number in range(40))
    async with opened(database, telegram, texts) as office:
        await office.say(
            said("long", text=story, rows=((Button("test.ask", "m:1"),),), keyboard=Keyboard.INLINE)
        )
        await office.say(said("photo", 1002, story, file_id="AgAD", file_kind="photo"))

        await settled(office)

    pieces = [call for call in telegram.said("sendMessage") if call["chat_id"] == 1001]
    beside = [call["text"] for call in telegram.said("sendMessage") if call["chat_id"] == 1002]
    assert "".join("".join(call["text"] for call in pieces).split()) == "".join(story.split())
    assert "".join("".join(beside).split()) == "".join(story.split())
    assert all(len(call["text"]) <= 4096 for call in pieces)
    assert ["reply_markup" in call for call in pieces] == [False] * (len(pieces) - 1) + [True]
    assert "caption" not in telegram.said("sendPhoto")[0]


async def test_a_request_that_hangs_does_not_keep_the_process_from_stopping(
    database: Database, telegram: Telegram, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.sender._FAREWELL_SECONDS", 0.3)
    asked = asyncio.Event()

    async def hanging(method: str, parameters: Any, patience: float = 0) -> Any:
        asked.set()
        await asyncio.sleep(60)

    async with opened(database, telegram, texts) as office:
        monkeypatch.setattr(office.api, "call", hanging)
        await office.say(said("receipt:1"))
        office.start("sender")
        await asyncio.wait_for(asked.wait(), 5)
        office.sender.stop()
        await asyncio.wait_for(office.tasks[0], 5)
        left = await office.rows(ROWS)

    async with opened(database, telegram, texts) as office:
        rows = await settled(office)

    assert left[0]["state"] == "sending"
    assert rows[0]["state"] == "sent"
    assert telegram.texts()[0].startswith("receipt:1\n\n<i>")


async def test_stopping_waits_for_what_is_on_its_way_and_sends_nothing_new(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(*(said(f"policy:{chat}", chat, lane=Lane.BROADCAST) for chat in range(2000, 2200)))
        office.start("sender")
        await telegram.until(lambda: len(telegram.texts()) > 5)
        await office.stop()
        rows = await office.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state ORDER BY state")

    assert {row["state"] for row in rows} == {"sent", "waiting"}
    assert rows[0]["n"] == len(telegram.texts())


async def test_a_notice_to_many_finds_out_who_has_blocked_the_bot_and_bothers_no_official(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    called: list[int] = []

    async def unreachable(_: Connection, chat_id: int, __: datetime) -> None:
        called.append(chat_id)

    blocked = refusing(403, "Forbidden: bot was blocked by the user")
    telegram.surprise("sendMessage", blocked)
    async with opened(database, telegram, texts, hooks=Hooks(unreachable=unreachable)) as office:
        async with database.transaction() as connection:
            await connection.execute(_PERSON, {"now": now()})
        await office.say(said("policy:1:1001", lane=Lane.BROADCAST))
        await settled(office)
        marked = await office.rows("SELECT reachable FROM people")
        told_by_notice = list(called)
        telegram.surprise("sendMessage", blocked)
        await office.say(said("receipt:1"))
        await office.until(ALL_SENT)

    assert [bool(row["reachable"]) for row in marked] == [False]
    assert told_by_notice == []
    assert called == [1001]
