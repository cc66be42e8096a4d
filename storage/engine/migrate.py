"""Bringing a database to the newest schema. Blocking: call it before the loop runs, or in a thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from storage.engine.database import StorageError
from storage.engine.reasons import reason_of

if TYPE_CHECKING:  # imported late: a database that is up to date starts without them
    from sqlalchemy import Connection

FOLDER = Path(__file__).parents[1] / "migrations"
# Any number that nobody else uses for an advisory lock in this database.
_LOCK = 7_304_511_629


class DatabaseTooNew(StorageError):
    """The database was made by a newer program; starting would lose what that one keeps."""


@lru_cache(maxsize=1)
def revisions() -> tuple[str, ...]:
    """All steps in order, by the numbers of their files."""
    return tuple(sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*_*.py")))


def migrate(url: str) -> None:
    """Bring the database of `BANGFU_DATABASE_URL` to the newest schema.

    Raises DatabaseTooNew or StorageError with one sentence; then nothing was changed.
    """
    path = Path(url.removeprefix("sqlite:///"))
    try:
        if not url.startswith("sqlite:///"):
            asyncio.run(_migrate_postgres(url))
        elif _revision_of(path) != revisions()[-1]:
            _migrate_sqlite(path)
    except sqlite3.Error as error:
        raise StorageError(f"The database {path} cannot be opened: {_first_line(error)}.") from error
    except OSError as error:
        raise StorageError(f"The database cannot be opened: {_first_line(error)}.") from error


def _migrate_sqlite(path: Path) -> None:
    from sqlalchemy import create_engine, event  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(path, timeout=30, isolation_level=None)
    )
    # Python's driver would commit before each CREATE; said out loud, all steps are one transaction.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            _upgrade(connection)
            _check_links(connection)
    except DBAPIError as error:
        raise StorageError(
            f"The database {path} cannot be brought up to date: {_first_line(error)}."
        ) from error
    finally:
        engine.dispose()


async def _migrate_postgres(url: str) -> None:
    import asyncpg  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    # asyncpg reads the address itself, so that it means the same here as at run time.
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            # Of two replicas that start at once the second waits here and finds nothing to do.
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            await connection.run_sync(_upgrade)
    except (DBAPIError, asyncpg.PostgresError, ValueError) as error:
        raise StorageError(f"The database cannot be brought up to date: {_first_line(error)}.") from error
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    from storage.schema.triggers import GUARDS  # noqa: PLC0415

    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in revisions():
            raise DatabaseTooNew(
                f"The database was made by a newer version of this program (step {revision}; this one knows "
                f"{revisions()[-1]}): install that version, or put a backup back."
            )
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    command.upgrade(config, "head")
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _check_links(connection: Connection) -> None:
    """A table that was rebuilt must not have lost what others point at."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StorageError(f"After the migration a row of {broken[0]} points at nothing.")


def _revision_of(path: Path) -> str | None:
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return next(_versions(connection), None)


def _versions(connection: sqlite3.Connection) -> Iterator[str]:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        for (revision,) in connection.execute("SELECT version_num FROM alembic_version"):
            yield str(revision)


def _first_line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error) and (reason := reason_of(cause)):
        return reason
    return str(cause).partition("\n")[0].rstrip(".") or type(cause).__name__
