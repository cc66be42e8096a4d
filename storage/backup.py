"""A whole copy of an SQLite database while somebody works with it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.database import StorageError

_COPY: Final = "VACUUM INTO ?"
_CHECK: Final = "PRAGMA quick_check(1)"


def copy_sqlite(source: Path, target: Path) -> None:
    """Write a whole copy to a file that must not exist yet, readable by its owner alone.

    Raises StorageError with one sentence; then there is no new file.
    """
    if not source.exists():
        raise StorageError(f"There is no database {source} to copy.")
    _reserve(target)
    try:
        _copy(source, target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error | OSError):
            raise StorageError(f"The backup could not be written: {error}.") from error
        raise


def _reserve(target: Path) -> None:
    """Whoever makes the file has it: nothing that is there is ever written over."""
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise StorageError(f"{target} exists already and is not written over: name another file.") from error
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}.") from error


def _copy(source: Path, target: Path) -> None:
    with closing(
        sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    ) as one:
        one.execute(_COPY, (str(target),))
    _store(target)
    with closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as other:
        (found,) = other.execute(_CHECK).fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is not whole, {found}")


def _store(target: Path) -> None:
    """SQLite leaves it to us to wait until the copy is on the disk."""
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
