"""What may have arrived is said again, marked, at growing pauses, until it is known or no longer true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sending.settling import Hooks
from bot.sending.verdicts import REPEATS, TWICE_A_DAY
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Connection, Database
from storage.mail.claims import Ready
from tests.bot.post_office import Moved, PostOffice, opened
from tests.bot.scripted import Telegram, dropping

CHAT = 1001
LONG = timedelta(days=1)
TAKEN = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')"
ROWS = "SELECT key, state, unsure, doubts, error FROM outbox WHERE key NOT LIKE 'operator:%' ORDER BY id"


def said(key: str, lane: Lane = Lane.CARD, **more: Any) -> Message:
    return Message(key, CHAT, "test.echo", {"text": key}, lane=lane, **more)


async def lost(office: PostOffice, telegram: Telegram, times: int, *, after: bool = True) -> None:
    """The next answers are lost on the way."""
    telegram.surprise("sendMessage", *(dropping(after=after) for _ in range(times)))


async def tried(office: PostOffice, times: int) -> None:
    """Wait until the first row was tried so often."""
    await office.until(
        f"SELECT 1 AS yes FROM outbox WHERE id = 1 AND attempts >= {times} AND state <> 'sending'"
    )


async def row_of(office: PostOffice, key: str) -> dict[str, Any]:
    [row] = [row for row in await office.rows(ROWS) if row["key"] == key]
    return row


@pytest.mark.parametrize("lane", [Lane.WAITING, Lane.CARD])
async def test_a_receipt_or_a_card_is_repeated_at_growing_pauses_until_it_is_known_to_have_arrived(
    database: Database, telegram: Telegram, texts: Texts, lane: Lane
) -> None:
    moved = Moved()
    pauses = [*REPEATS[lane], TWICE_A_DAY, TWICE_A_DAY]
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await lost(office, telegram, len(pauses))
        await office.say(said("card:1", lane))
        office.start("sender")
        for number, pause in enumerate(pauses, start=1):
            await tried(office, number)
            await early(office, moved, pause, number)
            moved.pass_by(timedelta(minutes=1))
        await office.until("SELECT 1 AS yes FROM outbox WHERE state = 'sent'")

    mark = texts.render("zh_CN", "common.repeat_mark")
    assert telegram.texts() == ["card:1", *[f"card:1\n\n{mark}"] * len(pauses)]


async def early(office: PostOffice, moved: Moved, pause: timedelta, number: int) -> None:
    """Until shortly before the pause is over nothing is said."""
    if pause > timedelta(minutes=1):
        moved.pass_by(pause - timedelta(minutes=1) - timedelta(seconds=10))
    [row] = await office.rows("SELECT attempts, not_before FROM outbox WHERE id = 1")
    due = datetime.fromisoformat(row["not_before"]) - office.clock.now()
    assert row["attempts"] == number
    assert due <= timedelta(minutes=1, seconds=10)
    moved.pass_by(timedelta(seconds=10))


async def test_what_waits_to_be_repeated_survives_a_kill_and_holds_up_nobody(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await lost(office, telegram, 1, after=False)
        await office.say(said("card:1"))
        office.start("sender")
        await tried(office, 1)
        await office.say(said("card:2"))
        await telegram.until(lambda: telegram.texts() == ["card:2"])
        await office.kill()
    moved.stand_still(timedelta(minutes=2))
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE id = 1 AND state = 'sent'")

    assert telegram.texts()[1].startswith("card:1\n\n<i>")


async def test_a_reminder_is_said_once_more_and_then_dropped_with_a_note(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    noted: list[tuple[int | None, str]] = []

    async def dropped(_: Connection, row: Ready, __: datetime) -> None:
        noted.append((row.case_id, row.template))

    moved = Moved()
    async with opened(database, telegram, texts, hooks=Hooks(dropped=dropped), clock=moved.clock()) as office:
        await lost(office, telegram, 3)
        await office.say(said("due:1", Lane.REMINDER))
        office.start("sender")
        await tried(office, 1)
        moved.pass_by(timedelta(minutes=2))
        await tried(office, 2)
        moved.pass_by(LONG)
        row = await row_of(office, "due:1")

    assert (row["state"], len(telegram.texts())) == ("dropped", 2)
    assert noted == [(None, "test.echo")]


async def test_a_reminder_that_two_kills_interrupted_is_dropped_with_a_note(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    noted: list[str] = []

    async def dropped(_: Connection, row: Ready, __: datetime) -> None:
        noted.append(row.key)

    for times in range(3):
        async with opened(database, telegram, texts, hooks=Hooks(dropped=dropped)) as office:
            await office.say(said("due:1", Lane.REMINDER))
            if times < 2:
                async with database.transaction() as connection:
                    await connection.execute("UPDATE outbox SET state = 'sending', sent_at = '2026-11-22'")
            office.start("sender")
            await office.until(TAKEN)
            await office.kill()
            rows = await office.rows(ROWS)

    assert [row["state"] for row in rows] == ["dropped"]
    assert noted == ["due:1"]
    assert telegram.texts() == []


async def test_an_answer_is_not_repeated_after_the_conversation_went_on(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await lost(office, telegram, 2)
        await office.say(said("question:1", Lane.WAITING, talk=True))
        office.start("sender")
        await tried(office, 2)
        await office.say(said("question:2", Lane.WAITING, talk=True))
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'question:2' AND state = 'sent'")
        moved.pass_by(LONG)
        row = await row_of(office, "question:1")

    assert (row["state"], row["error"]) == ("dropped", "the conversation went on")
    assert [text.partition("\n")[0] for text in telegram.texts()] == [
        "question:1",
        "question:1",
        "question:2",
    ]


async def test_two_parts_of_one_answer_do_not_overtake_each_other(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await lost(office, telegram, 2, after=False)
        await office.say(*(said(f"answer:{n}", Lane.WAITING, talk=True) for n in (1, 2)))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'answer:2' AND state = 'sent'")
        moved.pass_by(timedelta(minutes=2))
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'answer:1' AND state = 'sent'")


async def test_an_edit_replaces_a_card_that_may_have_arrived_and_later_edits_follow_it(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await lost(office, telegram, 1)
        await office.say(said("card:1"))
        office.start("sender")
        await tried(office, 1)
        await office.say(said("card:1:taken", edits="card:1"))
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'card:1:taken' AND state = 'sent'")
        await office.say(said("card:1:done", edits="card:1"))
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'card:1:done' AND state = 'sent'")
        moved.pass_by(LONG)
        rows = await office.rows("SELECT state, message_id FROM outbox ORDER BY id")

    mark = texts.render("zh_CN", "common.repeat_mark")
    assert telegram.texts() == ["card:1", f"card:1:taken\n\n{mark}"]
    assert [edit["message_id"] for edit in telegram.said("editMessageText")] == [102]
    assert [(row["state"], row["message_id"]) for row in rows] == [("sent", 102)] * 3


async def test_a_file_or_a_place_without_words_is_marked_too_when_it_comes_twice(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.surprise("sendPhoto", dropping(after=True))
    telegram.surprise("sendLocation", dropping(after=True))
    async with opened(database, telegram, texts) as office:
        await office.say(
            Message("photo", CHAT, "", file_id="AgAD", file_kind="photo"),
            Message("place", 1002, "", pieces=({"kind": "location", "latitude": 36.7, "longitude": 119.9},)),
        )
        office.start("sender")
        await office.until("SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state <> 'sent')")

    mark = texts.render("zh_CN", "common.repeat_mark")
    assert [photo.get("caption") for photo in telegram.said("sendPhoto")] == [None, mark]
    assert (len(telegram.said("sendLocation")), telegram.texts()) == (2, [mark])


async def test_of_two_processes_that_find_what_a_third_left_one_doubts_it(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as first, opened(database, telegram, texts) as second:
        await first.say(said("card:1"))
        async with database.transaction() as connection:
            await connection.execute("UPDATE outbox SET state = 'sending', sent_at = '2026-11-22'")
        await first.sender._doubt(timedelta(minutes=2))
        await second.sender._doubt(timedelta(minutes=2))
        row = await row_of(first, "card:1")

    assert (row["state"], row["doubts"]) == ("waiting", 1)
