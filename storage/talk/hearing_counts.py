"""How often something was heard and somebody said that it was something else; no words, no names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desk.domain.talk.heard import HearingCount
from storage.engine.rows import Rows

SQL_COUNT = """
INSERT INTO hearing_counts (month, heard, meant, times) VALUES (:month, :heard, :meant, 1)
ON CONFLICT (month, heard, meant) DO UPDATE SET times = hearing_counts.times + 1
"""
SQL_ALL = "SELECT month, heard, meant, times FROM hearing_counts ORDER BY month, heard, meant"


class HearingCountRows(Rows):
    """Counts inside one transaction."""

    async def count(self, day: date, heard: str, meant: str) -> None:
        """Once more in the month of that day."""
        values = {"month": f"{day:%Y-%m}", "heard": heard, "meant": meant}
        await self._connection.execute(SQL_COUNT, values)

    async def all(self) -> Sequence[HearingCount]:
        """Every count, the oldest month first."""
        return [HearingCount(**row) for row in await self._connection.fetch_all(SQL_ALL, {})]
