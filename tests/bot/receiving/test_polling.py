"""Polling: stored before confirmed, patient with the network, strict about the token."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.connecting.api import Api
from bot.connecting.errors import TokenRefused
from bot.receiving.intake import Intake, chat_of
from bot.receiving.polling import KINDS, Poller
from bot.words import Texts
from storage.engine.database import Database, StorageError
from tests.bot.post_office import now, opened
from tests.bot.scripted import Telegram, dropping, press_update, refusing, text_update


async def test_nothing_is_confirmed_before_it_is_stored(
    database: Database, telegram: Telegram, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.updates = [text_update(5, "房子漏雨")]
    full = asyncio.Event()

    async def store(self: Intake, updates: list[Any]) -> int | None:
        full.set()
        raise StorageError("database or disk is full")

    async with opened(database, telegram, texts) as office:
        with monkeypatch.context() as patch:
            patch.setattr(Intake, "store", store)
            office.start("poller")
            await asyncio.wait_for(full.wait(), 5)
            await asyncio.sleep(0.1)
            confirmed_while_full = telegram.confirmed
        await telegram.until(lambda: telegram.confirmed == 5)
        stored = await office.rows("SELECT update_id, chat_id FROM inbox")

    assert confirmed_while_full == 0
    assert stored == [{"update_id": 5, "chat_id": 1001}]


async def test_a_whole_poll_is_stored_at_once_and_asked_for_by_kind(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    seen: list[dict[str, Any]] = []
    telegram.surprise("getUpdates", seen.append)
    telegram.updates = [text_update(number, "水") for number in range(1, 101)]

    async with opened(database, telegram, texts) as office:
        office.start("poller")
        await telegram.until(lambda: telegram.confirmed == 100)
        stored = await office.rows("SELECT count(*) AS n FROM inbox WHERE state = 'waiting'")

    assert stored == [{"n": 100}]
    assert seen[0]["allowed_updates"] == list(KINDS)
    assert "offset" not in seen[0]


async def test_the_offset_is_dropped_once_everything_is_confirmed(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    # After a quiet week Telegram may count on from a lower number.
    async with opened(database, telegram, texts) as office:
        office.start("poller")
        telegram.updates = [text_update(900, "旧")]
        await telegram.until(lambda: telegram.confirmed == 900)
        telegram.updates = [text_update(12, "新")]

        await office.until("SELECT 1 AS yes FROM inbox WHERE update_id = 12")

    assert telegram.confirmed == 900


async def test_a_refused_token_ends_the_process_with_one_sentence(
    database: Database, telegram: Telegram, texts: Texts
) -> None:
    async with opened(database, telegram, texts) as office:
        stranger = Api(office.request, "4712:AAsomebody-elses-token-012345678901234", telegram.root)
        poller = Poller(stranger, office.intake, now, long_poll=0)

        with pytest.raises(TokenRefused, match=r"check BANGFU_BOT_TOKEN\.$") as refused:
            await asyncio.wait_for(poller.run(), 5)

    assert "4712:" not in str(refused.value)


@pytest.mark.parametrize(
    "trouble",
    [
        dropping(after=False),
        refusing(502, "Bad Gateway"),
        refusing(409, "Conflict: terminated by other getUpdates request"),
    ],
)
async def test_trouble_is_said_once_when_it_comes_and_once_when_it_is_over(
    database: Database, telegram: Telegram, texts: Texts, caplog: pytest.LogCaptureFixture, trouble: Any
) -> None:
    telegram.surprise("getUpdates", trouble, trouble)
    telegram.updates = [text_update(1, "房子漏雨")]

    with caplog.at_level(logging.INFO, "bot.receiving.polling"):
        async with opened(database, telegram, texts) as office:
            office.start("poller")
            await telegram.until(lambda: telegram.confirmed == 1)

    lines = [record.getMessage() for record in caplog.records if record.name == "bot.receiving.polling"]
    assert len(lines) == 2
    assert lines[0].startswith("trouble with='telegram'")
    assert lines[1] == "trouble over with='telegram' failures=2"


@pytest.mark.parametrize(
    ("update", "chat_id"),
    [
        (text_update(1, "水", 1005), 1005),
        (press_update(1, "m:home", 1006), 1006),
        ({"update_id": 1, "callback_query": {"from": {"id": 1007}}}, 1007),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5}, "from": {"id": 1}}}, -5),
        ({"update_id": 1, "message": "nonsense"}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "x"}}}, 0),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "message": {"chat": 5, "from": ["nobody"]}}, 0),
    ],
)
def test_the_chat_of_an_update_is_found_without_parsing_it(update: dict[str, Any], chat_id: int) -> None:
    assert chat_of(update) == chat_id
