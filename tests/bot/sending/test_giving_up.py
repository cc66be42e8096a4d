"""Giving up takes many real tries over long running: a standstill counts for nothing, nor does silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.process.uptime import RunningClock
from bot.sending.verdicts import GIVE_UP_RUNNING, GIVE_UP_TRIES
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from storage.engine.database import Database
from tests.bot.post_office import Moved, PostOffice, opened
from tests.bot.scripted import Drop, Telegram, flooded, refusing

STANDSTILL = timedelta(hours=13)
ALL_SENT = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state <> 'sent')"
ENDED = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending'))"
ROWS = "SELECT key, state, failures, error FROM outbox WHERE key NOT LIKE 'operator:%' ORDER BY id"
BROKEN = refusing(500, "Internal Server Error")


def said(key: str, chat_id: int, lane: Lane = Lane.WAITING) -> Message:
    return Message(key, chat_id, "test.echo", {"text": key}, lane=lane)


def always(telegram: Telegram, script: Callable[[dict[str, Any]], web.Response | Drop | None]) -> None:
    """Every call of this kind ends so, until `telegram.surprises` is cleared."""
    telegram.surprise("sendMessage", *[script] * 1000)


async def everybody_tried(office: PostOffice, times: int) -> None:
    """Wait until each message was tried so often."""
    untried = f"SELECT 1 FROM outbox WHERE attempts < {times} OR state = 'sending'"
    await office.until(f"SELECT 1 AS yes WHERE NOT EXISTS ({untried})")


async def test_after_a_standstill_of_half_a_day_a_short_fault_loses_no_receipt_and_no_card(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    always(telegram, BROKEN)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(*(said(f"receipt:{n}", 1000 + n) for n in range(8)))
        await office.say(*(said(f"card:{n}", 2000 + n, Lane.CARD) for n in range(8)))
        office.start("sender")
        await everybody_tried(office, 1)
        await office.kill()
    moved.stand_still(STANDSTILL)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        office.start("sender")
        await everybody_tried(office, 3)
        telegram.surprises.clear()
        await office.until(ALL_SENT, 20)

    assert sorted(telegram.texts()) == sorted(
        [f"{what}:{n}" for what in ("receipt", "card") for n in range(8)]
    )


async def test_a_reminder_that_is_late_is_not_given_up_at_its_first_try(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    telegram.surprise("sendMessage", BROKEN)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(said("due:1", 1001, Lane.REMINDER))
        moved.stand_still(timedelta(hours=16))
        office.start("sender")
        await office.until(ALL_SENT)


async def test_twenty_tries_within_an_hour_are_no_reason_to_give_up_nor_are_two_over_days(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    always(telegram, BROKEN)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(said("receipt:1", 1001))
        office.start("sender")
        for number in range(1, GIVE_UP_TRIES + 3):
            await everybody_tried(office, number)
            moved.pass_by(timedelta(minutes=5))
        await office.kill()
        [many] = await office.rows(ROWS)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(said("receipt:2", 1002))
        office.start("sender")
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'receipt:2' AND attempts = 1")
        for _ in range(3 * 24):
            moved.pass_by(timedelta(hours=1))
            _ = office.clock.running.seconds
        rows = await office.rows(ROWS)

    assert (many["state"], many["failures"]) == ("waiting", GIVE_UP_TRIES + 2)
    assert {row["state"] for row in rows} <= {"waiting", "sending"}


async def test_a_message_that_fails_for_half_a_day_of_running_is_given_up(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    always(telegram, BROKEN)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(said("receipt:1", 1001))
        office.start("sender")
        for number in range(1, GIVE_UP_TRIES):
            await everybody_tried(office, number)
            moved.pass_by(timedelta(minutes=6))
            if number == 2:
                await half_a_day(office, moved)
        await office.until("SELECT 1 AS yes FROM outbox WHERE key = 'receipt:1' AND state = 'failed'")
        [row] = await office.rows(ROWS)

    assert row["failures"] == GIVE_UP_TRIES
    assert row["error"].startswith("500")


async def half_a_day(office: PostOffice, moved: Moved) -> None:
    """Half a day of running, minute by minute, as the sender's own turns count it."""
    for _ in range(int(GIVE_UP_RUNNING / timedelta(minutes=1)) + 1):
        moved.pass_by(timedelta(minutes=1))
        _ = office.clock.running.seconds


@pytest.mark.parametrize(
    "script",
    [refusing(401, "Unauthorized"), refusing(409, "Conflict"), flooded(1)],
    ids=["401", "409", "429"],
)
async def test_what_says_nothing_of_the_message_is_no_try(
    database: Database, telegram: Telegram, texts: Texts, script: Callable[..., Any]
) -> None:
    moved = Moved()
    always(telegram, script)
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        await office.say(said("receipt:1", 1001))
        office.start("sender")
        for number in range(1, 6):
            await everybody_tried(office, number)
            await half_a_day(office, moved)
        [row] = await office.rows(ROWS)
        telegram.surprises.clear()
        moved.pass_by(timedelta(minutes=6))
        await office.until(ALL_SENT)

    assert row["failures"] == 0


async def test_a_network_that_is_gone_for_days_costs_nothing(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, clock=moved.clock()) as office:
        somewhere = office.api._base
        office.api._base = "http://127.0.0.1:9/bot/"
        await office.say(said("receipt:1", 1001))
        office.start("sender")
        for number in range(1, GIVE_UP_TRIES + 2):
            await everybody_tried(office, number)
            await half_a_day(office, moved)
        office.api._base = somewhere
        moved.pass_by(timedelta(minutes=6))
        await office.until(ALL_SENT)

    assert telegram.texts() == ["receipt:1"]


async def test_running_is_counted_over_every_start_and_a_standstill_is_not(database: Database) -> None:
    moved = Moved()
    first = moved.clock().running
    for _ in range(3):
        moved.pass_by(timedelta(seconds=50))
        _ = first.seconds
    async with database.transaction() as connection:
        await first.remember(connection)
    moved.pass_by(timedelta(hours=5))  # frozen, or asleep: no turn in between
    before = first.seconds
    second = RunningClock(lambda: 0.0)
    async with database.transaction() as connection:
        await second.remember(connection)
        await first.remember(connection)
        await second.remember(connection)

    assert 150 <= before - 60 < 160
    assert second.seconds == before
