"""One process per database file, and one poller per bot."""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.connecting.errors import CannotStart
from storage.engine.database import Database
from storage.engine.reasons import reason_of

SQL_TRY_LOCK = {"postgresql": "SELECT pg_try_advisory_xact_lock(CAST(:bot_id AS bigint)) AS held"}
# A key of its own, for bot numbers are positive.
SQL_TRY_ALONE = {"postgresql": "SELECT pg_try_advisory_xact_lock(-CAST(:bot_id AS bigint)) AS held"}
SQL_BE_THERE = {"postgresql": "SELECT pg_advisory_xact_lock_shared(-CAST(:bot_id AS bigint))"}


class AlreadyRunning(Exception):
    """Another process has it; the message is one sentence for the operator."""


@contextmanager
def only_process(database: Path) -> Iterator[None]:
    """Hold the lock file beside a SQLite database. Raises AlreadyRunning, CannotStart.

    The lock dies with the process, whatever kills it; the file stays and means nothing by itself.
    """
    path = database.with_name(f"{database.name}.lock")
    handle = _opened(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
            raise AlreadyRunning(
                f"Another process (number {owner}) works with {database}: stop it first."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(
            f"The file {path} cannot be made or opened ({reason_of(error)}): "
            "name another folder in BANGFU_DATA_DIR or BANGFU_DATABASE_URL."
        ) from error


@asynccontextmanager
async def only_poller(database: Database, bot_id: int) -> AsyncIterator[bool]:
    """Whether this process may poll for this bot; held as long as the block runs.

    On SQLite the lock of the file has settled it. On PostgreSQL a transaction of its own holds the lock: the
    server gives it free when the process or its connection is gone.
    """
    if database.dialect != "postgresql":
        yield True
        return
    async with database.transaction() as connection:
        row = await connection.fetch_one(SQL_TRY_LOCK["postgresql"], {"bot_id": bot_id})
        yield bool(row is not None and row["held"])


@asynccontextmanager
async def present(database: Database, bot_id: int) -> AsyncIterator[bool]:
    """Whether no other process was there when the block began; others see this one as long as it runs.

    Who is alone knows that whatever is marked as on its way was left behind, and need not wait to be sure.
    """
    if database.dialect != "postgresql":
        yield True
        return
    async with database.transaction() as connection:
        row = await connection.fetch_one(SQL_TRY_ALONE["postgresql"], {"bot_id": bot_id})
    async with database.transaction() as connection:
        await connection.execute(SQL_BE_THERE["postgresql"], {"bot_id": bot_id})
        yield bool(row is not None and row["held"])
