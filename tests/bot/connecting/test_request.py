"""Requests through aiohttp: errors say what is known, and never the token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import TimedOut
from telegram.request import HTTPXRequest

from bot.connecting.api import Api
from bot.connecting.errors import Lost, Refused
from bot.connecting.request import AiohttpRequest, Client, NotSent, new_request
from desk.domain.talk.uploads import Upload
from tests.bot.scripted import TOKEN, Telegram, dropping, flooded, refusing


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(read_timeout=0.3)
    await request.initialize()
    yield request
    await request.shutdown()


async def test_the_librarys_own_bot_works_over_it(request_: AiohttpRequest, telegram: Telegram) -> None:
    async with Bot(TOKEN, base_url=f"{telegram.root}/bot", request=request_) as bot:
        message = await bot.send_message(1001, "您好")

    assert bot.username == "bangfu_bot"
    assert message.message_id == 101
    assert telegram.said("sendMessage") == [{"chat_id": 1001, "text": "您好"}]


async def test_files_are_sent_as_a_form(request_: AiohttpRequest, telegram: Telegram) -> None:
    async with Bot(TOKEN, base_url=f"{telegram.root}/bot", request=request_) as bot:
        await bot.send_document(1001, InputFile(b"rows", filename="台账.csv"), caption="台账")

    sent = telegram.said("sendDocument")[0]
    assert (sent["chat_id"], sent["caption"]) == ("1001", "台账")
    assert b"rows" in sent.values()


async def test_a_server_that_is_not_there_means_that_nothing_was_sent(request_: AiohttpRequest) -> None:
    with pytest.raises(NotSent) as missing:
        await request_.do_request(f"http://127.0.0.1:9/bot{TOKEN}/getMe", "GET")

    assert TOKEN not in str(missing.value)
    assert missing.value.__cause__ is None


async def test_an_answer_that_does_not_come_is_a_time_out(
    request_: AiohttpRequest, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(self: Telegram, parameters: dict[str, Any]) -> list[Any]:
        await asyncio.sleep(5)
        return []

    monkeypatch.setattr(Telegram, "_updates", never)

    with pytest.raises(TimedOut):
        await request_.do_request(f"{telegram.root}/bot{TOKEN}/getUpdates", "POST")


@pytest.mark.parametrize("backend", [AiohttpRequest, HTTPXRequest])
async def test_both_backends_tell_alike_what_became_of_a_call(backend: Any, telegram: Telegram) -> None:
    async with backend() as request:
        api = Api(request, TOKEN, telegram.root)
        telegram.surprise("sendMessage", flooded(7), refusing(403, "Forbidden: bot was blocked by the user"))
        telegram.surprise("sendMessage", dropping(after=True))

        with pytest.raises(Refused) as flood:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        with pytest.raises(Refused) as blocked:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        with pytest.raises(Lost) as dropped:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        with pytest.raises(Lost) as nobody:
            await Api(request, TOKEN, "http://127.0.0.1:9").call("getMe")

    assert (flood.value.code, flood.value.retry_after) == (429, 7)
    assert blocked.value.code == 403
    assert dropped.value.unsure
    assert not nobody.value.unsure
    assert TOKEN not in f"{api!r} {dropped.value} {nobody.value}"


@pytest.mark.parametrize("client", ["aiohttp", "httpx"])
async def test_both_clients_send_a_file_byte_for_byte(client: Client, telegram: Telegram) -> None:
    table = Upload("台账.xlsx", bytes(range(256)) * 10_000)
    async with new_request(client) as request:
        api = Api(request, TOKEN, telegram.root)
        await api.call("sendDocument", {"chat_id": 1001, "document": table, "caption": "台账"})

    [sent] = telegram.said("sendDocument")
    arrived = sent.pop("document") == table.content
    assert arrived  # the bytes are too many to be shown
    assert sent == {"chat_id": "1001", "caption": "台账"}


async def test_a_file_that_goes_nowhere_is_given_up_in_time_and_may_have_arrived(
    request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough, ended = asyncio.Event(), asyncio.Event()

    async def reads_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await enough.wait()
        writer.transport.abort()
        ended.set()

    monkeypatch.setattr("bot.connecting.api._SLOWEST", 1e9)
    server = await asyncio.start_server(reads_nothing, "127.0.0.1", 0, limit=1024)
    api = Api(request_, TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")

    with pytest.raises(Lost) as lost:
        await api.call("sendDocument", {"document": Upload("x", bytes(40_000_000))}, patience=0.1)

    assert lost.value.unsure
    enough.set()
    await ended.wait()
    server.close()
    await server.wait_closed()
