"""The messages of broadcasts: rows of the outbox, entered some hundreds at a time.

They are entered parked, and only as many wait as leave within seconds. So the sender never looks past
thousands of rows that may not go, and to pause, or to let people sleep, is to take back a few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import orjson

from desk.domain.broadcasts import Audience, Broadcast, Missed, Recipients, Tally
from storage.database import Connection
from storage.outbox import BROADCAST
from storage.people import known_as
from storage.seal import Seal
from storage.statements import listed, with_list

CHUNK: Final = 500  # rows written at once: some milliseconds
WAITING: Final = 400  # messages of one broadcast before the sender; a tick later there are more

_IN_AREA = (
    "p.reachable AND p.area_code IN {listed}"
    " AND NOT EXISTS (SELECT 1 FROM unsubscribed u WHERE u.person_id = p.id)"
)
_IN_POSTS = (
    "p.reachable AND p.id IN (SELECT s.person_id FROM posts q JOIN staff s ON s.id = q.staff_id"
    " WHERE s.revoked_at IS NULL AND q.valid_from <= :now AND (q.valid_to IS NULL OR q.valid_to > :now)"
    " AND q.role || ' ' || q.area_code IN {listed})"
)
_COUNT = "SELECT count(*) AS n FROM people p WHERE "
_UPTO = "SELECT max(c.id) AS upto FROM (SELECT p.id FROM people p WHERE p.id > :after AND "
_FIRST = " ORDER BY p.id LIMIT :room) c"
_SPREAD = (
    "INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments, broadcast_id, state,"
    " not_before, created_at)"
    " SELECT 'broadcast:' || b.id || ':' || p.id, p.user_id, 4, b.method, 'broadcast.message', p.language,"
    " :nothing, b.id, 'parked', :not_before, :now FROM people p CROSS JOIN broadcasts b"
    " WHERE b.id = :id AND p.id > :after AND p.id <= :upto AND "
)
_ONCE = " ORDER BY p.id ON CONFLICT (key) DO NOTHING"
SQL_COUNT_RESIDENTS: Mapping[str, str] = with_list(_COUNT + _IN_AREA)
SQL_COUNT_OFFICIALS: Mapping[str, str] = with_list(_COUNT + _IN_POSTS)
SQL_UPTO_RESIDENTS: Mapping[str, str] = with_list(_UPTO + _IN_AREA + _FIRST)
SQL_UPTO_OFFICIALS: Mapping[str, str] = with_list(_UPTO + _IN_POSTS + _FIRST)
SQL_SPREAD_RESIDENTS: Mapping[str, str] = with_list(_SPREAD + _IN_AREA + _ONCE)
SQL_SPREAD_OFFICIALS: Mapping[str, str] = with_list(_SPREAD + _IN_POSTS + _ONCE)
SQL_REACHED = "SELECT reached FROM broadcasts WHERE id = :id"
SQL_REACH = "UPDATE broadcasts SET reached = :upto WHERE id = :id AND reached < :upto"
SQL_ALL_THERE = "UPDATE broadcasts SET spread = true WHERE id = :id"
SQL_BEFORE_SENDER = "SELECT count(*) AS n FROM outbox WHERE broadcast_id = :id AND state = 'waiting'"
# The state is looked at twice: of two processes the second finds the row gone on.
# The time that a message may be tried for begins when it is its turn.
SQL_RELEASE = """
UPDATE outbox SET state = 'waiting', not_before = :now,
    arguments = (SELECT b.content FROM broadcasts b WHERE b.id = :id)
WHERE id IN (SELECT o.id FROM outbox o WHERE o.broadcast_id = :id AND o.state = 'parked'
    ORDER BY o.id LIMIT :room) AND state = 'parked'
"""
SQL_PARK = "UPDATE outbox SET state = 'parked' WHERE broadcast_id = :id AND state = 'waiting'"
SQL_DROP = """
UPDATE outbox SET state = 'dropped'
WHERE id IN (SELECT o.id FROM outbox o WHERE o.broadcast_id = :id AND o.state = :state LIMIT :room)
AND state = :state
RETURNING id
"""
SQL_DROP_FOR = """
UPDATE outbox SET state = 'dropped' WHERE key IN (
    SELECT 'broadcast:' || b.id || ':' || p.id FROM broadcasts b CROSS JOIN people p
    WHERE NOT b.tended AND b.audience = 'residents' AND p.user_id = :chat_id)
