"""A broadcast on its way to Telegram: answers go first, its words come out of their one seal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from bot.sending.pacing import Budgets
from bot.sending.sender import WIDTH
from bot.words import Texts
from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection, Database
from storage.mail.outbox import content_place, outbox_place, packed
from tests.bot.post_office import SEAL, echo, now, opened
from tests.bot.scripted import Telegram, text_update

RECIPIENTS = 60
A_FEW = 4  # that leave while an answer is committed
_PERSON = (
    "INSERT INTO people (user_id, language, area_code, created_at) VALUES (:user_id, 'zh_CN', '1', :now)"
)
_BROADCAST = (
    "INSERT INTO broadcasts (area_code, audience, office_code, author_id, method, state, version, recipients,"
    " content, created_at) SELECT '1', 'residents', '1', id, 'send', 'running', 2, 60, :content, :now"
    " FROM people WHERE user_id = 5000"
)
_ROWS = (
    "INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments, broadcast_id, state,"
    " not_before, created_at)"
    " SELECT 'broadcast:1:' || p.id, p.user_id, 4, 'send', 'test.echo', 'zh_CN', b.content, b.id, 'waiting',"
    " :now, :now FROM people p CROSS JOIN broadcasts b"
)


async def broadcast(connection: Connection) -> None:
    """Sixty people are about to get the same words."""
    content = SEAL.close(packed(Message("", 0, "test.echo", {"text": "通知"})), content_place(1))
    people = [{"user_id": 5000 + n, "now": now()} for n in range(RECIPIENTS)]
    await connection.execute_many(_PERSON, people)
    await connection.execute(_BROADCAST, {"content": content, "now": now()})
    await connection.execute(_ROWS, {"now": now()})


async def test_an_answer_overtakes_a_broadcast_that_is_being_sent(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with database.transaction() as connection:
        await broadcast(connection)
    budgets = Budgets(per_second=20, chat_per_second=20, chat_burst=5)

    async with opened(database, telegram, texts, budgets=budgets) as office:
        office.start("sender")
        await telegram.until(lambda: len(telegram.texts()) >= 5)
        before = len(telegram.texts())
        await office.say(Message("answer:1", 1001, "test.echo", {"text": "answer"}))
        await telegram.until(lambda: "answer" in telegram.texts())
        place = telegram.texts().index("answer")
        await telegram.until(lambda: len(telegram.texts()) == RECIPIENTS + 1, seconds=20)

    # At most what was on its way when the answer was given went before it.
    assert place - before <= WIDTH
    assert telegram.texts().count("通知") == RECIPIENTS


def is_said(telegram: Telegram, text: str) -> bool:
    """Whether somebody was told that."""
    return text in telegram.texts()


async def until_more(telegram: Telegram, number: int) -> None:
    """Wait until so many more messages have left."""
    gone = len(telegram.texts())
    await telegram.until(lambda: len(telegram.texts()) >= gone + number)


async def test_everybody_who_writes_beside_a_broadcast_is_answered_before_its_rest(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    decided: dict[str, int] = {}

    async def answer(connection: Connection, said: Said) -> Sequence[Answer]:
        decided[said.text] = len(telegram.texts())
        return await echo(connection, said)

    async with database.transaction() as connection:
        await broadcast(connection)
    budgets = Budgets(per_second=20, chat_per_second=20, chat_burst=5)
    questions = [f"question {n}" for n in range(5)]

    async with opened(database, telegram, texts, answer, budgets=budgets) as office:
        office.start()
        for n, question in enumerate(questions):
            await until_more(telegram, 3)
            telegram.updates.append(text_update(n + 1, question, 1001 + n))
            await telegram.until(partial(is_said, telegram, question))
        await telegram.until(lambda: len(telegram.texts()) == RECIPIENTS + len(questions), seconds=20)

    said = telegram.texts()
    overtaken_by = [said.index(question) - decided[question] for question in questions]
    assert max(overtaken_by) <= WIDTH + A_FEW
    assert [text for text in said if text != "通知"] == questions
    assert said.count("通知") == RECIPIENTS


@pytest.mark.parametrize("key", ["broadcast:7:1", "broadcast:7:99"])
def test_all_messages_of_a_broadcast_open_with_one_seal(key: str) -> None:
    sealed = SEAL.close(b"words", content_place(7))

    assert SEAL.open(sealed, outbox_place(key)) == "words"
