"""Whether the index key of a key file is the one by which the rows of this database are found."""

from __future__ import annotations

import hmac
from typing import Final

from storage.engine.database import Connection, Row
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import Seal, SealError
from storage.people.phones import comparable
from storage.staff.rows import phone_place

INDEX_CANARY: Final = "canary_index"
_SONG: Final = "the rows can be found"
SQL_SOME_STAFF = "SELECT phone, phone_index FROM staff ORDER BY id LIMIT 5"


async def index_fits(connection: Connection, seal: Seal) -> bool:
    """Whether rows are found with this key; of a database that never noted it, some phones are looked up."""
    canary = await get_fact(connection, INDEX_CANARY)
    if canary is not None:
        return hmac.compare_digest(canary, seal.index(_SONG))
    rows = await connection.fetch_all(SQL_SOME_STAFF)
    return not rows or any(_found(row, seal) for row in rows)


async def note_index(connection: Connection, seal: Seal) -> None:
    """Remember the key of a database in which it was not noted yet."""
    if await get_fact(connection, INDEX_CANARY) is None:
        await set_fact(connection, INDEX_CANARY, seal.index(_SONG))


def _found(row: Row, seal: Seal) -> bool:
    """Whether a phone that is opened leads back to its row."""
    index = str(row["phone_index"])
    try:
        phone = seal.open(row["phone"], phone_place(index))
    except SealError:
        return False
    return hmac.compare_digest(index, seal.index(comparable(phone)))
