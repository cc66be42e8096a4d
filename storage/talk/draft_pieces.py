"""The stories of half-finished forms: a row for each piece, sealed under its chat.

A story may be long, so a piece is added alone, however many there are, and the newest are read without the
others. How long a story may get stands in `desk.domain.talk.stories`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import orjson

from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import same_message, size_of
from storage.engine.database import Row
from storage.engine.rows import Rows

Piece = dict[str, Json]
# The same piece may be stored twice by one turn, and then lies where it lay.
SQL_KEEP = """
INSERT INTO draft_pieces (chat_id, position, message_id, characters, body)
VALUES (:chat_id, :position, :message_id, :characters, :body)
ON CONFLICT (chat_id, position) DO UPDATE
SET message_id = excluded.message_id, characters = excluded.characters, body = excluded.body
"""
SQL_OF_DRAFT = """
SELECT position, body FROM draft_pieces WHERE chat_id = :chat_id AND position > :after
ORDER BY position LIMIT :limit
"""
SQL_NEWEST = """
SELECT position, body FROM draft_pieces WHERE chat_id = :chat_id ORDER BY position DESC LIMIT :limit
"""
SQL_OF_MESSAGE = """
SELECT position, characters, body FROM draft_pieces WHERE chat_id = :chat_id AND message_id = :message_id
"""
SQL_FORGET = "DELETE FROM draft_pieces WHERE chat_id = :chat_id"
NEWEST: Final = 5
_A_PART: Final = 100  # pieces that are opened at once


class DraftPieceRows(Rows):
    """Pieces inside one transaction."""

    async def keep(self, draft: Draft) -> None:
        """Store what is fresh of the story, behind what is there."""
        if draft.fresh:
            await self._connection.execute_many(
                SQL_KEEP, [self._values(draft.chat_id, at, piece) for at, piece in _placed(draft)]
            )

    async def all(self, draft: Draft) -> Sequence[Piece]:
        """The whole story, in the order said; others have a turn between its parts."""
        if draft.pieces == len(draft.fresh):
            return draft.fresh
        stored: dict[int, Piece] = {}
        values = {"chat_id": draft.chat_id, "after": 0, "limit": _A_PART}
        while rows := await self._connection.fetch_all(SQL_OF_DRAFT, values):
            stored |= self._opened(draft.chat_id, rows)
            values["after"] = rows[-1]["position"]
            if len(rows) < _A_PART:
                break
        return _joined(draft, stored)

    async def newest(self, draft: Draft) -> Sequence[Piece]:
        """The last pieces of the story, in the order said."""
        if draft.pieces == len(draft.fresh):
            return draft.fresh[-NEWEST:]
        rows = await self._connection.fetch_all(SQL_NEWEST, {"chat_id": draft.chat_id, "limit": NEWEST})
        return _joined(draft, self._opened(draft.chat_id, rows))[-NEWEST:]

    async def find(self, draft: Draft, message_id: int) -> Piece | None:
        """What a message said; None when it is not part of this story."""
        fresh = next((piece for piece in draft.fresh if piece.get("message_id") == message_id), None)
        values = {"chat_id": draft.chat_id, "message_id": message_id}
        row = None if fresh else await self._connection.fetch_one(SQL_OF_MESSAGE, values)
        return fresh if row is None else self._opened(draft.chat_id, [row])[row["position"]]

    async def replace(self, draft: Draft, piece: Piece) -> int | None:
        """Put the words of an edited message in the place of the old ones.

        Returns by how many characters the story grew; None when that message is not part of it.
        """
        where = {"chat_id": draft.chat_id, "message_id": piece.get("message_id") or 0}
        row = await self._connection.fetch_one(SQL_OF_MESSAGE, where) if where["message_id"] else None
        if row is None:
            return None
        await self._connection.execute(SQL_KEEP, self._values(draft.chat_id, row["position"], piece))
        return size_of(piece) - int(row["characters"])

    async def forget(self, chat_id: int) -> None:
        """Another story begins in this chat."""
        await self._connection.execute(SQL_FORGET, {"chat_id": chat_id})

    def _values(self, chat_id: int, position: int, piece: Piece) -> dict[str, object]:
        return {
            "chat_id": chat_id,
            "position": position,
            "message_id": piece.get("message_id") or 0,
            "characters": size_of(piece),
            "body": self._seal.close(orjson.dumps(piece), _place(chat_id)),
        }

    def _opened(self, chat_id: int, rows: Sequence[Row]) -> dict[int, Piece]:
        place = _place(chat_id)
        return {row["position"]: orjson.loads(self._seal.open_bytes(row["body"], place)) for row in rows}


def _joined(draft: Draft, stored: Mapping[int, Piece]) -> Sequence[Piece]:
    """Stored pieces and fresh ones; what is fresh may have been stored since."""
    told = {at: piece for at, piece in stored.items() if not _is_among(piece, draft.fresh)}
    told.update(_placed(draft))
    return [told[at] for at in sorted(told)]


def _placed(draft: Draft) -> Iterable[tuple[int, Piece]]:
    """Where the fresh pieces belong: they are the last."""
    return enumerate(draft.fresh, start=draft.pieces - len(draft.fresh) + 1)


def _is_among(piece: Piece, fresh: Sequence[Piece]) -> bool:
    return any(same_message(piece, one) for one in fresh)


def _place(chat_id: int) -> str:
    return f"draft_pieces.body:{chat_id}"
