"""The transactional outbox, as actions see it: messages decided and not yet sent.

The key of a message is its idempotency key: said again under the same key it is the same message.
`storage/mail/claims.py` is the sender's side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import orjson

from desk.domain.staff.staffing import Copy
from desk.domain.talk.messages import Button, Message
from storage.engine.rows import Rows
from storage.mail.uploads import keep

SQL_SAY = (
    "INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments,"
    " target_id, ahead_id, case_id, card, talk, state, not_before, created_at)"
    " VALUES (:key, :chat_id, :lane, :method, :template, :language, :arguments,"
    " (SELECT e.id FROM outbox e WHERE e.key = :edits),"
    " (SELECT a.id FROM outbox a WHERE a.key = :ahead_of),"
    " :case_id, :card, :talk, 'waiting', :not_before, :created_at)"
    " ON CONFLICT (key) DO NOTHING"
)
# Nothing comes back of what was said before: its bytes are there, or have left.
SQL_SAY_FILE = SQL_SAY + " RETURNING id, key"
# Its place in the order stays, and so does what it edits.
SQL_POSTPONE = (
    SQL_SAY.removesuffix("NOTHING")
    + "UPDATE SET arguments = excluded.arguments, language = excluded.language,"
    " not_before = excluded.not_before WHERE outbox.state = 'waiting'"
)
SQL_HAS = "SELECT 1 AS yes FROM outbox WHERE key = :key"
SQL_COPIES = (
    "SELECT key, chat_id, language FROM outbox WHERE case_id = :case_id AND card = :card"
    " AND target_id IS NULL AND state IN ('waiting', 'sending', 'sent') ORDER BY id DESC"
)
SQL_SILENCE = (
    "UPDATE outbox SET state = 'dropped' WHERE case_id = :case_id AND state = 'waiting'"
    " AND substr(key, 1, length(CAST(:prefix AS text))) = CAST(:prefix AS text)"
)
SQL_DROP = "UPDATE outbox SET state = 'dropped' WHERE key = :key AND state = 'waiting'"
SQL_FORGET = """
UPDATE outbox SET arguments = :nothing
WHERE key = :key AND state IN ('sent', 'failed', 'held', 'blocked', 'dropped')
"""
_BLUR: Final = 10_000  # microseconds
BROADCAST = "broadcast"  # keys that begin so, with the row of the broadcast, have the content of all


class OutboxRows(Rows):
    """The outbox within one transaction."""

    async def say(self, message: Message) -> None:
        """Store one message; a key that exists already is left alone.

        Raises ValueError for an edit with a file.
        """
        if message.upload is not None and message.edits:
            raise ValueError("an edit carries no file")
        values = self._values(message)
        if message.upload is None:
            await self._connection.execute(SQL_SAY, values)
        elif said := await self._connection.fetch_one(SQL_SAY_FILE, values):
            await keep(self._connection, self._seal, (said["id"], said["key"]), message.upload)

    async def postpone(self, message: Message) -> None:
        """As `say`; what waits under its key already is said later, and as it is now. Not for files."""
        await self._connection.execute(SQL_POSTPONE, self._values(message))

    async def say_all(self, messages: Sequence[Message]) -> None:
        """As `say`, for many at once."""
        if any(message.upload for message in messages):
            for message in messages:
                await self.say(message)
        else:
            await self._connection.execute_many(SQL_SAY, [self._values(message) for message in messages])

    async def has(self, key: str) -> bool:
        """Whether saying a message with this key would be in vain; not for hidden ones."""
        return await self._connection.fetch_one(SQL_HAS, {"key": key}) is not None

    async def copies(self, case_id: int, card: str) -> Sequence[Copy]:
        """The cards of that family, one per chat, newest first, that were sent or wait."""
        rows = await self._connection.fetch_all(SQL_COPIES, {"case_id": case_id, "card": card})
        newest: dict[int, Copy] = {}
        for row in rows:
            newest.setdefault(row["chat_id"], Copy(row["key"], row["chat_id"], row["language"]))
        return list(newest.values())

    async def silence(self, case_id: int, prefix: str) -> None:
        """Drop what still waits for this case and whose key begins so."""
        await self._connection.execute(SQL_SILENCE, {"case_id": case_id, "prefix": prefix})

    async def drop(self, keys: Sequence[str]) -> None:
        """Drop what still waits under these keys."""
        await self._connection.execute_many(SQL_DROP, [{"key": key} for key in self._either(keys)])

    async def forget(self, keys: Sequence[str]) -> None:
        """Empty what messages with these keys said, as far as they have left; the rows stay."""
        values = [{"key": key, "nothing": b""} for key in self._either(keys)]
        await self._connection.execute_many(SQL_FORGET, values)

    def _values(self, message: Message) -> dict[str, object]:
        key = self._stored(message.key, message)
        return {
            "key": key,
            "chat_id": message.chat_id,
            "lane": int(message.lane),
            "method": method_of(message),
            "template": message.template,
            "language": message.language,
            "arguments": self._seal.close(packed(message), outbox_place(key)),
            "edits": self._stored(message.edits, message),
            "ahead_of": message.ahead_of,
            "case_id": None if message.hidden else message.case_id,
            "card": message.card or None,
            "talk": message.talk,
            "not_before": message.not_before or self._now - self._blur,
            "created_at": self._now + self._blur,
        }

    @property
    def _blur(self) -> timedelta:
        """Some milliseconds: the very moment may be that of a nameless entry in the ledger.

        The same for all that is said in one go, so that none of it seems to be later than the rest.
        """
        drawn = int(self._seal.index(f"outbox.moment:{self._now.isoformat()}")[:6], 16)
        return timedelta(microseconds=1 + drawn % _BLUR)

    def _stored(self, key: str, message: Message) -> str:
        """The key as it is stored: of a hidden message a keyed digest, which nobody can go back from."""
        return self._hidden(key) if message.hidden and key else key

    def _either(self, keys: Sequence[str]) -> list[str]:
        """The keys as they may be stored: in clear, or as those of hidden messages."""
        return [one for key in keys for one in (key, self._hidden(key))]

    def _hidden(self, key: str) -> str:
        return self._seal.index(f"outbox.key:{key}")


def outbox_place(key: str) -> str:
    """Where the sealed arguments of a message live; all messages of a broadcast share one seal."""
    family, _, rest = key.partition(":")
    return content_place(rest.partition(":")[0]) if family == BROADCAST else f"outbox.arguments:{key}"


def content_place(broadcast_id: int | str) -> str:
    """Where the sealed content of a broadcast lives."""
    return f"broadcasts.content:{broadcast_id}"


def method_of(message: Message) -> str:
    """How a message is sent: as words, as a file or another piece, as an album, or as an edit."""
    if message.edits:
        return "edit"
    if message.upload:
        return message.upload.kind.value
    if message.file_id:
        return message.file_kind or "document"
    if message.pieces:
        return "album" if len(message.pieces) > 1 else str(message.pieces[0]["kind"])
    return "send"


def packed(message: Message) -> bytes:
    """The part of a message that may be personal, as JSON without what is empty."""
    fields = {
        "arguments": dict(message.arguments),
        "rows": [[_button(button) for button in row] for row in message.rows],
        "keyboard": message.keyboard.value,
        "file_id": message.file_id,
        "file_kind": message.upload.kind.value if message.upload else message.file_kind,
        "pieces": [dict(piece) for piece in message.pieces],
        "silent": message.silent or "",
        "upload": message.upload.name if message.upload else "",
    }
    return orjson.dumps({name: value for name, value in fields.items() if value not in ("", None, [], {})})


def _button(button: Button) -> dict[str, object]:
    fields = {
        "label": button.label,
        "code": button.code,
        "arguments": dict(button.arguments),
        "ask": button.ask.value,
    }
    return {name: value for name, value in fields.items() if value not in ("", {})}
