"""Broadcasts, who has read them, and who wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import orjson

from desk.domain.broadcasts.broadcast import Audience, Broadcast, BroadcastState, Counted, Recipients
from desk.domain.households.policy_sheet import HouseholdChoice
from desk.domain.talk.messages import Message
from storage.broadcasts.mail import BroadcastMailRows
from storage.broadcasts.policy_sheets import SheetRows
from storage.broadcasts.results import BroadcastResultRows
from storage.engine.database import Row
from storage.engine.named import moment_or_none
from storage.engine.rows import Lazy, Rows
from storage.engine.statements import filled
from storage.mail.outbox import content_place, method_of, packed

SQL_ADD = """
INSERT INTO broadcasts (area_code, audience, households, office_code, department, sheet, sheet_title,
    author_id, method, state, version, recipients, counted, created_at)
VALUES (:area_code, :audience, :households, :office_code, :department, :sheet, :sheet_title,
    :author_id, 'send', :state, :version, :count, CAST(:counted AS bigint), :now)
RETURNING id
"""
SQL_KEEP_CONTENT = "UPDATE broadcasts SET content = :content, method = :method WHERE id = :id"
_COLUMNS = """
id, area_code, audience, households, office_code, department, sheet, sheet_title, author_id, content, state,
version, recipients, counted, spread, asked_at, ruled_by
"""
SQL_FIND = filled("SELECT {columns} FROM broadcasts WHERE id = :id AND content IS NOT NULL", columns=_COLUMNS)
SQL_NEWEST = filled(
    "SELECT {columns} FROM broadcasts WHERE content IS NOT NULL ORDER BY id DESC LIMIT :room",
    columns=_COLUMNS,
)
SQL_SAVE = """
UPDATE broadcasts SET state = :state, version = :version, recipients = :count, asked_at = :asked_at,
    ruled_by = :ruled_by
WHERE id = :id AND version = :version - 1
RETURNING id
"""
SQL_NOTE_COUNT = """
UPDATE broadcasts SET recipients = :count, counted = CAST(:upto AS bigint) WHERE id = :id
"""
SQL_UNTENDED = """
SELECT id FROM broadcasts
WHERE (NOT tended AND state IN ('running', 'paused', 'stopped')) OR rung >= 0
    OR (state = 'composed' AND counted IS NOT NULL)
