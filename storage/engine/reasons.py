"""Why a disk or a database would not, in fixed words: what libraries say may quote people's own words."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from typing import Final

FULL: Final = "disk full"
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "locked by another process",
    sqlite3.SQLITE_LOCKED: "locked by another process",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_IOERR: "input/output error",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_NOTADB: "not a database",
}
# The longest beginning of an SQLSTATE that is known.
_POSTGRES: Final = {
    "53100": FULL,
    "53200": "out of memory",
    "53300": "too many connections",
    "53": "out of resources",
    "25006": "read-only",
    "28": "the server does not let this user in",
    "3D000": "there is no such database",
    "40": "rolled back beside another process",
    "57": "the server is stopping or starting",
    "08": "connection lost",
    "58": "input/output error at the server",
}
_SYSTEM: Final = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: "read-only file system"}


def reason_of(error: BaseException) -> str:
    """The first reason that is known, of this error or of what caused it; empty when there is none."""
    for each in _with_causes(error):
        reason = _of_sqlite(each) or _of_postgres(each) or _of_system(each)
        if reason:
            return reason
    return ""


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _of_sqlite(error: BaseException) -> str:
    # The extended code carries the primary one in its lowest byte.
    code = getattr(error, "sqlite_errorcode", None) if isinstance(error, sqlite3.Error) else None
    return "" if code is None else _SQLITE.get(code & 0xFF, "")


def _of_postgres(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        return ""
    return next((_POSTGRES[state[:size]] for size in (5, 2) if state[:size] in _POSTGRES), "")


def _of_system(error: BaseException) -> str:
    if not isinstance(error, OSError) or not error.errno:
        return ""
    return _SYSTEM.get(error.errno) or os.strerror(error.errno).lower()
