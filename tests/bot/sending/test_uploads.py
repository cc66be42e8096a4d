"""Files that the desk made leave with their message, byte for byte, and are kept exactly until then."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest

from bot.sending.verdicts import GIVE_UP_RUNNING, GIVE_UP_TRIES
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from desk.domain.talk.uploads import Upload, UploadKind
from storage.engine.database import Database
from storage.mail.claims import Claims
from storage.mail.forgetting import purge_outbox
from storage.mail.outbox import OutboxRows
from storage.mail.repeats import Repeats
from tests.bot.post_office import OPERATOR, SEAL, Moved, PostOffice, now, opened
from tests.bot.scripted import Telegram, dropping, flooded, refusing

CHAT = 1001
TABLE = Upload("数字.xlsx", os.urandom(300_000))
CARD = Upload("邀请.png", b"\x89PNG" + os.urandom(500), UploadKind.PHOTO)
KEPT = "SELECT 1 AS yes FROM uploads"
ENDED = "SELECT 1 AS yes FROM outbox WHERE id = 1 AND state NOT IN ('waiting', 'sending')"


def told(upload: Upload = TABLE, key: str = "file:1", **more: Any) -> Message:
    return Message(key, CHAT, "test.echo", {"text": key}, upload=upload, **more)


async def state_of(office: PostOffice) -> tuple[str, bool]:
    """What became of the first message, and whether its bytes are kept."""
    [row] = await office.rows("SELECT state FROM outbox WHERE id = 1")
    return row["state"], bool(await office.rows(KEPT))


@pytest.mark.parametrize(("upload", "method"), [(TABLE, "sendDocument"), (CARD, "sendPhoto")])
async def test_a_file_arrives_byte_for_byte_with_its_words_and_is_kept_no_longer(
    database: Database, telegram: Telegram, texts: Texts, upload: Upload, method: str
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told(upload))
        waited = await state_of(office)
        office.start("sender")
        await office.until(ENDED)

        assert waited == ("waiting", True)
        assert await state_of(office) == ("sent", False)
    [call] = telegram.said(method)
    assert call[upload.kind.value] == upload.content
    assert call["caption"] == "file:1"


async def test_what_is_kept_cannot_be_read_without_the_key(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told())
        [row] = await office.rows("SELECT kind, size, content FROM uploads")

    assert (row["kind"], row["size"]) == ("document", len(TABLE.content))
    assert TABLE.content[:64] not in bytes(row["content"])


async def test_said_twice_it_is_kept_once_and_after_it_has_left_not_again(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told(), told())
        office.start("sender")
        await office.until(ENDED)
        await office.say(told())

        assert await state_of(office) == ("sent", False)
    assert len(telegram.said("sendDocument")) == 1


async def test_messages_of_one_transaction_stay_in_their_order(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told(key="a"), Message("b", CHAT, "test.echo", {"text": "b"}), told(key="c"))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'c' AND state = 'sent'")

    assert [call.get("caption", call.get("text")) for _, call in telegram.calls] == ["a", "b", "c"]


async def test_a_kill_between_sending_and_settling_says_it_once_more_with_its_mark_and_its_bytes(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told())
        async with database.transaction() as connection:  # as the sender does, and then nothing more
            claims = Claims(connection, SEAL)
            await claims.claim(await claims.due((1, 2), (), 9, now()), now())
        assert await state_of(office) == ("sending", True)
    async with opened(database, telegram, texts) as office:
        office.start("sender")
        await office.until(ENDED)

        assert await state_of(office) == ("sent", False)
    [call] = telegram.said("sendDocument")
    assert call["document"] == TABLE.content
    assert texts.render("zh_CN", "common.repeat_mark") in call["caption"]


@pytest.mark.parametrize("after", [True, False], ids=["it arrived", "it did not"])
async def test_a_lost_answer_is_followed_by_the_same_bytes_and_the_mark(
    database: Database, telegram: Telegram, texts: Texts, *, after: bool
) -> None:
    moved = Moved()
    telegram.surprise("sendDocument", dropping(after=after))
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(told(lane=Lane.CARD))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE doubts = 1 AND state = 'waiting'")
        assert await state_of(office) == ("waiting", True)
        moved.pass_by(timedelta(minutes=2))
        await office.until(ENDED)

        assert await state_of(office) == ("sent", False)
    arrived = telegram.said("sendDocument")
    assert [call["document"] == TABLE.content for call in arrived] == [True] * (1 + after)
    assert texts.render("zh_CN", "common.repeat_mark") in arrived[-1]["caption"]


async def test_while_telegram_asks_for_patience_or_is_away_the_bytes_wait(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.surprise("sendPhoto", flooded(30), refusing(502, "Bad Gateway"))
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(told(CARD))
        office.start("sender")
        for tries in (1, 2):
            await office.until(f"SELECT 1 AS yes FROM outbox WHERE attempts = {tries} AND state = 'waiting'")
            assert await state_of(office) == ("waiting", True)
            moved.pass_by(timedelta(minutes=1))
        await office.until(ENDED)

        assert await state_of(office) == ("sent", False)
    assert [call["photo"] for call in telegram.said("sendPhoto")] == [CARD.content]


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        ((400, "Bad Request: IMAGE_PROCESS_FAILED"), "failed"),
        ((413, "Request Entity Too Large"), "failed"),
        ((403, "Forbidden: blocked"), "blocked"),
    ],
)
async def test_an_answer_that_telegram_refuses_for_good_is_gone_and_the_operator_hears_of_it(
    database: Database, telegram: Telegram, texts: Texts, refusal: tuple[int, str], state: str
) -> None:
    telegram.surprise("sendPhoto", refusing(*refusal))
    async with opened(database, telegram, texts) as office:
        await office.say(told(CARD, talk=True))
        office.start("sender")
        await office.until(ENDED)

        assert await state_of(office) == (state, False)
        told_operator = await office.rows(f"SELECT key FROM outbox WHERE chat_id = {OPERATOR}")
    assert len(told_operator) == (1 if state == "failed" else 0)


async def test_what_was_given_up_and_may_be_said_again_has_its_bytes_until_somebody_decides(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    many = {"failures": GIVE_UP_TRIES - 1, "since": -int(GIVE_UP_RUNNING.total_seconds())}
    telegram.surprise("sendDocument", refusing(500, "Internal Server Error"))
    async with opened(database, telegram, texts) as office:
        await office.say(told(lane=Lane.CARD))
        async with database.transaction() as connection:
            sql = "UPDATE outbox SET failures = :failures, failing_since = :since"
            await connection.execute(sql, many)
        office.start("sender")
        await office.until(ENDED)
        assert await state_of(office) == ("failed", True)

        async with database.transaction() as connection:
            await Repeats(connection).say_again(office.clock.now())
        await office.until("SELECT 1 AS yes FROM outbox WHERE id = 1 AND state = 'sent'")

        assert await state_of(office) == ("sent", False)


async def test_what_is_dropped_left_or_kept_too_long_takes_its_bytes_along(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(*(told(key=f"file:{number}", lane=Lane.CARD) for number in range(4)))
        async with database.transaction() as connection:
            await OutboxRows(connection, SEAL, now()).drop(["file:0"])
            await connection.execute("UPDATE outbox SET state = 'failed' WHERE key IN ('file:1', 'file:2')")
        given_up = await office.rows("SELECT outbox_id AS id FROM uploads ORDER BY outbox_id")
        async with database.transaction() as connection:
            await OutboxRows(connection, SEAL, now()).forget(["file:1"])
        await purge_outbox(database, now() + timedelta(days=1))

        assert [row["id"] for row in given_up] == [2, 3, 4]
        assert [row["outbox_id"] for row in await office.rows("SELECT outbox_id FROM uploads")] == [4]


async def test_a_file_without_its_bytes_fails_and_stops_nobody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(told(talk=True), Message("next", CHAT, "test.echo", {"text": "next"}))
        async with database.transaction() as connection:
            await connection.execute("DELETE FROM uploads")
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'next' AND state = 'sent'")

        [row] = await office.rows("SELECT state, error FROM outbox WHERE key = 'file:1'")
    assert row["state"] == "failed"
    assert row["error"].startswith("UploadGone")


async def test_words_too_long_for_a_caption_follow_and_a_kill_between_does_not_repeat_the_file(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.surprise("sendMessage", dropping(after=False))
    words = "房子漏雨。" * 300
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(Message("file:1", CHAT, "test.echo", {"text": words}, lane=Lane.CARD, upload=TABLE))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE calls = 1 AND doubts = 1 AND state = 'waiting'")
        moved.pass_by(timedelta(minutes=2))
        await office.until(ENDED)

        assert await state_of(office) == ("sent", False)
    assert len(telegram.said("sendDocument")) == 1
    assert telegram.texts()[0].startswith(words)


async def test_an_edit_waits_for_a_file_that_may_not_have_arrived_and_changes_its_words(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.surprise("sendDocument", dropping(after=False))
    edit = Message("edit:1", CHAT, "test.echo", {"text": "new"}, lane=Lane.CARD, edits="file:1")
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(told(lane=Lane.CARD), edit)
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE doubts = 1 AND state = 'waiting'")
        moved.pass_by(timedelta(minutes=2))
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'edit:1' AND state = 'sent'")

    assert [method for method, _ in telegram.calls] == ["sendDocument", "editMessageCaption"]
    assert telegram.calls[-1][1]["caption"] == "new"


async def test_a_file_that_takes_longer_than_a_lease_is_not_taken_for_lost(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.held.add("sendDocument")
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(told())
        office.start("sender")
        await telegram.until(lambda: telegram.waiting > 0)
        for _ in range(4):
            moved.pass_by(timedelta(seconds=61))
            await office.until(
                "SELECT 1 AS yes FROM outbox WHERE state = 'sending' AND sent_at >"
                f" '{(office.clock.now() - timedelta(seconds=30)).isoformat(timespec='microseconds')}'"
            )
        telegram.release.set()
        await office.until(ENDED)

        [row] = await office.rows("SELECT state, unsure, doubts FROM outbox")
    assert (row["state"], bool(row["unsure"]), row["doubts"]) == ("sent", False, 0)
    assert len(telegram.said("sendDocument")) == 1