AND state IN ('parked', 'waiting')
"""
SQL_IS_RECIPIENT = "SELECT id FROM outbox WHERE key = :key AND state <> 'parked'"
SQL_STATES = "SELECT state, count(*) AS n FROM outbox WHERE broadcast_id = :id GROUP BY state"
SQL_BLOCKED = """
SELECT count(*) AS n FROM outbox WHERE broadcast_id = :id AND state = 'failed' AND error LIKE '%unreachable'
"""
SQL_READ = "SELECT count(*) AS n FROM broadcast_receipts WHERE broadcast_id = :id"
SQL_MISSED = """
SELECT p.user_id, p.name, p.area_code, o.state, o.error LIKE '%unreachable' AS blocked
FROM outbox o JOIN people p ON p.user_id = o.chat_id
WHERE o.broadcast_id = :id AND o.state IN ('failed', 'held') ORDER BY o.id LIMIT :limit
"""


class BroadcastMailRows:
    """The messages of broadcasts inside one transaction."""

    def __init__(self, connection: Connection, seal: Seal, now: datetime) -> None:
        self._connection = connection
        self._seal = seal
        self._now = now

    async def count(self, recipients: Recipients, codes: Sequence[str]) -> int:
        """How many people there are; `codes` are the area's and all below it."""
        if recipients.audience is Audience.RESIDENTS:
            return await self._number(SQL_COUNT_RESIDENTS, {"listed": listed(codes)})
        values = {"listed": _seats(recipients, codes), "now": self._now}
        return await self._number(SQL_COUNT_OFFICIALS, values)

    async def spread(self, broadcast: Broadcast, codes: Sequence[str], not_before: datetime) -> bool:
        """Enter the rows of some more recipients, parked; False when there are no more."""
        residents = broadcast.recipients.audience is Audience.RESIDENTS
        among: dict[str, object] = {"listed": listed(codes)}
        if not residents:
            among = {"listed": _seats(broadcast.recipients, codes), "now": self._now}
        after = await self._number(SQL_REACHED, {"id": broadcast.id}, "reached")
        found = {**among, "after": after, "room": CHUNK}
        upto = await self._number(SQL_UPTO_RESIDENTS if residents else SQL_UPTO_OFFICIALS, found, "upto")
        if not upto:
            await self._connection.execute(SQL_ALL_THERE, {"id": broadcast.id})
            return False
        span = {"id": broadcast.id, "after": after, "upto": upto, "now": self._now, "nothing": b""}
        sql = SQL_SPREAD_RESIDENTS if residents else SQL_SPREAD_OFFICIALS
        await self._connection.execute(
            sql[self._connection.dialect], {**among, **span, "not_before": not_before}
        )
        await self._connection.execute(SQL_REACH, {"id": broadcast.id, "upto": upto})
        return True

    async def release(self, broadcast_id: int) -> None:
        """Let some wait for the sender: as many as leave until the next tick, and a few more."""
        room = WAITING - await self._number(SQL_BEFORE_SENDER, {"id": broadcast_id})
        if room > 0:
            values = {"id": broadcast_id, "now": self._now, "room": room}
            await self._connection.execute(SQL_RELEASE, values)

    async def park(self, broadcast_id: int) -> None:
        """Take back what waits for the sender."""
        await self._connection.execute(SQL_PARK, {"id": broadcast_id})

    async def drop(self, broadcast_id: int) -> bool:
        """Drop what waits and some of what is parked; False when nothing is left."""
        values = {"id": broadcast_id, "room": CHUNK}
        await self._connection.fetch_all(SQL_DROP, {**values, "state": "waiting"})
        return bool(await self._connection.fetch_all(SQL_DROP, {**values, "state": "parked"}))

    async def drop_for(self, chat_id: int) -> None:
        """Drop every notice to residents that this chat has not got yet."""
        await self._connection.execute(SQL_DROP_FOR, {"chat_id": chat_id})

    async def is_recipient(self, broadcast_id: int, person_id: int) -> bool:
        """Whether the broadcast was ever on its way to them."""
        key = f"{BROADCAST}:{broadcast_id}:{person_id}"
        return await self._connection.fetch_one(SQL_IS_RECIPIENT, {"key": key}) is not None

    async def tally(self, broadcast_id: int) -> Tally:
        """What became of the messages so far."""
        values = {"id": broadcast_id}
        rows = await self._connection.fetch_all(SQL_STATES, values)
        n = {row["state"]: int(row["n"]) for row in rows}
        blocked = await self._number(SQL_BLOCKED, values) if n.get("failed") else 0
        return Tally(
            waiting=n.get("parked", 0) + n.get("waiting", 0) + n.get("sending", 0),
            sent=n.get("sent", 0),
            failed=n.get("failed", 0) - blocked,
            blocked=blocked,
            held=n.get("held", 0),
            dropped=n.get("dropped", 0),
            read=await self._number(SQL_READ, values),
        )

    async def missed(self, broadcast_id: int, limit: int) -> Sequence[Missed]:
        """Whom it did not reach for certain, in the order entered."""
        rows = await self._connection.fetch_all(SQL_MISSED, {"id": broadcast_id, "limit": limit})
        return [
            Missed(
                self._seal.open_some(row["name"], known_as(row["user_id"])),
                row["area_code"] or "",
                "blocked" if row["state"] == "failed" and row["blocked"] else row["state"],
            )
            for row in rows
        ]

    async def _number(
        self, sql: str | Mapping[str, str], values: Mapping[str, object], name: str = "n"
    ) -> int:
        text = sql if isinstance(sql, str) else sql[self._connection.dialect]
        row = await self._connection.fetch_one(text, values)
        return 0 if row is None else int(row[name] or 0)


def _seats(recipients: Recipients, codes: Sequence[str]) -> str:
    """Roles and areas in pairs, as the parameter `:listed`."""
    return orjson.dumps([f"{role} {code}" for role in recipients.roles for code in codes]).decode()
