"""Which database errors are the database's own trouble and pass, and which are a mistake in a statement."""

from __future__ import annotations

import sqlite3

from storage.engine.database import StorageError

# Busy, locked, out of memory, read-only, input/output error, full, cannot open, protocol.
_PASSING_SQLITE = frozenset({5, 6, 7, 8, 10, 13, 14, 15})
# Connection lost, transaction rolled back (deadlock, serialization), resources, operator, system.
_PASSING_POSTGRES = ("08", "25", "40", "53", "57", "58")


def passes(error: BaseException) -> bool:
    """Whether the same work may succeed later: nothing is wrong with the work itself."""
    if isinstance(error, StorageError | ConnectionError):
        return True
    if isinstance(error, sqlite3.Error):
        # The extended code carries the primary one in its lowest byte.
        return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _PASSING_SQLITE
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_PASSING_POSTGRES)
    return type(error).__module__.startswith("asyncpg") and type(error).__name__ == "InterfaceError"
