"""A message of several calls goes on where it stopped, and each call is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.sending.pacing import Budgets
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Database
from tests.bot.post_office import Moved, PostOffice, opened
from tests.bot.scripted import Script, Telegram, dropping, flooded, refusing

ALL_SENT = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state <> 'sent')"
STORY = "\n\n".join(f"第{number}段 " + "房子漏雨。" * 60 for number in range(40))


def place(key: str = "place:1", chat_id: int = 1001) -> Message:
    where = {"kind": "location", "latitude": 36.7, "longitude": 119.9}
    return Message(key, chat_id, "test.echo", {"text": key}, lane=Lane.CARD, pieces=(where,))


async def sent(office: PostOffice) -> None:
    office.start("sender")
    await office.until(ALL_SENT)


@pytest.mark.parametrize("script", [flooded(1), refusing(500, "Internal Server Error")], ids=["429", "500"])
async def test_a_place_is_not_said_again_when_its_words_are_refused_for_now(
    database: Database, telegram: Telegram, texts: Texts, script: Script
) -> None:
    telegram.surprise("sendMessage", script)
    async with opened(database, telegram, texts) as office:
        await office.say(place())
        await sent(office)

    assert len(telegram.said("sendLocation")) == 1
    assert telegram.texts() == ["place:1"]


async def test_only_the_words_are_repeated_when_only_their_answer_is_lost(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.surprise("sendMessage", dropping(after=True))
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(place())
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE doubts = 1 AND calls = 1 AND state = 'waiting'")
        moved.pass_by(timedelta(minutes=2))
        await office.until(ALL_SENT)

    mark = texts.render("zh_CN", "common.repeat_mark")
    assert len(telegram.said("sendLocation")) == 1
    assert telegram.texts() == ["place:1", f"place:1\n\n{mark}"]


async def test_a_kill_between_the_place_and_its_words_does_not_repeat_the_place(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    budgets = Budgets(per_second=1e9, chat_per_second=0.2, chat_burst=1.0)
    async with opened(database, telegram, texts, clock=moved.clock(), budgets=budgets) as office:
        await office.say(place())
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE calls = 1 AND state = 'sending'")
        await office.kill()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE doubts = 1")
        moved.pass_by(timedelta(minutes=2))
        await office.until(ALL_SENT)

    assert len(telegram.said("sendLocation")) == 1
    assert [text.partition("\n")[0] for text in telegram.texts()] == ["place:1"]


async def test_a_stop_between_two_calls_leaves_nothing_in_doubt(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    slow = Budgets(per_second=1e9, chat_per_second=0.2, chat_burst=1.0)
    async with opened(database, telegram, texts, budgets=slow) as office:
        await office.say(place())
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE calls = 1 AND state = 'sending'")
        await office.stop()
        rows = await office.rows("SELECT state, unsure, calls FROM outbox")
    async with opened(database, telegram, texts) as office:
        await sent(office)

    assert [(row["state"], bool(row["unsure"]), row["calls"]) for row in rows] == [("waiting", False, 1)]
    assert len(telegram.said("sendLocation")) == 1
    assert telegram.texts() == ["place:1"]


async def test_a_long_story_goes_on_with_the_piece_that_was_lost(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    def let_go(_: object) -> None:
        return None

    moved = Moved()
    telegram.surprise("sendMessage", let_go, dropping(after=False))
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(Message("long", 1001, "test.echo", {"text": STORY}, lane=Lane.CARD))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE doubts = 1 AND calls = 1")
        moved.pass_by(timedelta(minutes=2))
        await office.until(ALL_SENT)

    mark = texts.render("zh_CN", "common.repeat_mark")
    pieces = telegram.texts()
    assert "".join("".join(pieces).replace(mark, "").split()) == "".join(STORY.split())
    assert [mark in piece for piece in pieces] == [False] * (len(pieces) - 1) + [True]


async def test_pacing_counts_every_call_of_a_message(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    budgets = Budgets(per_second=1e9, chat_per_second=20.0, chat_burst=2.0)
    async with opened(database, telegram, texts, budgets=budgets) as office:
        began = office.clock.steady()
        await office.say(*(place(f"place:{n}") for n in range(6)))
        await sent(office)
        took = office.clock.steady() - began

    assert len(telegram.calls) == 12
    assert took >= (12 - 2) / 20
