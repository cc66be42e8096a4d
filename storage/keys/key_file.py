"""The key file: made once, readable by its owner alone, kept apart from the database."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage.engine.database import Connection
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import KEY_BYTES, Seal, SealError
from storage.engine.whole_file import whole
from storage.keys.key_index import index_fits, note_index

CANARY = "canary"
_SONG = "the words can be read"
_PLACE = "facts.canary"


class KeyFileError(Exception):
    """The key file cannot be used; the message is one sentence for the operator."""


def load_seal(path: Path) -> Seal:
    """The seal of an existing key file. Raises KeyFileError."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return _seal_from(written)
    except FileNotFoundError as error:
        raise KeyFileError(f"The key file {path} is missing.") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        # The cause may quote the file, so it is not shown.
        raise KeyFileError(f"The key file {path} cannot be read as a key file.") from error


def create_keys(path: Path, random: Callable[[int], bytes] = os.urandom) -> Seal:
    """Make a new key file. Raises KeyFileError when there is one: keys are never overwritten."""
    written = {
        "writing": 1,
        "keys": {"1": _text(random(KEY_BYTES))},
        "index": _text(random(KEY_BYTES)),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise KeyFileError(f"The key file {path} exists already and is not overwritten.")
    with whole(path) as part:  # half a key file would bar every later start
        part.write_text(json.dumps(written, indent=1), encoding="utf-8")
    return _seal_from(written)


async def unlock(connection: Connection, path: Path) -> Seal:
    """The seal for this database, which must be migrated; the connection must be a writing one.

    The key file is created when neither it nor anything sealed exists. Raises KeyFileError when the database
    was sealed with keys that the file does not hold.
    """
    canary = await get_fact(connection, CANARY)
    if canary is None:
        seal = _first_seal(path)
        await set_fact(connection, CANARY, seal.close(_SONG, _PLACE).hex())
    else:
        seal = await _fitting(connection, canary, path)
    await note_index(connection, seal)
    return seal


async def open_seal(connection: Connection, path: Path) -> Seal:
    """As `unlock`, on a connection that only reads: nothing is made, nothing noted."""
    canary = await get_fact(connection, CANARY)
    return load_seal(path) if canary is None else await _fitting(connection, canary, path)


async def check_keys(connection: Connection, path: Path) -> None:
    """Raise KeyFileError unless the key file opens this database, which must be migrated. Writes nothing."""
    canary = await get_fact(connection, CANARY)
    if canary is not None:
        await _fitting(connection, canary, path)


def _first_seal(path: Path) -> Seal:
    # The file may be there without a canary: killed between the two, or a fresh database with old keys.
    return load_seal(path) if path.exists() else create_keys(path)


async def _fitting(connection: Connection, canary: str, path: Path) -> Seal:
    """The seal of the key file, if it opens this database and finds its rows."""
    seal = _reopened(canary, path)
    if not await index_fits(connection, seal):
        raise KeyFileError(
            f"The key file {path} does not belong to this database: its index key is another one, "
            "and nobody would be found by their number any more."
        )
    return seal


def _reopened(canary: str, path: Path) -> Seal:
    if not path.exists():
        raise KeyFileError(f"The database holds sealed words but its key file {path} is missing.")
    seal = load_seal(path)
    try:
        seal.open(bytes.fromhex(canary), _PLACE)
    except (SealError, ValueError) as error:
        raise KeyFileError(f"The key file {path} does not belong to this database.") from error
    return seal


def _seal_from(written: dict[str, Any]) -> Seal:
    keys = {int(number): _bytes(key) for number, key in written["keys"].items()}
    return Seal(keys, int(written["writing"]), _bytes(written["index"]))


def _bytes(key: str) -> bytes:
    raw = base64.b64decode(key, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return raw


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
