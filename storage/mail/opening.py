"""A message on its way, opened: its personal part, and the file that is kept beside it."""

from __future__ import annotations

from dataclasses import replace

from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.mail.claims import Content, Ready, content_of
from storage.mail.uploads import kept


async def opened(database: Database, seal: Seal, row: Ready) -> Content:
    """A message with its file, if it has one. Raises UploadGone or SealError."""
    content = content_of(seal, row)
    if not content.upload:
        return content
    async with database.reading() as connection:
        return replace(content, file=await kept(connection, seal, (row.id, row.key)))
