"""The bytes of files that the desk made, sealed, as long as their message may still leave.

They are stored in the transaction that says the message. A trigger removes them in the one that ends it
(`storage/schema/triggers.py`), so that no statement about the outbox has to think of them.
"""

from __future__ import annotations

from typing import Final

from desk.domain.talk.uploads import Upload
from storage.engine.database import Connection
from storage.engine.seal import Seal

SQL_KEEP: Final = """
INSERT INTO uploads (outbox_id, kind, size, content) VALUES (:id, :kind, :size, :content)
"""
SQL_KEPT: Final = "SELECT content FROM uploads WHERE outbox_id = :id"


class UploadGone(LookupError):
    """A message has lost its file: it cannot be sent."""


async def keep(connection: Connection, seal: Seal, row: tuple[int, str], upload: Upload) -> None:
    """Store the bytes for the message with this number and stored key."""
    row_id, key = row
    values = {
        "id": row_id,
        "kind": upload.kind.value,
        "size": len(upload.content),
        "content": seal.close(upload.content, _place(key)),
    }
    await connection.execute(SQL_KEEP, values)


async def kept(connection: Connection, seal: Seal, row: tuple[int, str]) -> bytes:
    """The bytes of a message that is on its way. Raises UploadGone or SealError."""
    row_id, key = row
    found = await connection.fetch_one(SQL_KEPT, {"id": row_id})
    if found is None:
        raise UploadGone(row_id)
    return seal.open_bytes(found["content"], _place(key))


def _place(key: str) -> str:
    return f"uploads.content:{key}"
