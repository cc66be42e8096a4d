"""A connection that remembers what was asked of it: every statement on the hot path costs everybody."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from storage.engine.database import Connection, Row, Values


class Counting:
    """Passes everything on; `asked` holds the beginning of each statement, in order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect
        self.asked: list[str] = []

    async def execute(self, sql: str, values: Values | None = None) -> None:
        self._note(sql)
        await self._connection.execute(sql, values)

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        if rows:
            self._note(sql)
        await self._connection.execute_many(sql, rows)

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        self._note(sql)
        return await self._connection.fetch_all(sql, values)

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        self._note(sql)
        return await self._connection.fetch_one(sql, values)

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        return self._connection.savepoint()

    def _note(self, sql: str) -> None:
        words: list[Any] = sql.split()
        verb = words[0]
        at = {"SELECT": "FROM", "INSERT": "INTO", "DELETE": "FROM", "WITH": "INTO"}.get(verb)
        self.asked.append(f"{verb} {words[words.index(at) + 1] if at else words[1]}")
