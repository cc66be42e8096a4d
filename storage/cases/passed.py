"""Deadlines that passed while nobody could act: what an outage has made late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.engine.database import Connection
from storage.engine.named import moment
from storage.engine.statements import filled
from storage.schema.casework import OWNED

# What complaints about officials are due is nobody's business but theirs who have them.
SQL_PASSED = filled(
    """
    SELECT number, due_at FROM cases
    WHERE {owned} AND due_stage IN ('visit', 'reply') AND paused_at IS NULL AND NOT outside
    AND due_at > :since AND due_at <= :now ORDER BY due_at, id
    """,
    owned=OWNED,
)


async def deadlines_passed(
    connection: Connection, since: datetime, now: datetime
) -> Sequence[tuple[str, datetime]]:
    """Numbers of open cases with a visit or an answer that became overdue between two moments, and when."""
    rows = await connection.fetch_all(SQL_PASSED, {"since": since, "now": now})
    return [(str(row["number"]), moment(row["due_at"])) for row in rows]
