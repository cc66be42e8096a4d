"""A card whose words were emptied is still a card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import Texts
from desk.domain.talk.messages import Message
from storage.engine.database import Database
from storage.mail.forgetting import purge_outbox
from tests.bot.post_office import now, opened
from tests.bot.scripted import Telegram, refusing
from tests.bot.sending.test_sender import ALL_SENT, said


@pytest.mark.parametrize("gone", [False, True], ids=["edited", "said anew"])
async def test_a_card_from_last_month_is_edited_as_one_of_today(
    database: Database, telegram: Telegram, texts: Texts, gone: bool
) -> None:
    async with opened(database, telegram, texts) as office:
        await office.say(said("card:1"))
        office.start("sender")
        await office.until(ALL_SENT)
        await purge_outbox(database, now() + timedelta(days=1))
        if gone:
            telegram.surprise("editMessageText", refusing(400, "Bad Request: message to edit not found"))

        await office.say(Message("card:1:2", 1001, "test.echo", {"text": "closed"}, edits="card:1"))
        await office.until(ALL_SENT)
        emptied = await office.rows("SELECT key FROM outbox WHERE length(arguments) = 0")

    assert [row["key"] for row in emptied] == ["card:1"]
    assert telegram.said("sendMessage" if gone else "editMessageText")[-1]["text"] == "closed"
