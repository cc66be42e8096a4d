"""SQLite through aiosqlite: one writer taken in turn, readers beside it.

Every call costs a hop to the connection's thread, so each statement is exactly one hop.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import aiosqlite

from storage.database import Row, StorageError, Values
from storage.named import stored

READERS = 2
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
)


class SqliteConnection:
    """One aiosqlite connection in autocommit mode; transactions are said out loud."""

    dialect = "sqlite"

    def __init__(self, raw: aiosqlite.Connection) -> None:
        self._raw = raw

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Run one statement and ignore its rows."""
        await self._raw.execute_fetchall(sql, _bound(values))

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement once per row."""
        if rows:
            await self._raw.executemany(sql, [_bound(row) for row in rows])

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """All rows of a query, or of a statement with RETURNING."""
        rows = await self._raw.execute_fetchall(sql, _bound(values))
        return cast("Sequence[Row]", rows)

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, if there is one."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is inside is undone alone when it raises; a lost transaction loses the whole batch."""
        await self._raw.execute_fetchall("SAVEPOINT step")
        try:
            yield
        except BaseException:
            _require_transaction(self._raw)
            await self._raw.execute_fetchall("ROLLBACK TO step")
            await self._raw.execute_fetchall("RELEASE step")
            raise
        _require_transaction(self._raw)
        await self._raw.execute_fetchall("RELEASE step")


class SqliteDatabase:
    """A database file, or a private one in memory."""

    dialect = "sqlite"

    def __init__(self, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self._writer = writer
        self._turn = asyncio.Lock()
        self._writing: asyncio.Task[object] | None = None
        self._idle: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._readers = readers
        for reader in readers:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteConnection]:
        """The one writer, in turn: first come, first served."""
        # The task is remembered, not the context: a task started in here may wait for its turn.
        if self._writing is asyncio.current_task():
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        async with self._turn:
            self._writing = asyncio.current_task()
            try:
                async with _begun(self._writer):
                    yield SqliteConnection(self._writer)
            except sqlite3.Error as error:
                raise StorageError(str(error)) from error
            finally:
                self._writing = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteConnection]:
        """A reader of its own; it never waits for the writer."""
        reader = await self._idle.get()
        try:
            yield SqliteConnection(reader)
        finally:
            self._idle.put_nowait(reader)

    async def close(self) -> None:
        """Close the writer last, so that the write-ahead log is folded in."""
        for connection in (*self._readers, self._writer):
            await connection.close()


@asynccontextmanager
async def _begun(raw: aiosqlite.Connection) -> AsyncIterator[None]:
    try:
        await raw.execute_fetchall("BEGIN IMMEDIATE")
        yield
        _require_transaction(raw)
        await asyncio.shield(raw.execute_fetchall("COMMIT"))
    except BaseException:
        # A cancelled statement still runs in its thread; the rollback queues behind it.
        with suppress(sqlite3.Error):
            await asyncio.shield(raw.execute_fetchall("ROLLBACK"))
        raise


def _require_transaction(raw: aiosqlite.Connection) -> None:
    """After a full disk SQLite has undone everything, and later statements would commit one by one."""
    if not raw.in_transaction:
        raise StorageError("The database gave up the transaction.")


def _bound(values: Values | None) -> dict[str, object]:
    return {} if values is None else {name: stored(value) for name, value in values.items()}


async def open_sqlite(path: str) -> SqliteDatabase:
    """Open or create a database file.

    Raises StorageError with one sentence when that is not possible.
    """
    await asyncio.to_thread(Path(path).parent.mkdir, parents=True, exist_ok=True)
    try:
        writer = await _connect(f"file:{path}", _PRAGMAS)
        readers = [
            await _connect(f"file:{path}?mode=ro", ("PRAGMA query_only=ON", "PRAGMA busy_timeout=5000"))
            for _ in range(READERS)
        ]
    except sqlite3.Error as error:
        raise StorageError(f"The database cannot be opened: {error}.") from error
    return SqliteDatabase(writer, readers)


async def _connect(uri: str, pragmas: Sequence[str]) -> aiosqlite.Connection:
    raw = await aiosqlite.connect(uri, uri=True, isolation_level=None, cached_statements=512)
    raw.row_factory = sqlite3.Row
    for pragma in pragmas:
        await raw.execute_fetchall(pragma)
    return raw
