"""Whether an SQLite file is whole, looked at for no longer than somebody wants to wait."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Final

from storage.engine.backup import opened_for_reading

_CHECK: Final = "PRAGMA quick_check(1)"
_STEPS: Final = 10_000  # of SQLite's own machine between two looks at the clock: some milliseconds


class NotFinished(Exception):
    """Nothing wrong was seen until the time was up."""


def quick_check(path: Path, seconds: float) -> str:
    """«ok», or the first thing that is wrong with the file. Raises NotFinished, sqlite3.Error."""
    end = monotonic() + seconds
    with closing(opened_for_reading(path)) as connection:
        connection.set_progress_handler(lambda: int(monotonic() > end), _STEPS)
        try:
            (found,) = connection.execute(_CHECK).fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise NotFinished from None
            raise
    return str(found)
