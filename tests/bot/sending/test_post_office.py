"""From an update to its answer, on real databases and real HTTP."""

from __future__ import annotations

from bot.words import Texts
from storage.engine.database import Database
from tests.bot.post_office import opened
from tests.bot.scripted import Telegram, text_update


async def test_what_was_said_is_answered_in_order(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    telegram.updates = [text_update(number, f"第{number}句") for number in range(1, 21)]

    async with opened(database, telegram, texts) as office:
        office.start()
        await telegram.until(lambda: len(telegram.texts()) == 20)

    assert telegram.texts() == [f"第{number}句" for number in range(1, 21)]
