"""When each tick last ran, and how it went: how anybody sees that the clock has stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Connection
from storage.engine.named import moment, moment_or_none

_WELL = "done"
SQL_BEAT = """
INSERT INTO heartbeats (tick, at, outcome, failing_since) VALUES (:tick, :at, :outcome, :failed_at)
ON CONFLICT (tick) DO UPDATE SET at = excluded.at, outcome = excluded.outcome,
failing_since = CASE WHEN excluded.failing_since IS NULL THEN NULL
ELSE COALESCE(heartbeats.failing_since, excluded.failing_since) END
"""
SQL_LOAD = "SELECT tick, at, outcome, failing_since FROM heartbeats ORDER BY tick"


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run of one tick; `failing_since` is the first of the runs in a row that failed."""

    at: datetime
    outcome: str
    failing_since: datetime | None = None


async def beat(connection: Connection, tick: str, at: datetime, outcome: str) -> None:
    """Remember that this tick ran; `outcome` is `done` or a code, and holds no personal words."""
    values = {"tick": tick, "at": at, "outcome": outcome, "failed_at": None if outcome == _WELL else at}
    await connection.execute(SQL_BEAT, values)


async def load_heartbeats(connection: Connection) -> Mapping[str, LastRun]:
    """The last run of every tick that ever ran."""
    rows = await connection.fetch_all(SQL_LOAD)
    return {row["tick"]: _heartbeat(row["at"], row["outcome"], row["failing_since"]) for row in rows}


def _heartbeat(at: str, outcome: str, failing_since: str | None) -> LastRun:
    return LastRun(moment(at), outcome, moment_or_none(failing_since))
