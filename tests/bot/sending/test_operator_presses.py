"""What was given up is said again from the operator's chat, and from nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.process.wiring import Foundation, assemble
from bot.receiving.batch import Handle
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.sending.operator_presses import is_operators, press_operators
from bot.words import Texts
from desk.domain.talk.messages import Lane, Message
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection, Database
from tests.bot.post_office import OPERATOR, Moved, PostOffice, now, opened
from tests.bot.scripted import TOKEN, Telegram, press_update, refusing
from tests.deskside import SEAL as DESK_SEAL
from tests.deskside import Desk, desk, rules

__all__ = ["desk"]
AGAIN, LEAVE = "u:again", "u:leave"
STATES = "SELECT key, state FROM outbox WHERE key NOT LIKE 'operator:%' ORDER BY id"


def presses(operator_chat: int | None = OPERATOR) -> Handle:
    """The desk of a process: the operator's buttons before everything else."""

    async def handle(connection: Connection, said: Said) -> Sequence[Answer]:
        if is_operators(said, operator_chat):
            return await press_operators(connection, said, now())
        return [Answer(said.query_id, "test.button", arguments={"name": "?"})]

    return handle


async def given_up(office: PostOffice, telegram: Telegram) -> None:
    """Two receipts and a card are refused for good; a reminder and an answer to a question too."""
    telegram.surprise("sendMessage", *[refusing(400, "Bad Request: BUTTON_DATA_INVALID")] * 5)
    await office.say(
        Message("receipt:1", 1001, "test.echo", {"text": "receipt:1"}),
        Message("receipt:2", 1002, "test.echo", {"text": "receipt:2"}),
        Message("card:1", 1003, "test.echo", {"text": "card:1"}, lane=Lane.CARD),
        Message("due:1", 1004, "test.echo", {"text": "due:1"}, lane=Lane.REMINDER),
        Message("answer:1", 1005, "test.echo", {"text": "answer:1"}, talk=True),
    )
    office.start()
    await office.until("SELECT count(*) AS n FROM outbox WHERE state = 'failed' HAVING count(*) = 5")


async def press(office: PostOffice, telegram: Telegram, number: int, code: str, chat: int = OPERATOR) -> str:
    """Press a button and give the notice that answers it."""
    telegram.updates.append(press_update(number, code, chat))
    await telegram.until(lambda: any(one["callback_query_id"] == f"q{number}" for one in answers(telegram)))
    return next(str(one.get("text")) for one in answers(telegram) if one["callback_query_id"] == f"q{number}")


def answers(telegram: Telegram) -> list[dict[str, object]]:
    return telegram.said("answerCallbackQuery")


async def test_receipts_and_cards_that_were_given_up_are_said_again_and_nothing_else(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts, handle=presses()) as office:
        await given_up(office, telegram)

        first = await press(office, telegram, 1, AGAIN)
        await telegram.until(lambda: "card:1" in telegram.texts())
        second = await press(office, telegram, 2, AGAIN)
        states = [row["state"] for row in await office.rows(STATES)]

    assert (first[:1], second) == ("3", texts.label("zh_CN", "operator.nothing_given_up"))
    assert states == ["sent", "sent", "sent", "failed", "failed"]
    assert sorted(text for text in telegram.texts() if text[:4] in {"card", "rece"}) == [
        "card:1",
        "receipt:1",
        "receipt:2",
    ]


async def test_what_is_left_at_that_is_not_said_again(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts, handle=presses()) as office:
        await given_up(office, telegram)

        left = await press(office, telegram, 1, LEAVE)
        again = await press(office, telegram, 2, AGAIN)
        states = [row["state"] for row in await office.rows(STATES)]

    assert (left[:1], again) == ("3", texts.label("zh_CN", "operator.nothing_given_up"))
    assert states == ["dropped", "dropped", "dropped", "failed", "failed"]


@pytest.mark.parametrize("operator", [OPERATOR, None])
async def test_the_buttons_work_in_the_operators_chat_alone(
    database: Database, telegram: Telegram, texts: Texts, operator: int | None
) -> None:
    async with opened(database, telegram, texts, handle=presses(operator)) as office:
        await given_up(office, telegram)

        await press(office, telegram, 1, AGAIN, chat=1001 if operator else OPERATOR)
        states = {row["state"] for row in await office.rows(STATES)}

    assert states == {"failed"}


async def test_the_note_of_a_receipt_or_card_has_the_buttons_and_that_of_a_reminder_has_none(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts, handle=presses()) as office:
        await given_up(office, telegram)
        await telegram.until(lambda: len(telegram.said("sendMessage")) == 2)
        notes = telegram.said("sendMessage")

    # One an hour for each text.
    markups = [note["reply_markup"]["inline_keyboard"] for note in notes if "reply_markup" in note]
    assert [note["chat_id"] for note in notes] == [OPERATOR, OPERATOR]
    assert [[one["callback_data"] for row in rows for one in row] for rows in markups] == [[AGAIN, LEAVE]]


async def test_the_operator_is_reminded_once_a_day_of_what_nobody_has_decided(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    moved = Moved()
    async with opened(database, telegram, texts, handle=presses(), clock=moved.clock()) as office:
        await given_up(office, telegram)
        for hours in (12, 24, 0, 24):
            moved.pass_by(timedelta(hours=hours))
            await office.sender._doubt(timedelta(minutes=2))
        notes = await office.rows("SELECT key FROM outbox WHERE key LIKE 'operator:given_up:%'")

    assert len(notes) == 2


async def test_the_process_knows_the_buttons_and_a_stranger_who_forges_one_is_told_that_it_is_old(
    desk: Desk, telegram: Telegram
) -> None:
    await desk.settle()
    request = AiohttpRequest()
    await request.initialize()
    api = Api(request, TOKEN, telegram.root)
    parts = await assemble(
        Foundation(desk.database, DESK_SEAL, rules(), texts_of(load_rules("default")), api, OPERATOR)
    )
    telegram.surprise("sendMessage", refusing(400, "Bad Request: BUTTON_DATA_INVALID"))
    async with parts.work() as work:
        await work.outbox.say(Message("receipt:1", 1001, "common.apology"))
    running = [asyncio.create_task(one.run()) for one in (parts.sender, parts.pump)]
    await telegram.until(lambda: [one["chat_id"] for one in telegram.said("sendMessage")] == [OPERATOR])
    notices = []
    for number, chat in enumerate((1001, OPERATOR, OPERATOR), start=1):
        await parts.intake.store([press_update(number, AGAIN, chat)])
        await telegram.until(lambda: len(answers(telegram)) == number)  # noqa: B023 - awaited at once
        notices.append(answers(telegram)[-1]["text"])
    await telegram.until(lambda: [one["chat_id"] for one in telegram.said("sendMessage")][1:] == [1001])
    parts.sender.stop()
    parts.pump.stop()
    await asyncio.gather(*running)
    await request.shutdown()

    label = texts_of(load_rules("default")).label
    assert notices == [
        label("zh_CN", "form.stale"),
        label("zh_CN", "operator.again", {"count": 1}),
        label("zh_CN", "operator.nothing_given_up"),
    ]