ORDER BY id
"""
SQL_END = "UPDATE broadcasts SET tended = true WHERE id = :id"
SQL_BEGIN_AGAIN = "UPDATE broadcasts SET tended = false WHERE id = :id"
SQL_RUNG = "SELECT rung FROM broadcasts WHERE id = :id"
SQL_RING = "UPDATE broadcasts SET rung = CAST(:villages AS bigint) WHERE id = :id"
SQL_RECEIVE = """
INSERT INTO broadcast_receipts (broadcast_id, person_id, read_at) VALUES (:id, :person_id, :now)
ON CONFLICT (broadcast_id, person_id) DO NOTHING
"""
SQL_SUBSCRIBE = """
INSERT INTO subscriptions (person_id, wanted, since) VALUES (:person_id, :wanted, :now)
ON CONFLICT (person_id) DO UPDATE SET wanted = excluded.wanted, since = excluded.since
"""
SQL_IS_SUBSCRIBED = "SELECT wanted FROM subscriptions WHERE person_id = :person_id"


class BroadcastRows(Rows):
    """Broadcasts inside one transaction."""

    mail = Lazy(BroadcastMailRows)
    results = Lazy(BroadcastResultRows)
    sheets = Lazy(SheetRows)

    async def add(self, broadcast: Broadcast) -> int:
        """Enter it (its id is ignored), without its words, and return the row's id."""
        to = broadcast.recipients
        values = {
            "area_code": to.area_code,
            "audience": to.audience,
            "households": "" if to.households is None else to.households.code,
            "office_code": broadcast.office_code,
            "department": broadcast.department,
            "sheet": broadcast.sheet,
            "sheet_title": broadcast.sheet_title,
            "author_id": broadcast.author_id,
            "state": broadcast.state,
            "version": broadcast.version,
            "count": broadcast.count,
            "counted": broadcast.counted,
            "now": self._now,
        }
        return await self._add(SQL_ADD, values)

    async def keep_content(self, broadcast_id: int, message: Message) -> None:
        """What every message of it says; chat and key of `message` do not matter."""
        content = self._seal.close(packed(message), content_place(broadcast_id))
        values = {"id": broadcast_id, "content": content, "method": method_of(message)}
        await self._connection.execute(SQL_KEEP_CONTENT, values)

    async def find(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast with its words, if there is one."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": broadcast_id})
        return None if row is None else self._broadcast(row)

    async def newest(self, room: int) -> Sequence[Broadcast]:
        """The last ones that were composed, the newest first."""
        rows = await self._connection.fetch_all(SQL_NEWEST, {"room": room})
        return [self._broadcast(row) for row in rows]

    async def save(self, broadcast: Broadcast) -> bool:
        """Store if the row still has version `broadcast.version - 1`; else False: somebody was first."""
        values = {
            "id": broadcast.id,
            "state": broadcast.state,
            "version": broadcast.version,
            "count": broadcast.count,
            "asked_at": broadcast.asked_at,
            "ruled_by": broadcast.ruled_by,
        }
        return await self._connection.fetch_one(SQL_SAVE, values) is not None

    async def note_count(self, broadcast_id: int, counted: Counted) -> None:
        """So many recipients were counted so far."""
        values = {"id": broadcast_id, "count": counted.count, "upto": counted.upto}
        await self._connection.execute(SQL_NOTE_COUNT, values)

    async def find_untended(self) -> Sequence[int]:
        """Those that have something left to be done, be it that people are rung up; oldest first."""
        return [row["id"] for row in await self._connection.fetch_all(SQL_UNTENDED)]

    async def end(self, broadcast_id: int) -> None:
        """Nothing is left to be done with it."""
        await self._connection.execute(SQL_END, {"id": broadcast_id})

    async def begin_again(self, broadcast_id: int) -> None:
        """Something is left to be done with it after all."""
        await self._connection.execute(SQL_BEGIN_AGAIN, {"id": broadcast_id})

    async def rung(self, broadcast_id: int) -> int | None:
        """In how many villages somebody was asked to ring up so far, or ALL_RUNG; None: nobody is to be."""
        row = await self._connection.fetch_one(SQL_RUNG, {"id": broadcast_id})
        return None if row is None else row["rung"]

    async def ring(self, broadcast_id: int, villages: int) -> None:
        """So many villages have been asked, or ALL_RUNG."""
        await self._connection.execute(SQL_RING, {"id": broadcast_id, "villages": villages})

    async def receive(self, broadcast_id: int, person_id: int) -> None:
        """They have read it."""
        values = {"id": broadcast_id, "person_id": person_id, "now": self._now}
        await self._connection.execute(SQL_RECEIVE, values)

    async def subscribe(self, person_id: int, *, wanted: bool) -> None:
        """Whether notices to residents go to this person from now on."""
        values = {"person_id": person_id, "wanted": wanted, "now": self._now}
        await self._connection.execute(SQL_SUBSCRIBE, values)

    async def is_subscribed(self, person_id: int) -> bool | None:
        """Whether they want notices; None when they have not said yet."""
        row = await self._connection.fetch_one(SQL_IS_SUBSCRIBED, {"person_id": person_id})
        return None if row is None else bool(row["wanted"])

    def _broadcast(self, row: Row) -> Broadcast:
        content = orjson.loads(self._seal.open(row["content"], content_place(row["id"])))
        said = dict(content["arguments"])
        chosen = HouseholdChoice.of(row["households"]) if row["households"] else None
        bare = Broadcast(
            id=row["id"],
            recipients=Recipients(row["area_code"], Audience(row["audience"]), chosen),
            office_code=row["office_code"],
            author_id=row["author_id"],
            text=said["text"],
            file_id=content.get("file_id", ""),
            file_kind=content.get("file_kind", ""),
        )
        return replace(
            bare,
            state=BroadcastState(row["state"]),
            version=row["version"],
            count=row["recipients"],
            counted=row["counted"],
            spread=bool(row["spread"]),
            asked_at=moment_or_none(row["asked_at"]),
            ruled_by=row["ruled_by"],
            department=row["department"],
            sheet=row["sheet"],
            sheet_title=row["sheet_title"],
            quoted=said.get("quoted") or {},
        )
