"""PostgreSQL through asyncpg: a pool, transactions at READ COMMITTED, the same statements as SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg

from storage.engine.database import Row, StorageError, Values
from storage.engine.named import numbered, stored
from storage.engine.trouble import passes

POOL = 8


class PostgresConnection:
    """One connection taken from the pool."""

    dialect = "postgresql"

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Run one statement and ignore its rows."""
        text, names = numbered(sql)
        await self._raw.execute(text, *_bound(names, values))

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement once per row."""
        text, names = numbered(sql)
        await self._raw.executemany(text, [_bound(names, row) for row in rows])

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """All rows of a query, or of a statement with RETURNING."""
        text, names = numbered(sql)
        return cast("Sequence[Row]", await self._raw.fetch(text, *_bound(names, values)))

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, if there is one."""
        text, names = numbered(sql)
        return cast("Row | None", await self._raw.fetchrow(text, *_bound(names, values)))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What is inside is undone alone when it raises."""
        async with self._raw.transaction():
            yield


class PostgresDatabase:
    """A pool of connections to one database."""

    dialect = "postgresql"

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresConnection]:
        """A connection of its own, committed on leaving."""
        try:
            async with self._pool.acquire() as raw, raw.transaction():
                yield PostgresConnection(raw)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise StorageError(str(error)) from error

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[PostgresConnection]:
        """A connection that refuses to write."""
        try:
            async with self._pool.acquire() as raw, raw.transaction(readonly=True):
                yield PostgresConnection(raw)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            if passes(error) or isinstance(error, OSError):
                raise StorageError(str(error)) from error
            raise

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()


def _bound(names: tuple[str, ...], values: Values | None) -> list[Any]:
    return [stored((values or {})[name]) for name in names]


async def open_postgres(url: str) -> PostgresDatabase:
    """Open a pool.

    Raises StorageError with one sentence when the server cannot be reached or refuses.
    """
    try:
        pool = await asyncpg.create_pool(url, min_size=1, max_size=POOL, statement_cache_size=512)
    except (asyncpg.PostgresError, OSError, ValueError) as error:
        raise StorageError(f"PostgreSQL cannot be reached: {error}.") from error
    return PostgresDatabase(pool)
