"""SQLite: one writer taken in turn, readers beside it.

A statement of a transaction takes a few microseconds, and handing it to another thread took ten times as
long. So a transaction's statements run where they are called. What may wait for a disk or for another process
runs in the connection's own thread (aiosqlite): the commit, and everything that a reader does.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import cast

import aiosqlite

from storage.engine.database import Row, StorageError, Values
from storage.engine.named import stored
from storage.engine.reasons import reason_of
from storage.engine.trouble import passes

READERS = 2
_BUSY_SECONDS = 5.0
_SURE = "PRAGMA synchronous=FULL"
# After a power cut the file is whole, though as it was a moment earlier.
_HURRIED = "PRAGMA synchronous=NORMAL"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    _SURE,
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA busy_timeout=0",  # whoever waits for another process must let this one go on: see `_begin`
)
_READING_PRAGMAS = ("PRAGMA query_only=ON",)
# How many seconds of statements may go by before everybody else in the process has a turn.
_PATIENCE = 0.003


@dataclass(frozen=True, slots=True)
class Writer:
    """One connection: `here` for statements within a transaction, `aside` for the commit."""

    here: sqlite3.Connection
    aside: aiosqlite.Connection


class SqliteConnection:
    """The writing connection within its transaction; it is in autocommit mode, and savepoints are said."""

    dialect = "sqlite"

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._next_pause = monotonic() + _PATIENCE

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Run one statement and ignore its rows."""
        await self.fetch_all(sql, values)

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement once per row."""
        await self._give_way()
        if rows:
            self._raw.executemany(sql, [_bound(row) for row in rows])

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """All rows of a query, or of a statement with RETURNING."""
        await self._give_way()
        return cast("Sequence[Row]", self._raw.execute(sql, _bound(values)).fetchall())

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, if there is one."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is inside is undone alone when it raises; a lost transaction loses the whole batch."""
        self._raw.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            _require_transaction(self._raw)
            self._raw.execute("ROLLBACK TO step")
            self._raw.execute("RELEASE step")
            raise
        _require_transaction(self._raw)
        self._raw.execute("RELEASE step")

    async def _give_way(self) -> None:
        """Let others run now and then: a transaction may hold thousands of statements."""
        if monotonic() > self._next_pause:
            await asyncio.sleep(0)
            self._next_pause = monotonic() + _PATIENCE


class SqliteReader:
    """A connection that only reads. Its queries may be long, so each runs in the connection's thread."""

    dialect = "sqlite"

    def __init__(self, raw: aiosqlite.Connection) -> None:
        self._raw = raw

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Run one statement and ignore its rows."""
        await self.fetch_all(sql, values)

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement once per row."""
        for row in rows:
            await self.fetch_all(sql, row)

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """All rows of a query."""
        rows = await self._raw.execute_fetchall(sql, _bound(values))
        return cast("Sequence[Row]", rows)

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, if there is one."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Nothing is ever written here, so there is nothing to undo."""
        yield


class SqliteDatabase:
    """A database file, or a private one in memory."""

    dialect = "sqlite"

    def __init__(self, writer: Writer, readers: list[aiosqlite.Connection]) -> None:
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
                    yield SqliteConnection(self._writer.here)
            except sqlite3.Error as error:
                raise StorageError(str(error)) from error
            finally:
                self._writing = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteReader]:
        """A reader of its own; it never waits for the writer."""
        reader = await self._idle.get()
        try:
            yield SqliteReader(reader)
        except sqlite3.Error as error:
            if passes(error):
                raise StorageError(str(error)) from error
            raise
        finally:
            self._idle.put_nowait(reader)

    async def close(self) -> None:
        """Close the writer last, so that the write-ahead log is folded in."""
        for connection in (*self._readers, self._writer.aside):
            await connection.close()


@asynccontextmanager
async def _begun(writer: Writer) -> AsyncIterator[None]:
    here = writer.here
    await _begin(here)
    before = here.total_changes
    try:
        yield
        _require_transaction(here)
        if here.total_changes == before:
            here.execute("COMMIT")  # nothing to wait for
        else:
            await _finished(asyncio.ensure_future(writer.aside.execute_fetchall("COMMIT")))
    except BaseException:
        with suppress(sqlite3.Error):
            if here.in_transaction:
                here.execute("ROLLBACK")
        raise


async def _begin(raw: sqlite3.Connection) -> None:
    """Another process writes rarely and shortly; until it has finished, others here go on."""
    end, pause = monotonic() + _BUSY_SECONDS, 0.001
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.05)


async def _finished(commit: asyncio.Future[object]) -> None:
    """Wait for a commit, also when cancelled: nobody may begin while it runs in its thread."""
    cancelled = False
    while not commit.done():
        try:
            await asyncio.wait({commit})
        except asyncio.CancelledError:
            cancelled = True
    commit.result()
    if cancelled:
        raise asyncio.CancelledError


def _require_transaction(raw: sqlite3.Connection) -> None:
    """After a full disk SQLite has undone everything, and later statements would commit one by one."""
    if not raw.in_transaction:
        raise StorageError("The database gave up the transaction.")


def _bound(values: Values | None) -> dict[str, object]:
    if values is None:
        return {}
    return {name: stored(value) if type(value) is datetime else value for name, value in values.items()}


async def open_sqlite(path: str, *, hurried: bool = False) -> SqliteDatabase:
    """Open or create a database file; `hurried` does not wait for the disk at each commit.

    Raises StorageError with one sentence when that is not possible.
    """
    address = await asyncio.to_thread(_address, Path(path))
    try:
        here = _connect(address)
        pragmas = (*_PRAGMAS, _HURRIED) if hurried else _PRAGMAS
        writer = Writer(here, await _prepared(here, pragmas))
        readers = [await _prepared(_connect(f"{address}?mode=ro"), _READING_PRAGMAS) for _ in range(READERS)]
    except sqlite3.Error as error:
        raise StorageError(f"The database {path} cannot be opened: {reason_of(error) or error}.") from error
    return SqliteDatabase(writer, readers)


def _address(path: Path) -> str:
    """How SQLite is told of a file, whose folder is made; a folder may be called «50% #1»."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.absolute().as_uri()


def _connect(uri: str) -> sqlite3.Connection:
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, cached_statements=512, check_same_thread=False)
    raw.row_factory = sqlite3.Row
    return raw


async def _prepared(raw: sqlite3.Connection, pragmas: Sequence[str]) -> aiosqlite.Connection:
    """A thread for this connection, and its settings."""
    aside = await aiosqlite.Connection(lambda: raw, 64)
    try:
        for pragma in pragmas:
            await aside.execute_fetchall(pragma)
    except BaseException:
        await aside.close()  # its thread would keep the process alive
        raise
    return aside
