"""Half-finished forms, one per chat; the answers are sealed under the chat, the story lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from desk.domain.talk.draft_story import with_fresh_story, with_story, without_story
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.messages import Json
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none
from storage.engine.rows import Lazy, Rows
from storage.engine.statements import filled
from storage.talk.draft_pieces import DraftPieceRows

_COLUMNS = (
    "chat_id, form, step, version, question, answers, has_story, started_at, updated_at, reminded_at,"
    " pieces, characters"
)
SQL_FIND = filled("SELECT {columns} FROM drafts WHERE chat_id = :chat_id", columns=_COLUMNS)
SQL_ADD = filled(
    """
    INSERT INTO drafts ({columns})
    VALUES (:chat_id, :form, :step, :version, :question, :answers, :has_story, :started_at, :updated_at,
        :reminded_at, :pieces, :characters)
    ON CONFLICT (chat_id) DO NOTHING
    RETURNING version
    """,
    columns=_COLUMNS,
)
# Compare and set: of two answers to one question only the first finds the version it was asked with.
SQL_SAVE = """
UPDATE drafts SET form = :form, step = :step, version = :version, question = :question, answers = :answers,
    has_story = :has_story, started_at = :started_at, updated_at = :updated_at, reminded_at = :reminded_at,
    pieces = :pieces, characters = :characters
WHERE chat_id = :chat_id AND version = :before
RETURNING version
"""
SQL_DROP = "DELETE FROM drafts WHERE chat_id = :chat_id AND version = :version RETURNING version"
SQL_FIND_QUIET = filled(
    """
    SELECT {columns} FROM drafts WHERE updated_at < :since ORDER BY updated_at, chat_id LIMIT :limit
    """,
    columns=_COLUMNS,
)
SQL_MARK_REMINDED = "UPDATE drafts SET reminded_at = :at WHERE chat_id = :chat_id"


class DraftRows(Rows):
    """Drafts inside one transaction."""

    _pieces = Lazy(DraftPieceRows)

    async def find(self, chat_id: int) -> Draft | None:
        """The unfinished form of this chat."""
        row = await self._connection.fetch_one(SQL_FIND, {"chat_id": chat_id})
        return None if row is None else self._draft(row)

    async def save(self, draft: Draft) -> bool:
        """Store if the row still has version `draft.version - 1`, or is new (version 1); else False."""
        values = self._values(draft)
        sql = SQL_ADD if draft.version == 1 else SQL_SAVE
        if draft.version > 1:
            values["before"] = draft.version - 1
        if await self._connection.fetch_one(sql, values) is None:
            return False
        await self._pieces.keep(draft)
        return True

    async def whole(self, draft: Draft) -> Draft:
        """The draft with its story among the answers."""
        return with_story(draft, await self._pieces.all(draft)) if draft.pieces else draft

    async def newest(self, draft: Draft) -> Sequence[dict[str, Json]]:
        """The last few pieces of its story, in the order said; the rest may be long."""
        return await self._pieces.newest(draft) if draft.pieces else ()

    async def find_piece(self, draft: Draft, message_id: int) -> dict[str, Json] | None:
        """What a message said in the story of this draft; None when it is not part of it."""
        return await self._pieces.find(draft, message_id) if draft.pieces and message_id else None

    async def replace_piece(self, draft: Draft, piece: dict[str, Json]) -> Draft | None:
        """The draft, unsaved, after an edited message took the place of the old one; None when it is not of
        this story.
        """
        grown = await self._pieces.replace(draft, piece) if draft.pieces else None
        return None if grown is None else replace(draft, characters=draft.characters + grown)

    async def forget_story(self, draft: Draft) -> None:
        """Another form takes its place."""
        if draft.pieces:
            await self._pieces.forget(draft.chat_id)

    async def drop(self, draft: Draft) -> bool:
        """Forget it if it is still as it was read; else False: its writer has gone on."""
        values = {"chat_id": draft.chat_id, "version": draft.version}
        return await self._connection.fetch_one(SQL_DROP, values) is not None

    async def find_quiet(self, *, since: datetime, limit: int) -> Sequence[Draft]:
        """Drafts not touched since then, oldest first."""
        rows = await self._connection.fetch_all(SQL_FIND_QUIET, {"since": since, "limit": limit})
        return [self._draft(row) for row in rows]

    async def mark_reminded(self, chat_id: int, at: datetime) -> None:
        """Remember that this chat was reminded; buttons already sent stay valid."""
        await self._connection.execute(SQL_MARK_REMINDED, {"chat_id": chat_id, "at": at})

    def _values(self, draft: Draft) -> dict[str, object]:
        return {
            "chat_id": draft.chat_id,
            "form": draft.form,
            "step": draft.step,
            "version": draft.version,
            "question": draft.question,
            "answers": self._seal.close(orjson.dumps(without_story(draft).answers), _place(draft.chat_id)),
            "has_story": draft.has_story,
            "started_at": draft.started_at,
            "updated_at": draft.updated_at,
            "reminded_at": draft.reminded_at,
            "pieces": draft.pieces,
            "characters": draft.characters,
        }

    def _draft(self, row: Row) -> Draft:
        chat_id = row["chat_id"]
        draft = Draft(
            chat_id=chat_id,
            form=row["form"],
            step=row["step"],
            version=row["version"],
            question=row["question"],
            answers=orjson.loads(self._seal.open_bytes(row["answers"], _place(chat_id))),
            has_story=bool(row["has_story"]),
            started_at=moment(row["started_at"]),
            updated_at=moment(row["updated_at"]),
            reminded_at=moment_or_none(row["reminded_at"]),
            pieces=row["pieces"],
            characters=row["characters"],
        )
        # Forms that were open at step 0014 hold their story among the answers until they are stored next.
        return with_fresh_story(draft) if story_of(draft.answers) else draft


def _place(chat_id: int) -> str:
    return f"drafts.answers:{chat_id}"
