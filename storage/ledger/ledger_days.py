"""One digest a day over everything the ledger got: entries cut off at the end of a chain show here.

The digest of a day is taken over the digest of the day before and every entry of the day, in the order
stored. No counter is shared while people work: a day is closed once, an hour after it is over.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.engine.database import Row
from storage.engine.named import moment, stored
from storage.engine.rows import Rows

_PAGE = 2_000
_DAY = timedelta(days=1)
_Bounds = tuple[Sequence[str], Sequence[str]]  # where each of some days begins and ends, as stored
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
SQL_ALL_ENTRIES = """
SELECT id, at, chain, position, digest FROM ledger WHERE id > :after ORDER BY id LIMIT :page
"""
SQL_CLOSE = """
INSERT INTO ledger_days (day, entries, last_id, digest, made_at)
VALUES (:day, :entries, :last_id, :digest, :made_at)
ON CONFLICT (day) DO NOTHING
"""


@dataclass(slots=True)
class _Day:
    """A day as it adds up: entries up to the row `passed` belong to days long before."""

    passed: int
    before: str
    hashed: hashlib._Hash = field(init=False)
    entries: int = 0
    last_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.hashed = hashlib.sha256(self.before.encode())
        self.last_id = self.passed

    def add(self, row: Row) -> None:
        """The next entry, in the order stored."""
        if row["id"] > self.passed:
            self.hashed.update(f"{row['chain']}\n{row['position']}\n{row['digest']}\n".encode())
            self.entries += 1
            self.last_id = row["id"]

    def closed_as(self, day: date) -> dict[str, object]:
        """The columns that are kept of it."""
        digest = self.hashed.hexdigest()
        return {"day": day.isoformat(), "entries": self.entries, "last_id": self.last_id, "digest": digest}


class LedgerDayRows(Rows):
    """The days of the ledger inside one transaction. Days are those of the county's time zone."""

    async def next_to_close(self, zone: ZoneInfo) -> date | None:
        """The oldest day that is over and not closed; None when there is none."""
        last = await self._connection.fetch_one(SQL_LAST_DAY)
        if last is not None:
            day = date.fromisoformat(last["day"]) + _DAY
        else:
            first = await self._connection.fetch_one(SQL_FIRST)
            if first is None or first["at"] is None:
                return None
            day = moment(first["at"]).astimezone(zone).date()
        return day if self._now >= _begins(day + _DAY, zone) + _SETTLED_AFTER else None

    async def close(self, day: date, zone: ZoneInfo) -> None:
        """Keep the digest of a day; closing it twice is closing it once."""
        last = await self._connection.fetch_one(SQL_LAST_DAY)
        values = await self._digested(day, zone, "" if last is None else last["digest"])
        await self._connection.execute(SQL_CLOSE, {**values, "made_at": self._now})

    async def verify(self, zone: ZoneInfo) -> str | None:
        """The first closed day (YYYY-MM-DD) whose entries are not those it was closed over."""
        claimed = await self._connection.fetch_all(SQL_DAYS)
        days = [date.fromisoformat(row["day"]) for row in claimed]
        found = await self._added_up(_bounds(days, zone), _as_claimed(claimed))
        for row, day, one in zip(claimed, days, found, strict=True):
            if {name: row[name] for name in ("day", "entries", "last_id", "digest")} != one.closed_as(day):
                return str(row["day"])
        return None

    async def _added_up(self, bounds: _Bounds, sums: Sequence[_Day]) -> Sequence[_Day]:
        """Every entry of the ledger added to its day, in one pass: a year has millions."""
        begins, ends = bounds
        after, more = 0, bool(begins)
        while more:
            rows = await self._connection.fetch_all(SQL_ALL_ENTRIES, {"after": after, "page": _PAGE})
            for row in rows:
                place = bisect_right(begins, row["at"]) - 1
                if place >= 0 and row["at"] < ends[place]:
                    sums[place].add(row)
            after, more = (rows[-1]["id"], len(rows) == _PAGE) if rows else (after, False)
        return sums

    async def _digested(self, day: date, zone: ZoneInfo, before: str) -> dict[str, object]:
        passed = await self._connection.fetch_one(SQL_PASSED, {"day_before": (day - _DAY).isoformat()})
        added = _Day(0 if passed is None else passed["last_id"] or 0, before)
        window = {"begins": _begins(day, zone), "ends": _begins(day + _DAY, zone), "page": _PAGE}
        while True:
            rows = await self._connection.fetch_all(SQL_ENTRIES, {**window, "after": added.last_id})
            for row in rows:
                added.add(row)
            if len(rows) < _PAGE:
                return added.closed_as(day)


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _bounds(days: Sequence[date], zone: ZoneInfo) -> _Bounds:
    begins = [str(stored(_begins(day, zone))) for day in days]
    ends = [str(stored(_begins(day + _DAY, zone))) for day in days]
    return begins, ends


def _as_claimed(claimed: Sequence[Row]) -> Sequence[_Day]:
    """Where each day begins by what the days before it were closed as; nothing added yet."""
    sums, highest = [], [0, 0]  # the highest row up to the day before yesterday, and up to yesterday
    before = ""
    for row in claimed:
        sums.append(_Day(highest[0], before))
        highest = [highest[1], max(highest[1], row["last_id"])]
        before = row["digest"]
    return sums
