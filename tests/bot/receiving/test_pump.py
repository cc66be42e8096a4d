"""The pump: every effect once, nothing replayed for ever, nobody starved."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

import bot.receiving.pump
from bot.words import Texts
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection, Database, StorageError
from storage.mail.inbox import Arrived, InboxRows
from tests.bot.post_office import OPERATOR, SEAL, echo, now, opened
from tests.bot.scripted import Telegram, press_update, text_update

FAILED = "SELECT * FROM inbox WHERE state = 'failed'"
NOTHING_WAITS = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE state = 'waiting')"


class PoisonError(Exception):
    """A mistake in a handler."""


class Killed(BaseException):
    """Stands for a kill -9: nobody may catch it."""


async def test_an_update_that_comes_twice_takes_effect_once(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        office.start("pump", "sender")
        await office.intake.store([text_update(7, "房子漏雨")])
        await telegram.until(lambda: len(telegram.texts()) == 1)

        await office.intake.store([text_update(7, "房子漏雨"), text_update(8, "还有墙裂了")])
        await telegram.until(lambda: len(telegram.texts()) == 2)

    assert telegram.texts() == ["房子漏雨", "还有墙裂了"]


async def test_a_failing_update_undoes_only_itself_and_everybody_concerned_is_told(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async def half_done(connection: Connection, said: Said) -> Sequence[Answer]:
        answers = await echo(connection, said)
        if said.text == "坏":
            raise PoisonError("宋爱英")
        return answers

    async with opened(database, telegram, texts, half_done) as office:
        await office.intake.store([text_update(1, "前"), text_update(2, "坏", 1002), text_update(3, "后")])
        office.start("pump", "sender")
        await telegram.until(lambda: len(telegram.texts()) == 4)
        failed = await office.rows(FAILED)

    by_chat = {call["chat_id"]: call["text"] for call in telegram.said("sendMessage")}
    assert [row["update_id"] for row in failed] == [2]
    assert failed[0]["error"].startswith("PoisonError at tests/bot/receiving/test_pump.py:")
    assert "宋爱英" not in failed[0]["error"]
    assert failed[0]["body"] is not None
    assert by_chat[1002] == texts.render("zh_CN", "common.apology")
    assert "PoisonError" in by_chat[OPERATOR]
    assert [text for text in telegram.texts() if text in "前坏后"] == ["前", "后"]


async def test_a_hanging_update_is_tried_alone_and_parked_while_its_chat_keeps_order(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    tries: list[int] = []

    async def hanging(connection: Connection, said: Said) -> Sequence[Answer]:
        if said.text == "挂":
            tries.append(said.update_id)
            await asyncio.sleep(60)
        return await echo(connection, said)

    async with opened(database, telegram, texts, hanging, patience=0.5) as office:
        office.start("pump", "sender")
        await office.intake.store([text_update(9, "早", 1009)])
        await telegram.until(lambda: telegram.texts() == ["早"])

        await office.intake.store(
            [text_update(11, "挂"), text_update(12, "后"), text_update(13, "别人", 1002)]
        )
        await office.until(NOTHING_WAITS)
        await telegram.until(lambda: len(telegram.texts()) == 5)
        failed = await office.rows(FAILED)

    mine = [call["text"] for call in telegram.said("sendMessage") if call["chat_id"] == 1001]
    assert tries == [11, 11]
    assert [row["update_id"] for row in failed] == [11]
    assert mine == [texts.render("zh_CN", "common.apology"), "后"]


async def test_an_update_that_ends_the_process_every_time_is_parked_in_the_end(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    deaths = 0

    async def deadly(connection: Connection, said: Said) -> Sequence[Answer]:
        nonlocal deaths
        if said.text == "致命":
            deaths += 1
            raise Killed
        return await echo(connection, said)

    async with opened(database, telegram, texts, deadly) as office:
        await office.intake.store([text_update(1, "致命"), text_update(2, "无辜", 1002)])

        for _ in range(10):
            try:
                async with asyncio.timeout(0.5):
                    await bot.receiving.pump.Pump(
                        database, office.pump._desk, office.answerer.send, office.sender.wake
                    ).run()
            except (Killed, TimeoutError):
                pass
            if await office.rows(NOTHING_WAITS):
                break
        failed = await office.rows(FAILED)
        said = await office.rows("SELECT key FROM outbox ORDER BY key")

    assert deaths == 3
    assert [row["update_id"] for row in failed] == [1]
    assert [row["key"] for row in said] == ["apology:4711:1", "echo:2", "operator:update:4711:1"]


@pytest.mark.parametrize("body", [b'{"update_id":1,"message":{"text":5}}', b"[]", b"\xff"])
async def test_an_update_that_cannot_be_read_fails_visibly_and_stops_nobody(
    database: Database, telegram: Telegram, texts: Texts, body: bytes
) -> None:
    async with opened(database, telegram, texts) as office:
        async with database.transaction() as connection:
            await InboxRows(connection, SEAL).store([Arrived(4711, 1, 1001, body)], now())
        await office.intake.store([text_update(2, "你好", 1002)])
        office.start("pump", "sender")
        await telegram.until(lambda: "你好" in telegram.texts())
        await office.until(NOTHING_WAITS)
        failed = await office.rows(FAILED)

    assert [row["update_id"] for row in failed] == [1]


async def test_a_flood_in_one_chat_takes_its_turn_like_everybody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    handled: list[int] = []

    async def noting(_: Connection, said: Said) -> Sequence[Answer]:
        handled.append(said.user_id)
        return []

    async with opened(database, telegram, texts, noting) as office:
        await office.intake.store([text_update(number, "水", 1001) for number in range(1, 201)])
        await office.intake.store([text_update(1000, "救命", 1002), text_update(1001, "救命", 1003)])
        office.start("pump")
        await office.until(NOTHING_WAITS)

    assert handled.index(1002) <= 16
    assert handled.index(1003) <= 17
    assert len(handled) == 202


async def test_trouble_of_the_database_is_waited_out_and_nothing_counts_as_failed(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    tries = 0

    async def full_at_first(connection: Connection, said: Said) -> Sequence[Answer]:
        nonlocal tries
        tries += 1
        answers = await echo(connection, said)
        if tries <= 2:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return answers

    async with opened(database, telegram, texts, full_at_first) as office:
        await office.intake.store([text_update(1, "房子漏雨")])
        office.start("pump", "sender")
        await telegram.until(lambda: telegram.texts() == ["房子漏雨"])
        states = await office.rows("SELECT state, attempts FROM inbox")

    assert states == [{"state": "done", "attempts": 0}]


async def test_a_start_on_a_full_disk_is_waited_out_by_pump_and_sender(
    database: Database, telegram: Telegram, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.intake.store([text_update(1, "房子漏雨")])

    with caplog.at_level(logging.WARNING):
        async with opened(FullAtFirst(database, 4), telegram, texts) as office:
            office.start("pump", "sender")
            await telegram.until(lambda: telegram.texts() == ["房子漏雨"])

    troubles = [record.getMessage() for record in caplog.records if "trouble with=" in record.getMessage()]
    assert len(troubles) == 2
    assert all("StorageError (disk full)" in trouble for trouble in troubles)


class FullAtFirst:
    """A database on a disk that has room only after so many transactions."""

    def __init__(self, database: Database, times: int) -> None:
        self._database = database
        self._left = times
        self.dialect, self.reading, self.close = database.dialect, database.reading, database.close

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        if self._left:
            self._left -= 1
            raise StorageError("database or disk is full") from OSError(errno.ENOSPC, "no space")
        async with self._database.transaction() as connection:
            yield connection


async def test_what_was_stored_before_a_kill_is_handled_after_the_restart(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.updates = [text_update(number, f"第{number}句", 1000 + number) for number in range(1, 6)]
    async with opened(database, telegram, texts) as office:
        office.start("poller")
        await telegram.until(lambda: telegram.confirmed == 5)
        await office.kill()

    async with opened(database, telegram, texts) as office:
        office.start()
        await telegram.until(lambda: len(telegram.texts()) == 5)

    assert telegram.updates == []
    assert sorted(telegram.texts()) == [f"第{number}句" for number in range(1, 6)]


async def test_a_kill_in_the_middle_of_a_batch_leaves_no_half_effect(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    reached = asyncio.Event()

    async def stuck_at_three(connection: Connection, said: Said) -> Sequence[Answer]:
        answers = await echo(connection, said)
        if said.update_id == 3 and not reached.is_set():
            reached.set()
            await asyncio.sleep(60)
        return answers

    async with opened(database, telegram, texts, stuck_at_three) as office:
        await office.intake.store([text_update(number, f"第{number}句") for number in range(1, 6)])
        office.start("pump")
        await asyncio.wait_for(reached.wait(), 5)
        await office.kill()

    async with opened(database, telegram, texts, stuck_at_three) as office:
        office.start("pump", "sender")
        await telegram.until(lambda: len(telegram.texts()) == 5)

    assert telegram.texts() == [f"第{number}句" for number in range(1, 6)]


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_two_processes_share_the_work_without_doubling_or_overtaking(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    said = [
        text_update(chat * 100 + turn, f"{chat}:{turn}", chat) for turn in range(10) for chat in range(1, 21)
    ]

    async with (
        opened(database, telegram, texts) as one,
        opened(database, telegram, texts) as other,
    ):
        await one.intake.store(said)
        for office in (one, other):
            office.start("pump", "sender")
        await telegram.until(lambda: len(telegram.texts()) >= len(said), seconds=30)
        await one.until("SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state <> 'sent')")

    for chat in range(1, 21):
        mine = [call["text"] for call in telegram.said("sendMessage") if call["chat_id"] == chat]
        assert mine == [f"{chat}:{turn}" for turn in range(10)]


async def test_a_press_is_answered_after_the_commit_and_an_old_one_is_forgiven(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        office.start("pump", "sender")
        await office.intake.store([press_update(1, "k:1:1:accept")])
        await telegram.until(lambda: bool(telegram.said("answerCallbackQuery")))
        await telegram.until(lambda: telegram.texts() == ["k:1:1:accept"])

    assert telegram.said("answerCallbackQuery") == [{"callback_query_id": "q1"}]


async def test_stopping_finishes_the_batch_in_hand(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    begun = asyncio.Event()

    async def slow(connection: Connection, said: Said) -> Sequence[Answer]:
        begun.set()
        await asyncio.sleep(0.2)
        return await echo(connection, said)

    async with opened(database, telegram, texts, slow) as office:
        await office.intake.store([text_update(1, "房子漏雨")])
        office.start("pump", "sender")
        await asyncio.wait_for(begun.wait(), 5)
        await office.stop()
        states = await office.rows("SELECT state FROM inbox")

    assert states == [{"state": "done"}]


async def test_what_another_bot_left_behind_holds_up_nobody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        left = [Arrived(999, number, 1000 + number % 80, b"{}") for number in range(1, 200)]
        async with database.transaction() as connection:
            await InboxRows(connection, SEAL).store(left, now())

        office.start("pump", "sender")
        await office.intake.store([text_update(300, "房子漏雨", 1001), text_update(301, "没水吃", 5000)])
        await telegram.until(lambda: len(telegram.texts()) == 2)

    assert sorted(telegram.texts()) == sorted(["房子漏雨", "没水吃"])
