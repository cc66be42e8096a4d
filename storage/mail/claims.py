"""The sender's side of the outbox: what may go now, what is on its way, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from storage.engine.database import Connection, Row
from storage.engine.named import moment
from storage.engine.seal import Seal
from storage.engine.statements import filled, listed, with_list
from storage.mail.outbox import outbox_place
from storage.mail.outbox_states import OutboxState

# An edit waits until the message that it changes has left; not for one that may have arrived, which the edit
# replaces unless a file would be lost by that. One chat has one message on its way at a time, also when
# several processes send. More is looked at than can go, so this reads no more than it must.
SQL_DUE: Mapping[str, str] = with_list(
    "SELECT o.id, o.chat_id, o.lane, o.unsure FROM outbox o"
    " WHERE o.state = 'waiting' AND o.lane BETWEEN :first AND :last AND o.not_before <= :now"
    " AND NOT EXISTS (SELECT 1 FROM outbox t WHERE t.id = o.target_id"
    " AND (t.state = 'sending' OR t.state = 'waiting'"
    " AND (NOT t.unsure OR t.id IN (SELECT u.outbox_id FROM uploads u))))"
    " AND o.chat_id NOT IN {numbers}"
    " AND o.chat_id NOT IN (SELECT s.chat_id FROM outbox s WHERE s.state = 'sending')"
    " ORDER BY o.lane, o.id LIMIT :room"
)
_READY = (
    "id, key, chat_id, lane, method, template, language, arguments, attempts, unsure, not_before, target_id,"
    " ahead_id, case_id, talk, calls, doubts, failures, failing_since, message_id"
)
SQL_CLAIM: Mapping[str, str] = with_list(
    "UPDATE outbox SET state = 'sending', sent_at = :now WHERE state = 'waiting' AND id IN {numbers}"
    " RETURNING {ready},"
    " (SELECT t.message_id FROM outbox t WHERE t.id = outbox.target_id) AS target_message,"
    " (SELECT t.method FROM outbox t WHERE t.id = outbox.target_id) AS target_method,"
    " (SELECT t.unsure FROM outbox t WHERE t.id = outbox.target_id AND t.message_id IS NULL)"
    " AS target_unsure",
    ready=_READY,
)
_SETTLE = (
    "UPDATE outbox SET state = :state, unsure = :unsure, attempts = attempts + 1, error = :error,"
    " message_id = COALESCE(CAST(:message_id AS bigint), message_id), sent_at = :sent_at,"
    " not_before = :not_before, calls = :calls, doubts = :doubts, failures = :failures,"
    " failing_since = :failing_since WHERE id = :id"
)
SQL_SETTLE = _SETTLE
# What was on its way when its process ended; of two processes that look, the second changes nothing.
SQL_LEFT_OVER = filled(
    "SELECT {ready} FROM outbox WHERE state = 'sending' AND sent_at < :before ORDER BY id", ready=_READY
)
SQL_SETTLE_LEFT_OVER = _SETTLE + " AND state = 'sending' AND sent_at < :before RETURNING id"
SQL_GO_ON = (
    "UPDATE outbox SET calls = :calls, doubts = 0, failures = 0, failing_since = NULL, sent_at = :now,"
    " message_id = COALESCE(CAST(:message_id AS bigint), message_id) WHERE id = :id AND state = 'sending'"
)
SQL_RENEW: Mapping[str, str] = with_list(
    "UPDATE outbox SET sent_at = :now WHERE state = 'sending' AND chat_id IN {numbers}"
)
# An edit that was said anew is the message now, whatever became of the first.
SQL_MOVE_TARGET = (
    "UPDATE outbox SET message_id = :message_id, state = 'sent', error = NULL WHERE id = :target_id"
)
# The last of what goes before a message has left, or never will: it need not wait any longer.
SQL_RELEASE = (
    "UPDATE outbox SET not_before = :now WHERE id = :ahead_id AND state = 'waiting' AND attempts = 0"
    " AND not_before > :now AND NOT EXISTS (SELECT 1 FROM outbox b"
    " WHERE b.ahead_id = :ahead_id AND b.state IN ('waiting', 'sending'))"
)
SQL_MOVE_CHAT = "UPDATE outbox SET chat_id = :new WHERE chat_id = :old AND state IN ('waiting', 'sending')"
SQL_UNREACHABLE = "UPDATE people SET reachable = false WHERE user_id = :user_id"


class DueMessage(NamedTuple):
    """One message that may leave, as far as it matters for who goes first."""

    id: int
    chat_id: int
    lane: int
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Tries:
    """How it went so far: `calls` of the row have arrived, the other counts are about the next one.

    `doubts` are tries that may have arrived. `failures` are those to which Telegram answered with a fault of
    its own; the first was `failing_since`, in seconds that the desk had been running.
    """

    calls: int = 0
    doubts: int = 0
    failures: int = 0
    failing_since: int | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """One message on its way. `target_message` is the message to edit, when there is one.

    `talk` is what belongs to a moment of the conversation. `message_id` is what its last call became.
    """

    id: int
    key: str
    chat_id: int
    lane: int
    method: str
    template: str
    language: str
    sealed: bytes
    attempts: int
    unsure: bool
    not_before: datetime
    target_id: int | None = None
    target_message: int | None = None
    target_method: str | None = None
    ahead_id: int | None = None
    case_id: int | None = None
    talk: bool = False
    tries: Tries = Tries()
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The sealed part of a message, opened."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Sequence[Mapping[str, Any]]] = ()
    keyboard: str = "none"
    file_id: str = ""
    file_kind: str = ""
    latitude: float | None = None
    longitude: float | None = None
    silent: bool = False
    pieces: Sequence[Mapping[str, Any]] = ()
    upload: str = ""  # the name of a file that is kept beside the row
    file: bytes | None = None  # that file, read when it leaves


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of one try, and when the row is due again if it waits.

    `moved_target` is an edit that had to be said anew: later edits follow the new message.
    """

    row: Ready
    state: OutboxState
    message_id: int | None = None
    unsure: bool = False
    error: str | None = None
    moved_target: bool = False
    not_before: datetime | None = None


