"""The webhook: strangers out, updates in, 200 only for what is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest

from bot.connecting.errors import CannotStart
from bot.receiving.intake import Intake
from bot.receiving.webhook import Gate, WebhookServer
from bot.words import Texts
from storage.engine.database import Database, StorageError
from tests.bot.post_office import PostOffice, opened
from tests.bot.scripted import Drop, Telegram, flooded, refusing, text_update

SECRET = "a-secret-of-sixteen-letters"


@pytest.fixture
async def office(database: Database, telegram: Telegram, texts: Texts) -> AsyncIterator[PostOffice]:
    async with opened(database, telegram, texts) as office:
        yield office


def server_of(office: PostOffice, port: int = 0) -> WebhookServer:
    return WebhookServer(office.api, office.intake, Gate("https://desk.example/in/x7Rw", SECRET, port=port))


async def post(office: PostOffice, body: bytes, secret: str = SECRET, path: str = "/in/x7Rw") -> int:
    """What a webhook server answers to one call."""
    server = server_of(office)
    port = await server.start()
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                f"http://127.0.0.1:{port}{path}",
                data=body,
                headers={"X-Telegram-Bot-Api-Secret-Token": secret},
            ) as answer,
        ):
            return answer.status
    finally:
        await server.stop()


async def test_an_update_is_stored_before_it_is_acknowledged(office: PostOffice, telegram: Telegram) -> None:
    status = await post(office, orjson.dumps(text_update(3, "房子漏雨")))

    stored = await office.rows("SELECT update_id, state FROM inbox")
    assert status == 200
    assert stored == [{"update_id": 3, "state": "waiting"}]
    assert telegram.said("setWebhook")[0]["secret_token"] == SECRET


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "密"])
async def test_a_stranger_is_turned_away(office: PostOffice, secret: str) -> None:
    status = await post(office, orjson.dumps(text_update(3, "房子漏雨")), secret)

    assert status == 403
    assert await office.rows("SELECT 1 AS yes FROM inbox") == []


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[]", 400), (b"{}", 400)])
async def test_what_is_no_update_is_refused(office: PostOffice, body: bytes, status: int) -> None:
    assert await post(office, body) == status


async def test_another_path_is_not_there(office: PostOffice) -> None:
    assert await post(office, b"{}", path="/in/guess") == 404


async def test_telegram_is_asked_to_come_again_when_storing_fails(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def store(self: Intake, updates: list[Any]) -> int | None:
        raise StorageError("database or disk is full")

    monkeypatch.setattr(Intake, "store", store)

    assert await post(office, orjson.dumps(text_update(3, "房子漏雨"))) == 500


async def test_where_waiting_helps_telegram_is_asked_for_the_webhook_again(
    office: PostOffice, telegram: Telegram
) -> None:
    telegram.surprise("setWebhook", flooded(1), lambda _: Drop(after=False), refusing(502, "Bad Gateway"))
    server = server_of(office)

    await server.start()
    await server.stop()

    assert [call["secret_token"] for call in telegram.said("setWebhook")] == [SECRET]


@pytest.mark.parametrize(("code", "why"), [(400, "Bad Request: bad webhook"), (403, "Forbidden")])
async def test_an_address_that_telegram_refuses_for_good_is_one_sentence(
    office: PostOffice, telegram: Telegram, code: int, why: str
) -> None:
    telegram.surprise("setWebhook", refusing(code, why))
    server = server_of(office)

    with pytest.raises(CannotStart, match=rf"\({why}\): check BANGFU_WEBHOOK_URL"):
        await server.start()

    await server.stop()


async def test_a_port_that_somebody_listens_on_is_one_sentence(office: PostOffice) -> None:
    first = server_of(office)
    port = await first.start()
    second = server_of(office, port)

    with pytest.raises(CannotStart, match=rf"127\.0\.0\.1:{port} .*BANGFU_WEBHOOK_PORT"):
        await second.start()

    await second.stop()
    await first.stop()
