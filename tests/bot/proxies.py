"""Proxies on the loopback, one of HTTP and one of SOCKS5, that know names which nobody else knows."""

from __future__ import annotations

import asyncio
import base64
import gc
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

LOGIN, PASSWORD = "desk", "hunter2:@#/%"
SOCKS_DOMAIN = 3
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class ProxyServer:
    """What was asked of it. `refuses` answers every request so: a status of HTTP, a reply of SOCKS."""

    scheme: str
    password: str = ""
    refuses: int = 0
    port: int = 0
    asked: list[str] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)

    def address(self, password: str | None = None) -> str:
        given = self.password if password is None else password
        login = f"{LOGIN}:{quote(given, safe='')}@" if given else ""
        return f"{self.scheme}://{login}127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._socks if self.scheme.startswith("socks") else self._http
        with suppress(OSError, asyncio.IncompleteReadError):
            await task(reader, writer)
        await _closed(writer)

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.said.append(head)
        method, target, _ = head.partition(b"\r\n")[0].decode().split(" ")
        self.asked.append(f"{method} {target}")
        known = base64.b64encode(f"{LOGIN}:{self.password}".encode())
        if self.password and b"Basic " + known not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif self.refuses:
            writer.write(b"HTTP/1.1 %d Refused\r\nContent-Length: 0\r\n\r\n" % self.refuses)
        elif method == "CONNECT":
            there = await _there(int(target.rpartition(":")[2]))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await joined((reader, writer), there)
        else:
            parts = urlsplit(target)
            there = await _there(parts.port or 80)
            there[1].write(head.replace(target.encode(), parts.path.encode(), 1))
            await joined((reader, writer), there)
        await writer.drain()

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(2))[1])
        wanted = 2 if self.password else 0
        writer.write(bytes([5, wanted if wanted in methods else 0xFF]))
        if self.password and not await self._knows(reader, writer):
            return
        kind = (await reader.readexactly(4))[3]
        length = (await reader.readexactly(1))[0] if kind == SOCKS_DOMAIN else 4
        host = await reader.readexactly(length)
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host.decode() if kind == SOCKS_DOMAIN else 'an address'}:{port}")
        writer.write(bytes([5, self.refuses, 0, 1, 0, 0, 0, 0, 0, 0]))
        await writer.drain()
        if not self.refuses:
            await joined((reader, writer), await _there(port))

    async def _knows(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        login = await reader.readexactly((await reader.readexactly(2))[1])
        password = await reader.readexactly((await reader.readexactly(1))[0])
        known = (login.decode(), password.decode()) == (LOGIN, self.password)
        writer.write(bytes([1, 0 if known else 1]))
        await writer.drain()
        return known


async def _there(port: int) -> Streams:
    """Every name leads to this machine."""
    return await asyncio.open_connection("127.0.0.1", port)


async def joined(one: Streams, other: Streams) -> None:
    """Pour what each says into the other, until both have ended."""

    async def pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await source.read(65536):
                target.write(part)
                await target.drain()
        target.close()

    try:
        await asyncio.gather(pour(one[0], other[1]), pour(other[0], one[1]))
    finally:
        await _closed(other[1])


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


@asynccontextmanager
async def proxying(
    scheme: str, password: str = "", refuses: int = 0, context: ssl.SSLContext | None = None
) -> AsyncIterator[ProxyServer]:
    """A running proxy."""
    proxy = ProxyServer(scheme, password, refuses)
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await proxy.serve(reader, writer)
        finally:
            serving.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        _, late = await asyncio.wait(serving, timeout=0.5) if serving else ((), ())
        for task in late:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        with warnings.catch_warnings():
            # httpx leaves a connection that a SOCKS proxy refused to whoever collects it.
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
