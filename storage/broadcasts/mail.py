"""The messages of broadcasts: rows of the outbox, entered some hundreds at a time, and let go in portions.

They are entered parked, and only as many wait as leave within seconds. So the sender never looks past
thousands of rows that may not go, and to pause, or to let people sleep, is to take back a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.broadcasts.broadcast import PORTION, Broadcast, Counted, DeliveryTally, Recipients
from storage.broadcasts.policy_sheets import SheetRows
from storage.broadcasts.recipients import CHUNK, BroadcastPeople
from storage.engine.rows import Lazy, Rows
from storage.mail.outbox import BROADCAST
from storage.mail.outbox_states import OutboxState

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
    WHERE NOT b.tended AND b.audience IN ('residents', 'households') AND p.user_id = :chat_id)
AND state IN ('parked', 'waiting')
"""
SQL_IS_RECIPIENT = "SELECT id FROM outbox WHERE key = :key AND state <> 'parked'"
SQL_STATES = "SELECT state, count(*) AS n FROM outbox WHERE broadcast_id = :id GROUP BY state"
SQL_READ = "SELECT count(*) AS n FROM broadcast_receipts WHERE broadcast_id = :id"
# Once more, marked as a repeat; or never again.
SQL_RESEND = "UPDATE outbox SET state = 'parked' WHERE broadcast_id = :id AND state = 'held'"
SQL_LEAVE = "UPDATE outbox SET state = 'dropped' WHERE broadcast_id = :id AND state = 'held'"


class BroadcastMailRows(Rows):
    """The messages of broadcasts inside one transaction."""

    _people = Lazy(BroadcastPeople)
    _sheets = Lazy(SheetRows)

    async def count(self, recipients: Recipients, codes: Sequence[str], after: int = 0) -> Counted:
        """How many there are among the next people behind that one; `codes`: the area's and those below."""
        return await self._people.count(recipients, codes, after)

    async def spread(self, broadcast: Broadcast, codes: Sequence[str], not_before: datetime) -> bool:
        """Enter the rows of some more recipients, parked; False when there are no more."""
        if await self._people.enter(broadcast, codes, not_before):
            return True
        if broadcast.sheet and await self._sheets.enter(broadcast, codes):
            return True
        await self._connection.execute(SQL_ALL_THERE, {"id": broadcast.id})
        return False

    async def release(self, broadcast_id: int) -> None:
        """Let some wait for the sender: as many as leave until the next tick, and a few more."""
        room = PORTION - await self._number(SQL_BEFORE_SENDER, {"id": broadcast_id})
        if room > 0:
            values = {"id": broadcast_id, "now": self._now, "room": room}
            await self._connection.execute(SQL_RELEASE, values)

    async def park(self, broadcast_id: int) -> None:
        """Take back what waits for the sender."""
        await self._connection.execute(SQL_PARK, {"id": broadcast_id})

    async def drop(self, broadcast_id: int) -> bool:
        """Drop what waits and some of what is parked; False when nothing is left."""
        values = {"id": broadcast_id, "room": CHUNK}
        await self._connection.fetch_all(SQL_DROP, {**values, "state": OutboxState.WAITING.value})
        return bool(await self._connection.fetch_all(SQL_DROP, {**values, "state": OutboxState.PARKED.value}))

    async def drop_for(self, chat_id: int) -> None:
        """Drop every notice to residents that this chat has not got yet."""
        await self._connection.execute(SQL_DROP_FOR, {"chat_id": chat_id})

    async def is_recipient(self, broadcast_id: int, person_id: int) -> bool:
        """Whether the broadcast was ever on its way to them."""
        key = f"{BROADCAST}:{broadcast_id}:{person_id}"
        return await self._connection.fetch_one(SQL_IS_RECIPIENT, {"key": key}) is not None

    async def tally(self, broadcast_id: int) -> DeliveryTally:
        """What became of the messages so far."""
        values = {"id": broadcast_id}
        rows = await self._connection.fetch_all(SQL_STATES, values)
        n = Counter({OutboxState(row["state"]): int(row["n"]) for row in rows})
        return DeliveryTally(
            waiting=n[OutboxState.PARKED] + n[OutboxState.WAITING] + n[OutboxState.SENDING],
            sent=n[OutboxState.SENT],
            failed=n[OutboxState.FAILED],
            blocked=n[OutboxState.BLOCKED],
            held=n[OutboxState.HELD],
            dropped=n[OutboxState.DROPPED],
            read=await self._number(SQL_READ, values),
        )

    async def resend(self, broadcast_id: int) -> None:
        """What may have arrived goes once more, marked as a repeat."""
        await self._connection.execute(SQL_RESEND, {"id": broadcast_id})

    async def leave(self, broadcast_id: int) -> None:
        """What may have arrived is left at that."""
        await self._connection.execute(SQL_LEAVE, {"id": broadcast_id})

    async def _number(self, sql: str, values: Mapping[str, object]) -> int:
        row = await self._connection.fetch_one(sql, values)
        return 0 if row is None else int(row["n"] or 0)
