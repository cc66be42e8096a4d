"""How towns stand with their visits, as it was counted last: nobody who looks goes through the windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desk.domain.visits.duties import Window
from desk.domain.visits.visit import Rate, TownRate
from storage.engine.rows import Rows
from storage.engine.statements import listed, with_list

SQL_KEEP = """
INSERT INTO town_visit_rates (area_code, first_on, last_on, fulfilled, missed)
VALUES (:area_code, :first_on, :last_on, :fulfilled, :missed)
ON CONFLICT (area_code) DO UPDATE SET first_on = excluded.first_on, last_on = excluded.last_on,
    fulfilled = excluded.fulfilled, missed = excluded.missed
"""
SQL_OF = with_list(
    """
    SELECT area_code, first_on, last_on, fulfilled, missed FROM town_visit_rates
    WHERE area_code IN {listed} ORDER BY area_code
    """
)


class TownRateRows(Rows):
    """The sums of towns inside one transaction."""

    async def keep(self, rate: TownRate) -> None:
        """Let this be how the town stands."""
        await self._connection.execute(
            SQL_KEEP,
            {
                "area_code": rate.area_code,
                "first_on": rate.month.first.isoformat(),
                "last_on": rate.month.last.isoformat(),
                "fulfilled": rate.rate.fulfilled,
                "missed": rate.rate.missed,
            },
        )

    async def of(self, area_codes: Sequence[str]) -> Sequence[TownRate]:
        """Those of these towns that were ever counted, by code."""
        sql = SQL_OF[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(area_codes)})
        return [
            TownRate(
                row["area_code"],
                Window(date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])),
                Rate(row["fulfilled"], row["missed"]),
            )
            for row in rows
        ]
