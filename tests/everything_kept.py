"""Everything that a database holds, opened: for tests that nothing is left of somebody's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.schema import metadata


def spied_on(monkeypatch: pytest.MonkeyPatch) -> Mapping[bytes, str]:
    """What was sealed from now on, by what it became; the sealing itself stays as it is."""
    sealed: dict[bytes, str] = {}
    close: Callable[[Seal, str | bytes, str], bytes] = Seal.close

    def remember(self: Seal, words: str | bytes, place: str) -> bytes:
        blob = close(self, words, place)
        sealed[blob] = words if isinstance(words, str) else words.decode(errors="replace")
        return blob

    monkeypatch.setattr(Seal, "close", remember)
    return sealed


async def everything_kept(database: Database, sealed: Mapping[bytes, str]) -> list[tuple[str, str]]:
    """Every value of every column, as `table.column` and words. A value sealed by nobody known fails."""
    found = []
    async with database.transaction() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.fetch_all(f"SELECT * FROM {table.name}"):
                for column in table.columns:
                    value = row[column.name]
                    opened = sealed[bytes(value)] if isinstance(value, bytes) else str(value)
                    found.append((f"{table.name}.{column.name}", opened))
    return found
