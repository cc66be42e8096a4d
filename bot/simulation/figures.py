"""What a simulated year came to, counted from the rows."""

from __future__ import annotations

import resource
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.simulation.year import YearUnderWay
from storage.engine.database import Database

SQL_PERIODS: Final = "SELECT state, count(*) AS n FROM visit_periods WHERE due_by <= :until GROUP BY state"
SQL_VISITS: Final = """
SELECT count(*) AS visits, coalesce(sum(CASE WHEN late THEN 1 ELSE 0 END), 0) AS late,
    count(DISTINCT household_id) AS households
FROM household_visits
"""
SQL_CASES: Final = "SELECT state, count(*) AS n FROM cases GROUP BY state"
SQL_LEDGER: Final = "SELECT count(*) AS n FROM ledger"
_KILOBYTES: Final = 1024


async def figures_of(database: Database, year: YearUnderWay) -> Mapping[str, object]:
    """The year's figures, each with its numerator and denominator."""
    until = date(year.number, 12, 1).isoformat()  # windows that ended before are over for certain
    async with database.reading() as connection:
        periods = {
            row["state"]: row["n"] for row in await connection.fetch_all(SQL_PERIODS, {"until": until})
        }
        visits = await connection.fetch_one(SQL_VISITS) or {}
        cases = {row["state"]: row["n"] for row in await connection.fetch_all(SQL_CASES)}
        ledger = await connection.fetch_one(SQL_LEDGER) or {}
    fulfilled, missed = periods.get("fulfilled", 0), periods.get("missed", 0)
    return {
        "year": year.number,
        "villages": len(year.city.villages),
        "monitors": year.plan.monitors,
        "households": year.plan.households,
        "visits": visits["visits"],
        "visited_households": visits["households"],
        "late_visits": visits["late"],
        "windows_fulfilled": fulfilled,
        "windows_missed": missed,
        "windows_lifted": periods.get("lifted", 0),
        "fulfilled_of_counted": f"{fulfilled}/{fulfilled + missed}",
        "cases": cases,
        "ledger_entries": ledger["n"],
        "messages": dict(year.postman.taken.most_common()),
        "most_messages_a_day_to_one": year.postman.most_a_day,
        "refused": dict(year.refused),
    }


def costs_of(year: YearUnderWay, seconds: float) -> Mapping[str, object]:
    """What the year cost this machine."""
    return {
        "seconds": round(seconds, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILOBYTES,
        "ticks_seconds": {
            name: round(took, 1) for name, took in sorted(year.spent.items(), key=lambda one: -one[1])
        },
        "slowest_tick_seconds": {
            name: round(took, 2) for name, took in sorted(year.slowest.items(), key=lambda one: -one[1])
        },
    }
