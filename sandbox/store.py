"""Where the world is kept: nowhere (tests), or one SQLite file (`--state`)."""

import json
import sqlite3
from pathlib import Path

from sandbox.shapes import Json

_TABLES = """
CREATE TABLE IF NOT EXISTS docs (
    kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blobs (key TEXT PRIMARY KEY, body BLOB NOT NULL);
"""


class StateError(Exception):
    """The state file cannot be used; the text is one sentence for the person who started the sandbox."""


class Store:
    """Keeps nothing: a world that lives as long as its process."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    def put(self, kind: str, key: int | str, body: Json) -> None:
        """Remember a document; `body` is read when the change is committed, so later changes are included."""

    def drop(self, kind: str, key: int | str) -> None:
        """Forget a document."""

    def load(self, kind: str) -> dict[str, Json]:  # noqa: ARG002 - the interface of SqliteStore
        """All documents of a kind by key."""
        return {}

    def commit(self) -> None:
        """Make everything since the last commit safe against a kill."""

    def put_blob(self, key: str, body: bytes) -> None:
        """Keep the bytes of a file."""
        self._blobs[key] = body

    def blob(self, key: str) -> bytes:
        """Bytes of a file kept before; KeyError if there are none."""
        return self._blobs[key]

    def close(self) -> None:
        """Commit and let go of the file."""


class SqliteStore(Store):
    """Documents as JSON in SQLite: one small transaction per request that changed something."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._dirty: dict[tuple[str, str], Json | None] = {}
        self._db = _open(path)

    def put(self, kind: str, key: int | str, body: Json) -> None:
        """Remember a document at the next commit."""
        self._dirty[kind, str(key)] = body

    def drop(self, kind: str, key: int | str) -> None:
        """Forget a document at the next commit."""
        self._dirty[kind, str(key)] = None

    def load(self, kind: str) -> dict[str, Json]:
        """All documents of a kind by key."""
        rows = self._db.execute("SELECT key, body FROM docs WHERE kind = ?", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def commit(self) -> None:
        """Write what changed since the last commit, in one transaction; StateError when that fails."""
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, {}
        kept = [(kind, key, json.dumps(body)) for (kind, key), body in dirty.items() if body is not None]
        gone = [place for place, body in dirty.items() if body is None]
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany("INSERT OR REPLACE INTO docs VALUES (?, ?, ?)", kept)
                self._db.executemany("DELETE FROM docs WHERE kind = ? AND key = ?", gone)
        except sqlite3.Error as error:
            self._dirty = {**dirty, **self._dirty}  # the next commit takes it along
            raise StateError(f"Nothing can be kept in the state file: {error}.") from error

    def put_blob(self, key: str, body: bytes) -> None:
        """Keep the bytes of a file at once."""
        self._db.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (key, body))

    def blob(self, key: str) -> bytes:
        """Bytes of a file kept before; KeyError if there are none."""
        row: tuple[bytes] | None = self._db.execute("SELECT body FROM blobs WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return row[0]

    def close(self) -> None:
        """Commit and let go of the file."""
        self.commit()
        self._db.close()


def open_store(path: Path | None) -> Store:
    """A store on `path`, or one that forgets when there is no path. StateError if the file is unusable."""
    return Store() if path is None else SqliteStore(path)


def _open(path: Path) -> sqlite3.Connection:
    """A connection that holds the file alone: two sandboxes on one state would give the same id twice."""
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=1)
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives a killed process; only a power cut could take the last moments.
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_TABLES)
    except sqlite3.Error as error:
        raise StateError(f"The state file {path} cannot be used: {error}.") from error
    return db
