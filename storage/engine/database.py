"""One thin way to both databases: statements with `:name`, transactions, savepoints.

SQLite has one writing connection, taken in turn; PostgreSQL has a pool. Readers are separate and may be a
moment behind. Nothing may be sent to anybody while a transaction is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from storage.engine.reasons import reason_of

Row = Mapping[str, Any]
Values = Mapping[str, Any]


class StorageError(Exception):
    """The database could not do what was asked; nothing of the transaction was kept."""

    @property
    def reason(self) -> str:
        """Why, in a few fixed words that may stand in a log, such as «disk full»; empty when nobody knows."""
        return reason_of(self)


class Connection(Protocol):
    """Statements of one transaction, or of one reader."""

    dialect: str

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Run one statement and ignore its rows."""

    async def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """Run one statement once per row."""

    async def fetch_all(self, sql: str, values: Values | None = None) -> Sequence[Row]:
        """All rows of a query, or of a statement with RETURNING."""

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, if there is one."""

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What is inside is undone alone when it raises; savepoints may not be nested."""


class Database(Protocol):
    """A place where rows are kept."""

    dialect: str

    def transaction(self) -> AbstractAsyncContextManager[Connection]:
        """The writing connection: committed on leaving, rolled back on any exception."""

    def reading(self) -> AbstractAsyncContextManager[Connection]:
        """A connection that only reads; it sees what is committed."""

    async def close(self) -> None:
        """Close every connection."""
