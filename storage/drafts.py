"""Half-finished forms, one per chat; the answers are sealed under the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from desk.domain.drafts import Draft
from storage.database import Connection, Row
from storage.named import moment, moment_or_none
from storage.seal import Seal
from storage.statements import filled

_COLUMNS = "chat_id, form, step, version, question, answers, has_story, started_at, updated_at, reminded_at"
SQL_FIND = filled("SELECT {columns} FROM drafts WHERE chat_id = :chat_id", columns=_COLUMNS)
SQL_ADD = filled(
    """
    INSERT INTO drafts ({columns})
    VALUES (:chat_id, :form, :step, :version, :question, :answers, :has_story, :started_at, :updated_at,
        :reminded_at)
    ON CONFLICT (chat_id) DO NOTHING
    RETURNING version
    """,
    columns=_COLUMNS,
)
# Compare and set: of two answers to one question only the first finds the version it was asked with.
SQL_SAVE = """
UPDATE drafts SET form = :form, step = :step, version = :version, question = :question, answers = :answers,
    has_story = :has_story, started_at = :started_at, updated_at = :updated_at, reminded_at = :reminded_at
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
SQL_FIND_BEGUN = filled(
    "SELECT {columns} FROM drafts WHERE started_at = :at ORDER BY chat_id", columns=_COLUMNS
)
SQL_MARK_REMINDED = "UPDATE drafts SET reminded_at = :at WHERE chat_id = :chat_id"


class DraftRows:
    """Drafts inside one transaction."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def find(self, chat_id: int) -> Draft | None:
        """The unfinished form of this chat."""
        row = await self._connection.fetch_one(SQL_FIND, {"chat_id": chat_id})
        return None if row is None else self._draft(row)

    async def save(self, draft: Draft) -> bool:
        """Store if the row still has version `draft.version - 1`, or is new (version 1); else False."""
        values = self._values(draft)
        if draft.version == 1:
            return await self._connection.fetch_one(SQL_ADD, values) is not None
        values["before"] = draft.version - 1
        return await self._connection.fetch_one(SQL_SAVE, values) is not None

    async def drop(self, draft: Draft) -> bool:
        """Forget it if it is still as it was read; else False: its writer has gone on."""
        values = {"chat_id": draft.chat_id, "version": draft.version}
        return await self._connection.fetch_one(SQL_DROP, values) is not None

    async def find_quiet(self, *, since: datetime, limit: int) -> Sequence[Draft]:
        """Drafts not touched since then, oldest first."""
        rows = await self._connection.fetch_all(SQL_FIND_QUIET, {"since": since, "limit": limit})
        return [self._draft(row) for row in rows]

    async def find_begun(self, at: datetime) -> Sequence[Draft]:
        """Drafts that were begun at this very moment."""
        return [self._draft(row) for row in await self._connection.fetch_all(SQL_FIND_BEGUN, {"at": at})]

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
            "answers": self._seal.close(orjson.dumps(draft.answers), _place(draft.chat_id)),
            "has_story": draft.has_story,
            "started_at": draft.started_at,
            "updated_at": draft.updated_at,
            "reminded_at": draft.reminded_at,
        }

    def _draft(self, row: Row) -> Draft:
        chat_id = row["chat_id"]
        return Draft(
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
        )


def _place(chat_id: int) -> str:
    return f"drafts.answers:{chat_id}"
