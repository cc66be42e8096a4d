"""Files named in a case, fetched by durable rows and not by a task in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.engine.database import Connection
from storage.engine.rows import Rows

SQL_FETCH_LATER = """
INSERT INTO media (case_id, file_id, kind, state, attempts, not_before)
VALUES (:case_id, :file_id, :kind, 'waiting', 0, :now)
ON CONFLICT (case_id, file_id) DO NOTHING
"""
SQL_FIND_WAITING = """
SELECT id, case_id, file_id, kind, attempts, failing_since FROM media
WHERE state = 'waiting' AND not_before <= :now ORDER BY not_before, id LIMIT :limit
"""
SQL_MARK_FETCHED = "UPDATE media SET state = 'fetched', path = :path, error = NULL WHERE id = :id"
SQL_PUT_OFF = """
UPDATE media SET attempts = :attempts, failing_since = :failing_since, not_before = :until, error = :error
WHERE id = :id
"""
SQL_GIVE_UP = "UPDATE media SET state = 'failed', attempts = attempts + 1, error = :error WHERE id = :id"

SQL_FETCHED = "SELECT path FROM media WHERE state = 'fetched' AND path IS NOT NULL"


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """One file that is still to be fetched.

    `attempts` are tries to which Telegram answered; the first was `failing_since`, in seconds that the desk
    had been running.
    """

    id: int
    case_id: int
    file_id: str
    kind: str
    attempts: int
    failing_since: int | None = None


class MediaRows(Rows):
    """Files inside one transaction."""

    async def fetch_later(self, case_id: int, file_id: str, kind: str) -> None:
        """Ask for a file; asking twice is once."""
        values = {"case_id": case_id, "file_id": file_id, "kind": kind, "now": self._now}
        await self._connection.execute(SQL_FETCH_LATER, values)

    async def find_waiting(self, limit: int) -> Sequence[WaitingFile]:
        """Files whose time has come, longest waiting first."""
        rows = await self._connection.fetch_all(SQL_FIND_WAITING, {"now": self._now, "limit": limit})
        return [
            WaitingFile(
                row["id"], row["case_id"], row["file_id"], row["kind"], row["attempts"], row["failing_since"]
            )
            for row in rows
        ]

    async def mark_fetched(self, media_id: int, path: str) -> None:
        """The file lies at `path` now."""
        await self._connection.execute(SQL_MARK_FETCHED, {"id": media_id, "path": path})

    async def put_off(self, file: WaitingFile, until: datetime, error: str) -> None:
        """Try the file again at that moment, with its counts as they are now; `error` is not personal."""
        values = {"id": file.id, "attempts": file.attempts, "failing_since": file.failing_since}
        await self._connection.execute(SQL_PUT_OFF, {**values, "until": until, "error": error})

    async def give_up(self, media_id: int, error: str) -> None:
        """The file cannot be had; the row stays and says why."""
        await self._connection.execute(SQL_GIVE_UP, {"id": media_id, "error": error})


async def missing_files(connection: Connection, folder: Path) -> tuple[int, int]:
    """How many of the files that the rows name are not in the folder, and how many they name."""
    rows = await connection.fetch_all(SQL_FETCHED)
    return await asyncio.to_thread(_missing, [str(row["path"]) for row in rows], folder), len(rows)


def _missing(paths: Sequence[str], folder: Path) -> int:
    return sum(1 for path in paths if not (folder / path).is_file())
