"""A backup takes the place of an SQLite database: looked at before, and never without a way back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from storage.engine.backup import write_copy
from storage.engine.database import StorageError
from storage.engine.migrate import migrate
from storage.engine.whole_file import sync

_BESIDE: Final = ("-wal", "-shm", "-journal")


def prepare(source: Path, part: Path, database: Path) -> None:
    """Fill a file with the backup, whole and of this version. Raises StorageError with one sentence."""
    if not source.is_file():
        raise StorageError(f"There is no backup {source}.")
    if database.exists() and source.samefile(database):
        raise StorageError(f"{source} is the database itself: name a backup of it.")
    if _beside(source, "-journal").exists():
        raise StorageError(f"{source} was cut off while it was written: {source}-journal says so.")
    try:
        write_copy(source, part)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"{source} cannot be restored: {error}.") from error
    migrate(f"sqlite:///{part}")


def put_in_place(part: Path, database: Path, aside: Path) -> bool:
    """Let the file be the database from now on; False when there was none before.

    The old one and what belongs to it get the other name. Killed at any moment, it leaves the old database or
    the new one. Raises StorageError.
    """
    sync(part)
    if not database.exists():
        _remove_strays(database)
        part.rename(database)
        sync(database.parent)
        return False
    _fold_in(database)
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            _beside(database, ending).rename(_beside(aside, ending))
    _name_also(database, aside)
    part.replace(database)
    sync(database.parent)
    return True


def _fold_in(database: Path) -> None:
    """What the last writer left in its log goes into the file; a damaged file keeps its log beside it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _name_also(database: Path, aside: Path) -> None:
    if aside.exists():
        if aside.samefile(database):  # killed right after this
            return
        raise StorageError(f"{aside} exists already: try again in a second.")
    try:
        os.link(database, aside)
    except OSError:  # a file system that knows no second names: for a moment there is no database
        database.rename(aside)


def _remove_strays(database: Path) -> None:
    """A log without its database would be taken for the new one's."""
    for ending in _BESIDE:
        _beside(database, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")
