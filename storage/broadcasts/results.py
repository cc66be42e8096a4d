"""What became of a broadcast: to each recipient, and village by village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.domain.broadcasts.broadcast import PAGE, Audience, Broadcast, Fate, Readers, Received, Unread
from storage.engine.database import Row
from storage.engine.named import moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.mail.outbox_states import OutboxState
from storage.people.people import name_in, phone_of

# In the order of the index; only those of the page are looked up.
_PAGE: Final = """
SELECT p.id, p.user_id, p.name, p.area_code, o.state, o.unsure, o.sent_at, r.read_at
FROM (SELECT a.id, a.chat_id, a.state, a.unsure, a.sent_at FROM outbox a
    WHERE a.broadcast_id = :id {missed} ORDER BY a.state, a.id LIMIT :room OFFSET :first) o
JOIN people p ON p.user_id = o.chat_id
LEFT JOIN broadcast_receipts r ON r.broadcast_id = :id AND r.person_id = p.id
ORDER BY o.state, o.id
"""
_MISSED: Final = "AND (a.state IN ('failed', 'held', 'blocked') OR (a.state = 'dropped' AND a.unsure))"
SQL_ALL = filled(_PAGE, missed="")
SQL_MISSED = filled(_PAGE, missed=_MISSED)
SQL_COUNT_ALL = "SELECT count(*) AS n FROM outbox a WHERE a.broadcast_id = :id"
SQL_COUNT_MISSED = f"{SQL_COUNT_ALL} {_MISSED}"
# Whoever got it by a household belongs to the household's village, all others to their own.
_FROM_RESIDENTS: Final = (
    "FROM people p JOIN outbox o ON o.key = 'broadcast:' || CAST(:id AS bigint) || ':' || p.id"
)
_FROM_HOUSEHOLDS: Final = """
FROM households h JOIN broadcast_households l ON l.household_id = h.id AND l.broadcast_id = :id
JOIN people p ON p.id = l.person_id
JOIN outbox o ON o.key = 'broadcast:' || CAST(:id AS bigint) || ':' || p.id
"""
_READERS: Final = """
SELECT {place}.area_code, count(DISTINCT p.id) AS sent, count(DISTINCT r.person_id) AS read
{source}
LEFT JOIN broadcast_receipts r ON r.broadcast_id = :id AND r.person_id = p.id
WHERE {place}.area_code IN {listed} AND o.state = 'sent'
GROUP BY {place}.area_code
"""
_UNREAD: Final = """
SELECT DISTINCT p.id, p.user_id, p.name, p.phone {source}
WHERE {place}.area_code IN {listed} AND o.state = 'sent'
AND NOT EXISTS (SELECT 1 FROM broadcast_receipts r WHERE r.broadcast_id = :id AND r.person_id = p.id)
ORDER BY p.id LIMIT :room OFFSET :first
"""
SQL_READERS_RESIDENTS: Mapping[str, str] = with_list(filled(_READERS, place="p", source=_FROM_RESIDENTS))
SQL_READERS_HOUSEHOLDS: Mapping[str, str] = with_list(filled(_READERS, place="h", source=_FROM_HOUSEHOLDS))
SQL_UNREAD_RESIDENTS: Mapping[str, str] = with_list(filled(_UNREAD, place="p", source=_FROM_RESIDENTS))
SQL_UNREAD_HOUSEHOLDS: Mapping[str, str] = with_list(filled(_UNREAD, place="h", source=_FROM_HOUSEHOLDS))
_FATES: Final = {
    OutboxState.PARKED: Fate.WAITS,
    OutboxState.WAITING: Fate.WAITS,
    OutboxState.SENDING: Fate.WAITS,
    OutboxState.SENT: Fate.ARRIVED,
    OutboxState.FAILED: Fate.FAILED,
    OutboxState.HELD: Fate.HELD,
    OutboxState.BLOCKED: Fate.BLOCKED,
    OutboxState.DROPPED: Fate.DROPPED,
}


class BroadcastResultRows(Rows):
    """What became of broadcasts, inside one transaction."""

    async def count(self, broadcast_id: int, *, missed: bool) -> int:
        """How many recipients there are; with `missed` only those whom it did not reach for certain."""
        sql = SQL_COUNT_MISSED if missed else SQL_COUNT_ALL
        row = await self._connection.fetch_one(sql, {"id": broadcast_id})
        return 0 if row is None else int(row["n"])

    async def page(
        self, broadcast_id: int, number: int, *, missed: bool, room: int = PAGE
    ) -> Sequence[Received]:
        """Some of them, by what became of it; `number` counts from 0."""
        values = {"id": broadcast_id, "room": room, "first": number * room}
        rows = await self._connection.fetch_all(SQL_MISSED if missed else SQL_ALL, values)
        return [self._received(row) for row in rows]

    async def readers(self, broadcast: Broadcast, villages: Sequence[str]) -> Sequence[Readers]:
        """How many got it and how many have read it, in each of these villages that has anybody."""
        sql = _for(broadcast, SQL_READERS_RESIDENTS, SQL_READERS_HOUSEHOLDS)
        values = {"id": broadcast.id, "listed": listed(villages)}
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [Readers(row["area_code"], row["sent"], row["read"]) for row in rows]

    async def unread(self, broadcast: Broadcast, village: str, number: int) -> Sequence[Unread]:
        """One page of those in this village who got it and have not said that they read it."""
        sql = _for(broadcast, SQL_UNREAD_RESIDENTS, SQL_UNREAD_HOUSEHOLDS)
        values = {"id": broadcast.id, "listed": listed([village]), "room": PAGE, "first": number * PAGE}
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [Unread(self._name(row), self._phone(row)) for row in rows]

    def _received(self, row: Row) -> Received:
        return Received(self._name(row), row["area_code"] or "", _fate(row), moment_or_none(row["sent_at"]))

    def _name(self, row: Row) -> str:
        return name_in(row, self._seal)

    def _phone(self, row: Row) -> str:
        return self._seal.open_some(row["phone"], phone_of(row["user_id"]))


def _for(
    broadcast: Broadcast, residents: Mapping[str, str], households: Mapping[str, str]
) -> Mapping[str, str]:
    return households if broadcast.recipients.audience is Audience.HOUSEHOLDS else residents


def _fate(row: Row) -> Fate:
    if row["read_at"] is not None:
        return Fate.READ
    fate = _FATES[OutboxState(row["state"])]
    return Fate.LEFT if fate is Fate.DROPPED and row["unsure"] else fate
