"""Requests to the Bot API through aiohttp: a small part of the processor time of the library's default."""

from __future__ import annotations

import ssl
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, cast

import aiohttp
import httpx
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.connecting.connectors import NotSent, http_proxy, new_connector, proxy_login
from bot.connecting.proxy import Proxy

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

CONNECTIONS = 64
Client = Literal["aiohttp", "httpx"]
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 15.0
_JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """The library's way to the network, on one aiohttp session.

    No error that leaves here names the address, because the address holds the bot token.
    """

    def __init__(
        self,
        connections: int = CONNECTIONS,
        read_timeout: float = _READ_SECONDS,
        proxy: Proxy | None = None,
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._login = proxy_login(proxy)
        self._read_timeout = read_timeout
        self._timeout = _timeout(_CONNECT_SECONDS, read_timeout)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer when the caller says nothing."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=new_connector(self._proxy, self._connections),
                proxy=http_proxy(self._proxy),
                trust_env=False,  # bot.connecting.proxy has read the environment
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),  # the Bot API has none, and looking costs at each call
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has no such limit
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - part of connecting
    ) -> tuple[int, bytes]:
        """Send one request and return status and body.

        Raises NotSent, TimedOut, or NetworkError when it is not known what happened.
        """
        if self._session is None:
            raise NotSent("The request backend is not initialized.")
        timeout = self._timeout
        if read_timeout is not self.DEFAULT_NONE or connect_timeout is not self.DEFAULT_NONE:
            timeout = _timeout(
                _seconds(connect_timeout, _CONNECT_SECONDS), _seconds(read_timeout, self._read_timeout)
            )
        content = _content(request_data)
        if self._login:
            content = _with_login(content, url, self._login)
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **content
            ) as answer:
                return answer.status, await answer.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def new_request(client: Client, proxy: Proxy | None = None) -> BaseRequest:
    """The way to the network that the operator chose; open it with `async with`."""
    return AiohttpRequest(proxy=proxy) if client == "aiohttp" else _httpx_request(proxy)


def _httpx_request(proxy: Proxy | None) -> HTTPXRequest:
    """The library's own way, which reads neither proxies of the environment nor authorities of its own."""
    trusted = ssl.create_default_context()
    login = (proxy.login, proxy.password) if proxy and proxy.login else None
    context = trusted if proxy and proxy.scheme == "https" else None
    through = httpx.Proxy(proxy.address, auth=login, ssl_context=context) if proxy else None
    return HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        proxy=through,
        httpx_kwargs={"trust_env": False, "verify": trusted},
    )


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else cast("float | None", given)


def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _content(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if data.contains_files:
        return {"data": _form(data)}
    return {"data": orjson.dumps(data.parameters), "headers": _JSON}


def _with_login(content: dict[str, Any], url: str, login: dict[str, str]) -> dict[str, Any]:
    """What is encrypted goes through a tunnel, and only its opening is the proxy's to read."""
    if url.startswith("https:"):
        return {**content, "proxy_headers": login}
    return {**content, "headers": {**content.get("headers", {}), **login}}


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, part in data.multipart_data.items():
        filename, content, kind = cast("tuple[str, Any, str]", part)
        # Bytes would be written in one piece, which keeps everybody waiting; a file is read bit by bit.
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=kind)
    return form
