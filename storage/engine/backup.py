"""A whole copy of an SQLite database while somebody works with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.engine.database import StorageError
from storage.engine.whole_file import whole

_COPY: Final = "VACUUM INTO ?"
_CHECK: Final = "PRAGMA quick_check(1)"
_TABLES: Final = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"


def copy_sqlite(source: Path, target: Path) -> None:
    """Write a whole, checked copy to a file that must not exist yet, readable by its owner alone.

    Raises StorageError with one sentence; then there is no new file, and neither is there when the process is
    killed.
    """
    if not source.exists():
        raise StorageError(f"There is no database {source} to copy.")
    try:
        with whole(target) as part:
            write_copy(source, part)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"The backup could not be written: {error}.") from error


def write_copy(source: Path, part: Path) -> None:
    """Fill an empty file with the whole database and look at it again. Raises sqlite3.Error."""
    with closing(opened_for_reading(source)) as one:
        one.execute(_COPY, (str(part),))
    with closing(opened_for_reading(part, "immutable=1")) as other:
        require_whole(other)


def opened_for_reading(path: Path, more: str = "") -> sqlite3.Connection:
    """A connection that changes nothing."""
    address = f"{path.absolute().as_uri()}?mode=ro{'&' if more else ''}{more}"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def require_whole(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError unless it is whole and holds a desk's tables."""
    (found,) = connection.execute(_CHECK).fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"it is not whole, {found}")
    if connection.execute(_TABLES).fetchone() is None:
        raise sqlite3.DatabaseError("it holds no tables of a desk")
