"""Opening the database of an address: SQLite or PostgreSQL."""

from __future__ import annotations

from storage.engine.database import Database, StorageError


async def open_database(url: str, *, hurried: bool = False) -> Database:
    """Open `sqlite:///path` or `postgresql://…`; a `hurried` SQLite waits for no disk at commits.

    Raises StorageError with one sentence when the address is of neither kind or cannot be opened.
    """
    if url.startswith("sqlite:///"):
        from storage.engine.sqlite import open_sqlite  # noqa: PLC0415 - each database loads its own driver only

        return await open_sqlite(url.removeprefix("sqlite:///"), hurried=hurried)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.engine.postgres import open_postgres  # noqa: PLC0415

        return await open_postgres(url)
    raise StorageError("BANGFU_DATABASE_URL must begin with sqlite:/// or postgresql://.")
