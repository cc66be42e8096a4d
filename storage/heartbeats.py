"""When each tick last ran, and how it went: how anybody sees that the clock has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.database import Connection
from storage.named import moment

SQL_BEAT = """
INSERT INTO heartbeats (tick, at, outcome) VALUES (:tick, :at, :outcome)
ON CONFLICT (tick) DO UPDATE SET at = excluded.at, outcome = excluded.outcome
"""
SQL_LOAD = "SELECT tick, at, outcome FROM heartbeats ORDER BY tick"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last run of one tick."""

    at: datetime
    outcome: str


async def beat(connection: Connection, tick: str, at: datetime, outcome: str) -> None:
    """Remember that this tick ran; `outcome` holds no personal words."""
    await connection.execute(SQL_BEAT, {"tick": tick, "at": at, "outcome": outcome})


async def load_heartbeats(connection: Connection) -> Mapping[str, Heartbeat]:
    """The last run of every tick that ever ran."""
    rows = await connection.fetch_all(SQL_LOAD)
    return {row["tick"]: Heartbeat(moment(row["at"]), row["outcome"]) for row in rows}