class Claims:
    """The outbox within one transaction of the sender."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def due(
        self, lanes: tuple[int, int], resting: Collection[int], room: int, now: datetime
    ) -> Sequence[DueMessage]:
        """What may leave in these lanes, most urgent first, without the chats that rest."""
        values = {
            "first": lanes[0],
            "last": lanes[1],
            "now": now,
            "room": room,
            "listed": listed([*resting]),
        }
        rows = await self._connection.fetch_all(SQL_DUE[self._dialect], values)
        return [DueMessage(row["id"], row["chat_id"], row["lane"], bool(row["unsure"])) for row in rows]

    async def claim(self, chosen: Sequence[DueMessage], now: datetime) -> Sequence[Ready]:
        """Mark rows as being on their way since now; those that were still waiting."""
        values = {"listed": listed([due.id for due in chosen]), "now": now}
        rows = await self._connection.fetch_all(SQL_CLAIM[self._dialect], values)
        return sorted(map(_ready, rows), key=lambda row: (row.lane, row.id))

    def open(self, row: Ready) -> Content:
        """The personal part of a message. Raises SealError."""
        return content_of(self._seal, row)

    async def renew(self, chats: Collection[int], now: datetime) -> None:
        """What is on its way to these chats is so still: a large file may take longer than a lease."""
        if chats:
            await self._connection.execute(SQL_RENEW[self._dialect], {"listed": listed([*chats]), "now": now})

    async def settle(self, results: Sequence[SendOutcome], now: datetime) -> None:
        """Write down what became of these tries."""
        await self._connection.execute_many(SQL_SETTLE, [_settled(result, now) for result in results])
        gone = [one.row for one in results if one.state is not OutboxState.WAITING]
        ahead = {row.ahead_id for row in gone if row.ahead_id is not None}
        if ahead:
            waits = [{"ahead_id": ahead_id, "now": now} for ahead_id in sorted(ahead)]
            await self._connection.execute_many(SQL_RELEASE, waits)
        moved = [
            {"message_id": result.message_id, "target_id": result.row.target_id}
            for result in results
            if result.moved_target and result.row.target_id is not None
        ]
        if moved:
            await self._connection.execute_many(SQL_MOVE_TARGET, moved)

    async def move_chat(self, old: int, new: int) -> None:
        """A group became a supergroup: what waits for it follows."""
        await self._connection.execute(SQL_MOVE_CHAT, {"old": old, "new": new})

    async def left_over(self, before: datetime) -> Sequence[Ready]:
        """What was on its way already then, and is nobody's any more."""
        rows = await self._connection.fetch_all(SQL_LEFT_OVER, {"before": before})
        return [_ready({**row, **_NO_TARGET}) for row in rows]

    async def settle_left_over(self, result: SendOutcome, before: datetime, now: datetime) -> bool:
        """As `settle`, for such a row; False when another process was first."""
        values = {**_settled(result, now), "before": before}
        return await self._connection.fetch_one(SQL_SETTLE_LEFT_OVER, values) is not None

    async def go_on(self, row: Ready, now: datetime) -> None:
        """Write down how many calls of a row have arrived; it stays on its way."""
        values = {"id": row.id, "calls": row.tries.calls, "message_id": row.message_id, "now": now}
        await self._connection.execute(SQL_GO_ON, values)

    async def mark_unreachable(self, user_id: int) -> None:
        """Remember that the person stopped the bot or is gone."""
        await self._connection.execute(SQL_UNREACHABLE, {"user_id": user_id})

    @property
    def _dialect(self) -> str:
        return self._connection.dialect


