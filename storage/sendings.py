"""The sender's side of the outbox: what may go now, what is on its way, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from storage.database import Connection, Row
from storage.inbox import Sealing
from storage.named import moment
from storage.outbox import outbox_place
from storage.statements import listed, with_list

# An edit waits until the message that it changes has left. One chat has one message on its way at a time,
# also when several processes send. More is looked at than can go, so this reads no more than it must.
SQL_DUE: Mapping[str, str] = with_list(
    "SELECT o.id, o.chat_id, o.lane FROM outbox o"
    " WHERE o.state = 'waiting' AND o.lane BETWEEN :first AND :last AND o.not_before <= :now"
    " AND NOT EXISTS (SELECT 1 FROM outbox t WHERE t.id = o.target_id AND t.state IN ('waiting', 'sending'))"
    " AND o.chat_id NOT IN {numbers}"
    " AND o.chat_id NOT IN (SELECT s.chat_id FROM outbox s WHERE s.state = 'sending')"
    " ORDER BY o.lane, o.id LIMIT :room"
)
SQL_CLAIM: Mapping[str, str] = with_list(
    "UPDATE outbox SET state = 'sending', sent_at = :now WHERE state = 'waiting' AND id IN {numbers}"
    " RETURNING id, key, chat_id, lane, method, template, language, arguments, attempts, unsure, not_before,"
    " target_id, (SELECT t.message_id FROM outbox t WHERE t.id = outbox.target_id) AS target_message,"
    " (SELECT t.method FROM outbox t WHERE t.id = outbox.target_id) AS target_method"
)
SQL_SETTLE = (
    "UPDATE outbox SET state = :state, unsure = :unsure, attempts = attempts + 1, error = :error,"
    " message_id = COALESCE(CAST(:message_id AS bigint), message_id), sent_at = :sent_at WHERE id = :id"
)
SQL_MOVE_TARGET = "UPDATE outbox SET message_id = :message_id WHERE id = :target_id"
SQL_MOVE_CHAT = "UPDATE outbox SET chat_id = :new WHERE chat_id = :old AND state IN ('waiting', 'sending')"
SQL_LEFT_OVER = (
    "UPDATE outbox SET unsure = true, state = CASE"
    " WHEN method = 'edit' THEN 'waiting' WHEN lane = 4 OR unsure THEN 'held' ELSE 'waiting' END,"
    " error = 'the process ended while it was on its way'"
    " WHERE state = 'sending' AND sent_at < :before RETURNING id, key, template, state, error"
)
SQL_UNREACHABLE = "UPDATE people SET reachable = false WHERE user_id = :user_id"
SQL_COUNTS = "SELECT state, count(*) AS n FROM outbox GROUP BY state"


class Due(NamedTuple):
    """One message that may leave, as far as it matters for who goes first."""

    id: int
    chat_id: int
    lane: int


@dataclass(frozen=True, slots=True)
class Ready:
    """One message on its way. `target_message` is the message to edit, when there is one."""

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


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of one try. `state` is sent, waiting (again), held or failed."""

    row: Ready
    state: str
    message_id: int | None = None
    unsure: bool = False
    error: str | None = None
    moved_target: bool = False  # an edit that had to be said anew: later edits follow the new message


@dataclass(frozen=True, slots=True)
class Held:
    """A message that may have arrived, is not tried again, and waits for a person to look at it."""

    id: int
    key: str
    template: str
    error: str


class Sendings:
    """The outbox within one transaction of the sender."""

    def __init__(self, connection: Connection, seal: Sealing) -> None:
        self._connection = connection
        self._seal = seal

    async def due(
        self, lanes: tuple[int, int], resting: Collection[int], room: int, now: datetime
    ) -> Sequence[Due]:
        """What may leave in these lanes, most urgent first, without the chats that rest."""
        values = {
            "first": lanes[0],
            "last": lanes[1],
            "now": now,
            "room": room,
            "listed": listed([*resting]),
        }
        rows = await self._connection.fetch_all(SQL_DUE[self._dialect], values)
        return [Due(row["id"], row["chat_id"], row["lane"]) for row in rows]

    async def claim(self, chosen: Sequence[Due], now: datetime) -> Sequence[Ready]:
        """Mark rows as being on their way since now; those that were still waiting."""
        values = {"listed": listed([due.id for due in chosen]), "now": now}
        rows = await self._connection.fetch_all(SQL_CLAIM[self._dialect], values)
        return sorted(map(_ready, rows), key=lambda row: (row.lane, row.id))

    def open(self, row: Ready) -> Content:
        """The personal part of a message. Raises SealError."""
        return Content(**orjson.loads(self._seal.open(row.sealed, outbox_place(row.key))))

    async def settle(self, results: Sequence[Sending], now: datetime) -> None:
        """Write down what became of these tries."""
        await self._connection.execute_many(SQL_SETTLE, [_settled(result, now) for result in results])
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

    async def doubt_left_overs(self, before: datetime) -> Sequence[Held]:
        """What was on its way already then, and is nobody's any more, may have arrived.

        Returns what is not tried again.
        """
        rows = await self._connection.fetch_all(SQL_LEFT_OVER, {"before": before})
        return [
            Held(row["id"], row["key"], row["template"], row["error"])
            for row in rows
            if row["state"] == "held"
        ]

    async def mark_unreachable(self, user_id: int) -> None:
        """Remember that the person stopped the bot or is gone."""
        await self._connection.execute(SQL_UNREACHABLE, {"user_id": user_id})

    async def counts(self) -> Mapping[str, int]:
        """How many rows are in each state."""
        return {row["state"]: row["n"] for row in await self._connection.fetch_all(SQL_COUNTS)}

    @property
    def _dialect(self) -> str:
        return self._connection.dialect


def _ready(row: Row) -> Ready:
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
        unsure=bool(row["unsure"]),
        not_before=moment(row["not_before"]),
        target_id=row["target_id"],
        target_message=row["target_message"],
        target_method=row["target_method"],
    )


def _settled(result: Sending, now: datetime) -> dict[str, object]:
    return {
        "id": result.row.id,
        "state": result.state,
        "unsure": result.unsure,
        "message_id": result.message_id,
        "sent_at": now if result.state == "sent" else None,
        "error": result.error,
    }
