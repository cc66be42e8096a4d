"""Ticks that stand still or fail, as long as they do: the operator hears of each once, whoever watches."""

from __future__ import annotations

from collections.abc import Mapping

from storage.engine.database import Connection

SQL_OPEN = "SELECT tick, key FROM tick_incidents"
SQL_BEGIN = """
INSERT INTO tick_incidents (tick, key) VALUES (:tick, :key)
ON CONFLICT (tick) DO UPDATE SET key = excluded.key
"""
SQL_END = "DELETE FROM tick_incidents WHERE tick = :tick"


async def open_incidents(connection: Connection) -> Mapping[str, str]:
    """The keys of the messages that told them, by tick."""
    return {row["tick"]: row["key"] for row in await connection.fetch_all(SQL_OPEN)}


async def begin_incident(connection: Connection, tick: str, key: str) -> None:
    """The tick does not run as it should; `key` is the message that tells it."""
    await connection.execute(SQL_BEGIN, {"tick": tick, "key": key})


async def end_incident(connection: Connection, tick: str) -> None:
    """The tick runs; one that always did is no error."""
    await connection.execute(SQL_END, {"tick": tick})
