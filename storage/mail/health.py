"""How inbox and outbox stand: what waits and for how long, what failed, what is held. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.engine.database import Connection, Row
from storage.engine.named import moment_or_none
from storage.mail.repeats import SQL_GIVEN_UP

SQL_INBOX_WAITING = "SELECT count(*) AS n, min(received_at) AS oldest FROM inbox WHERE state = 'waiting'"
SQL_OUTBOX_WAITING = (
    "SELECT count(*) AS n, min(not_before) AS oldest FROM outbox"
    " WHERE state = 'waiting' AND not_before <= :now AND NOT EXISTS"
    " (SELECT 1 FROM outbox t WHERE t.id = outbox.target_id AND t.state IN ('waiting', 'sending'))"
)
SQL_OUTBOX_REPEATED = (
    "SELECT count(*) AS n, min(created_at) AS oldest FROM outbox WHERE state = 'waiting' AND unsure"
)
SQL_INBOX_FAILED = "SELECT count(*) AS n, max(handled_at) AS newest FROM inbox WHERE state = 'failed'"
_STUCK: Final = "SELECT count(*) AS n, max(COALESCE(sent_at, not_before)) AS newest FROM outbox"
SQL_OUTBOX_FAILED = f"{_STUCK} WHERE state IN ('failed', 'blocked')"
SQL_OUTBOX_HELD = f"{_STUCK} WHERE state = 'held'"


@dataclass(frozen=True, slots=True)
class Some:
    """How many rows, and one moment: of the oldest that waits, or of the newest that went wrong."""

    count: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Receipts and cards that were given up: how many, and when the first and the last were due."""

    count: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Mail:
    """What came in and what goes out."""

    updates_waiting: Some
    messages_waiting: Some
    messages_repeated: Some
    updates_failed: Some
    messages_failed: Some
    messages_held: Some
    given_up: GivenUp


async def look_at_mail(connection: Connection, now: datetime) -> Mail:
    """How inbox and outbox stand; messages that wait for the morning are not late."""
    return Mail(
        updates_waiting=_some(await connection.fetch_one(SQL_INBOX_WAITING), "oldest"),
        messages_waiting=_some(await connection.fetch_one(SQL_OUTBOX_WAITING, {"now": now}), "oldest"),
        messages_repeated=_some(await connection.fetch_one(SQL_OUTBOX_REPEATED), "oldest"),
        updates_failed=_some(await connection.fetch_one(SQL_INBOX_FAILED), "newest"),
        messages_failed=_some(await connection.fetch_one(SQL_OUTBOX_FAILED), "newest"),
        messages_held=_some(await connection.fetch_one(SQL_OUTBOX_HELD), "newest"),
        given_up=await given_up(connection),
    )


async def given_up(connection: Connection) -> GivenUp:
    """Receipts and cards that were given up and that nobody has decided about."""
    row = await connection.fetch_one(SQL_GIVEN_UP)
    if row is None:
        return GivenUp(0, None, None)
    return GivenUp(int(row["n"]), moment_or_none(row["oldest"]), moment_or_none(row["newest"]))


def _some(row: Row | None, at: str) -> Some:
    return Some(0, None) if row is None else Some(int(row["n"]), moment_or_none(row[at]))
