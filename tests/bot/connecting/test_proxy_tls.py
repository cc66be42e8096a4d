"""Encrypted, as Telegram is: the tunnel through the proxy is the only thing that the proxy sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvloop

from bot.connecting.api import Api
from bot.connecting.errors import Lost
from bot.connecting.proxy import read_proxy
from bot.connecting.request import new_request
from tests.bot.authority import Authority
from tests.bot.proxies import PASSWORD, ProxyServer, proxying
from tests.bot.scripted import TOKEN, Telegram, served

CLIENTS = pytest.mark.parametrize("client", ["aiohttp", "httpx"])
LOOPS = pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this process trusts."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", authority.client())
    return authority


@asynccontextmanager
async def reached(
    client: Any, proxy: ProxyServer, authority: Authority
) -> AsyncIterator[tuple[Telegram, Api]]:
    async with served() as telegram, authority.before(int(telegram.root.rpartition(":")[2])) as port:
        root = f"https://api.telegram.test:{port}"
        async with new_request(client, read_proxy(proxy.address())) as request:
            yield telegram, Api(request, TOKEN, root)


def run(loop: Callable[[], asyncio.AbstractEventLoop], story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(story)


@CLIENTS
@LOOPS
@pytest.mark.parametrize("scheme", ["http", "https", "socks5", "socks5h"])
def test_a_tunnel_carries_calls_and_shows_the_proxy_neither_token_nor_words(
    client: str, loop: Callable[[], asyncio.AbstractEventLoop], scheme: str, authority: Authority
) -> None:
    async def story() -> None:
        context = authority.server() if scheme == "https" else None
        async with (
            proxying(scheme, PASSWORD, context=context) as proxy,
            reached(client, proxy, authority) as (telegram, api),
        ):
            for text in ("您好", "再见"):
                await api.call("sendMessage", {"chat_id": 1001, "text": text})

        assert telegram.texts() == ["您好", "再见"]
        assert len(proxy.asked) == 1
        assert "api.telegram.test:" in proxy.asked[0]
        assert TOKEN.encode() not in b"".join(proxy.said)

    run(loop, story())


@CLIENTS
@pytest.mark.parametrize(("scheme", "refuses"), [("http", 502), ("http", 403), ("socks5h", 5)])
def test_a_tunnel_that_is_refused_means_that_nothing_was_sent(
    client: str, scheme: str, refuses: int, authority: Authority
) -> None:
    async def story() -> None:
        async with (
            proxying(scheme, refuses=refuses) as proxy,
            reached(client, proxy, authority) as (telegram, api),
        ):
            with pytest.raises(Lost) as lost:
                await api.call("sendMessage", {"chat_id": 1, "text": "x"})

        assert not lost.value.unsure
        assert telegram.calls == []

    run(asyncio.new_event_loop, story())


@CLIENTS
@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_a_wrong_login_at_a_tunnel_means_that_nothing_was_sent(
    client: str, scheme: str, authority: Authority
) -> None:
    async def story() -> None:
        async with proxying(scheme, PASSWORD) as proxy:
            right, proxy.password = proxy.password, "wrong-secret"
            async with reached(client, proxy, authority) as (telegram, api):
                proxy.password = right
                with pytest.raises(Lost) as lost:
                    await api.call("getMe")

        assert not lost.value.unsure
        assert telegram.calls == []
        assert "wrong-secret" not in repr(lost.value)

    run(asyncio.new_event_loop, story())


@CLIENTS
@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_somebody_else_at_the_end_of_the_tunnel_hears_nothing(
    client: str, scheme: str, authority: Authority, tmp_path: Path
) -> None:
    (folder := tmp_path / "other").mkdir()

    async def story() -> None:
        async with (
            proxying(scheme) as proxy,
            reached(client, proxy, Authority(folder)) as (telegram, api),
        ):
            with pytest.raises(Lost) as lost:
                await api.call("getMe")

        assert not lost.value.unsure
        assert telegram.calls == []

    run(asyncio.new_event_loop, story())
