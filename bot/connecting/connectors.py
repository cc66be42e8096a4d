"""Connections to the Bot API, directly or through a proxy. Whatever fails here, nothing was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import aiohttp
from telegram.error import NetworkError

from bot.connecting.proxy import Proxy

if TYPE_CHECKING:
    from aiohttp.tracing import Trace

# Shorter than the idle time after which servers hang up: a message must not meet a closing connection.
_IDLE_SECONDS = 15.0


class NotSent(NetworkError):
    """The connection was never made, so nothing can have been carried out."""


class SureConnector(aiohttp.TCPConnector):
    """Tells errors of connecting, a proxy's among them, from those after which a request may have arrived."""

    async def connect(
        self,
        req: aiohttp.ClientRequest,
        traces: Sequence[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the library's signature
    ) -> Any:
        """A connection, new or idle. Raises NotSent; the cause is cut off, it may name the password."""
        try:
            return await super().connect(req, list(traces), timeout)
        except (TimeoutError, asyncio.CancelledError):
            raise  # the session counts the time
        except Exception as error:  # noqa: BLE001 - proxies have errors of many families
            raise NotSent(_reason(error)) from None


def new_connector(proxy: Proxy | None, connections: int) -> aiohttp.TCPConnector:
    """The connector for a session; proxies that speak HTTP are named to the session itself."""
    if proxy is None or not proxy.is_socks:
        return SureConnector(limit=connections, keepalive_timeout=_IDLE_SECONDS)
    from bot.connecting.socks import SocksConnector  # noqa: PLC0415 - few have such a proxy

    return SocksConnector(
        host=proxy.host,
        port=proxy.port,
        username=proxy.login or None,
        password=proxy.password or None,
        rdns=True,  # where Telegram is blocked, its name is often answered falsely too
        limit=connections,
        keepalive_timeout=_IDLE_SECONDS,
    )


def http_proxy(proxy: Proxy | None) -> str | None:
    """What a session is told of a proxy that speaks HTTP."""
    return None if proxy is None or proxy.is_socks else proxy.address


def proxy_login(proxy: Proxy | None) -> dict[str, str]:
    """The header with which we are known to a proxy that speaks HTTP."""
    if proxy is None or proxy.is_socks or not proxy.login:
        return {}
    return {"Proxy-Authorization": aiohttp.encode_basic_auth(proxy.login, proxy.password)}


def _reason(error: Exception) -> str:
    """The kind of error and, of a proxy, its answer; never an address, which may hold the token."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"{name} {error.status}"
    code = getattr(error, "error_code", None)
    return f"{name} {code}" if isinstance(code, int) else name