def content_of(seal: Seal, row: Ready) -> Content:
    """The personal part of a message, without its file. Raises SealError."""
    return Content(**orjson.loads(seal.open(row.sealed, outbox_place(row.key))))


_NO_TARGET = {"target_message": None, "target_method": None, "target_unsure": None}


def arrived(row: Ready, message_id: int | None, *, last: bool) -> Ready:
    """The row after one more of its calls is known to have arrived; the counts of the `last` one stay."""
    tries = replace(row.tries if last else Tries(), calls=row.tries.calls + 1)
    return replace(row, tries=tries, message_id=message_id or row.message_id)


def _ready(row: Row | Mapping[str, Any]) -> Ready:
    return Ready(
        id=row["id"],
        key=row["key"],
        chat_id=row["chat_id"],
        lane=row["lane"],
        method=row["method"],
        template=row["template"],
        language=row["language"],
        sealed=row["arguments"],
        attempts=row["attempts"],
        # An edit of what may have arrived repeats it, should it have to be said anew.
        unsure=bool(row["unsure"] or row["target_unsure"]),
        not_before=moment(row["not_before"]),
        target_id=row["target_id"],
        target_message=row["target_message"],
        target_method=row["target_method"],
        ahead_id=row["ahead_id"],
        case_id=row["case_id"],
        talk=bool(row["talk"]),
        tries=Tries(row["calls"], row["doubts"], row["failures"], row["failing_since"]),
        message_id=row["message_id"],
    )


def _settled(result: SendOutcome, now: datetime) -> dict[str, object]:
    tries = result.row.tries
    return {
        "id": result.row.id,
        "state": result.state.value,
        "unsure": result.unsure,
        "message_id": result.message_id or result.row.message_id,
        "sent_at": now if result.state is OutboxState.SENT else None,
        "error": result.error,
        "not_before": result.not_before or result.row.not_before,
        "calls": tries.calls,
        "doubts": tries.doubts,
        "failures": tries.failures,
        "failing_since": tries.failing_since,
    }
