"""Taking everything out of a database: for a demo that has to begin again. Blocking, like migrating."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

_SQLITE: Final = "sqlite:///"
_FILES: Final = ("", "-wal", "-shm", "-journal")


def empty_database(url: str) -> None:
    """Let there be nothing in it, as before the first start; nobody else may have it open."""
    if not url.startswith(_SQLITE):
        asyncio.run(_empty_postgres(url))
        return
    path = Path(url.removeprefix(_SQLITE))
    for end in _FILES:
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


async def _empty_postgres(url: str) -> None:
    """Drop what the migrations have made, and nothing that is somebody else's."""
    import asyncpg  # noqa: PLC0415 - each database loads its own driver only

    from storage.schema import metadata  # noqa: PLC0415

    tables = ", ".join(f'"{name}"' for name in (*metadata.tables, "alembic_version"))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"DROP TABLE IF EXISTS {tables} CASCADE")
        await connection.execute("DROP SEQUENCE IF EXISTS case_number_seq")  # no table owns it
    finally:
        await connection.close()
