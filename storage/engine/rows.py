"""What repositories stand on: the connection of one transaction, the seal, and the moment it began.

Opening a unit of work makes none of them. Each is made when it is first asked for (lazy initialisation), and
is an ordinary attribute from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from storage.engine.database import Connection, StorageError
from storage.engine.seal import Seal

R = TypeVar("R", bound="Rows")


class Rows:
    """Rows inside one transaction, at one moment."""

    def __init__(self, connection: Connection, seal: Seal, now: datetime) -> None:
        self._connection, self._seal, self._now = connection, seal, now

    def beside(self, kind: type[R]) -> R:
        """Other rows inside the same transaction."""
        return kind(self._connection, self._seal, self._now)

    async def _add(self, sql: str, values: Mapping[str, object]) -> int:
        """The id of a new row. Raises StorageError where the statement stored none."""
        row = await self._connection.fetch_one(sql, values)
        if row is None:
            raise StorageError(f"{type(self).__name__} stored nothing.")
        return int(row["id"])


class Lazy(Generic[R]):
    """An attribute of `Rows`: other rows of the same transaction, made when somebody asks for them."""

    def __init__(self, kind: type[R]) -> None:
        self._kind = kind

    def __set_name__(self, _owner: type[Rows], name: str) -> None:
        self._name = name

    def __get__(self, rows: Rows, _owner: type[Rows]) -> R:
        made = rows.__dict__[self._name] = rows.beside(self._kind)
        return made
