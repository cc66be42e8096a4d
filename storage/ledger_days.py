"""One digest a day over everything the ledger got: entries cut off at the end of a chain show here.

The digest of a day is taken over the digest of the day before and every entry of the day, in the order
stored. No counter is shared while people work: a day is closed once, an hour after it is over.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.database import Connection
from storage.named import moment

_PAGE = 2_000
_DAY = timedelta(days=1)
# A transaction that began before midnight may commit after it; by then nothing of that day is left open.
_SETTLED_AFTER = timedelta(hours=1)

SQL_FIRST = "SELECT min(at) AS at FROM ledger"
SQL_LAST_DAY = "SELECT day, digest FROM ledger_days ORDER BY day DESC LIMIT 1"
SQL_DAYS = "SELECT day, entries, last_id, digest FROM ledger_days ORDER BY day"
# Where the entries of a day begin, at the earliest: no transaction lasts from one day into the next but one.
SQL_PASSED = "SELECT max(last_id) AS last_id FROM ledger_days WHERE day < :day_before"
SQL_ENTRIES = """
SELECT id, chain, position, digest FROM ledger
WHERE at >= :begins AND at < :ends AND id > :after ORDER BY id LIMIT :page
"""
SQL_CLOSE = """
INSERT INTO ledger_days (day, entries, last_id, digest, made_at)
VALUES (:day, :entries, :last_id, :digest, :made_at)
ON CONFLICT (day) DO NOTHING
"""


class LedgerDayRows:
    """The days of the ledger inside one transaction. Days are those of the county's time zone."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    async def next_to_close(self, now: datetime) -> date | None:
        """The oldest day that is over and not closed; None when there is none."""
        last = await self._connection.fetch_one(SQL_LAST_DAY)
        if last is not None:
            day = date.fromisoformat(last["day"]) + _DAY
        else:
            first = await self._connection.fetch_one(SQL_FIRST)
            if first is None or first["at"] is None:
                return None
            day = moment(first["at"]).astimezone(self._zone).date()
        return day if now >= self._begins(day + _DAY) + _SETTLED_AFTER else None

    async def close(self, day: date, now: datetime) -> None:
        """Keep the digest of a day; closing it twice is closing it once."""
        last = await self._connection.fetch_one(SQL_LAST_DAY)
        values = await self._digested(day, "" if last is None else last["digest"])
        await self._connection.execute(SQL_CLOSE, {**values, "made_at": now})

    async def verify(self) -> str | None:
        """The first closed day (YYYY-MM-DD) whose entries are not those it was closed over."""
        before = ""
        for row in await self._connection.fetch_all(SQL_DAYS):
            claimed = {name: row[name] for name in ("day", "entries", "last_id", "digest")}
            if claimed != await self._digested(date.fromisoformat(row["day"]), before):
                return str(row["day"])
            before = row["digest"]
        return None

    async def _digested(self, day: date, before: str) -> dict[str, object]:
        hashed, entries = hashlib.sha256(before.encode()), 0
        passed = await self._connection.fetch_one(SQL_PASSED, {"day_before": (day - _DAY).isoformat()})
        after = 0 if passed is None else passed["last_id"] or 0
        window = {"begins": self._begins(day), "ends": self._begins(day + _DAY), "page": _PAGE}
        while True:
            rows = await self._connection.fetch_all(SQL_ENTRIES, {**window, "after": after})
            for row in rows:
                hashed.update(f"{row['chain']}\n{row['position']}\n{row['digest']}\n".encode())
            entries += len(rows)
            after = rows[-1]["id"] if rows else after
            if len(rows) < _PAGE:
                return {
                    "day": day.isoformat(),
                    "entries": entries,
                    "last_id": after,
                    "digest": hashed.hexdigest(),
                }

    def _begins(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self._zone)
