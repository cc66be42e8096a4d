"""How the rows stand: what waits and for how long, what failed, what is held. Only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Connection, Row
from storage.engine.named import moment, moment_or_none
from storage.engine.statements import filled
from storage.mail.repeats import SQL_GIVEN_UP
from storage.schema.casework import OWNED

SQL_STEPS: Mapping[str, str] = {
    "sqlite": "SELECT count(*) AS n FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": (
        "SELECT count(*) AS n FROM information_schema.tables"
        " WHERE table_name = 'alembic_version' AND table_schema = current_schema()"
    ),
}
SQL_STEP = "SELECT version_num FROM alembic_version"
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
SQL_OUTBOX_STUCK = (
    "SELECT count(*) AS n, max(COALESCE(sent_at, not_before)) AS newest FROM outbox WHERE state = :state"
)
# What complaints about officials are due is nobody's business but theirs who have them.
SQL_PASSED = filled(
    """
    SELECT number, due_at FROM cases
    WHERE {owned} AND due_stage IN ('visit', 'reply') AND paused_at IS NULL AND NOT outside
    AND due_at > :since AND due_at <= :now ORDER BY due_at, id
    """,
    owned=OWNED,
)
SQL_MUTED = "SELECT count(DISTINCT person_id) AS n FROM mutes WHERE until_at > :now AND ended_at IS NULL"
SQL_UNAGREED = """
SELECT count(*) AS n FROM ledger WHERE chain = 'desk' AND act = 'drop_unagreed' AND at >= :since
"""


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


async def migration_step(connection: Connection) -> str | None:
    """The step up to which the tables were made; None for a database without tables."""
    found = await connection.fetch_one(SQL_STEPS[connection.dialect])
    if found is None or not found["n"]:
        return None
    row = await connection.fetch_one(SQL_STEP)
    return None if row is None else str(row["version_num"])


async def look_at_mail(connection: Connection, now: datetime) -> Mail:
    """How inbox and outbox stand; messages that wait for the morning are not late."""
    return Mail(
        updates_waiting=_some(await connection.fetch_one(SQL_INBOX_WAITING), "oldest"),
        messages_waiting=_some(await connection.fetch_one(SQL_OUTBOX_WAITING, {"now": now}), "oldest"),
        messages_repeated=_some(await connection.fetch_one(SQL_OUTBOX_REPEATED), "oldest"),
        updates_failed=_some(await connection.fetch_one(SQL_INBOX_FAILED), "newest"),
        messages_failed=_some(await connection.fetch_one(SQL_OUTBOX_STUCK, {"state": "failed"}), "newest"),
        messages_held=_some(await connection.fetch_one(SQL_OUTBOX_STUCK, {"state": "held"}), "newest"),
        given_up=await given_up(connection),
    )


async def given_up(connection: Connection) -> GivenUp:
    """Receipts and cards that were given up and that nobody has decided about."""
    row = await connection.fetch_one(SQL_GIVEN_UP)
    if row is None:
        return GivenUp(0, None, None)
    return GivenUp(int(row["n"]), moment_or_none(row["oldest"]), moment_or_none(row["newest"]))


async def deadlines_passed(
    connection: Connection, since: datetime, now: datetime
) -> Sequence[tuple[str, datetime]]:
    """Numbers of open cases with a visit or an answer that became overdue between two moments, and when."""
    rows = await connection.fetch_all(SQL_PASSED, {"since": since, "now": now})
    return [(str(row["number"]), moment(row["due_at"])) for row in rows]


async def muted_people(connection: Connection, now: datetime) -> int:
    """How many people's alarms make no sound now."""
    row = await connection.fetch_one(SQL_MUTED, {"now": now})
    return 0 if row is None else int(row["n"])


async def dropped_unagreed(connection: Connection, since: datetime) -> int:
    """How many stories were dropped since then because their writers never agreed."""
    row = await connection.fetch_one(SQL_UNAGREED, {"since": since})
    return 0 if row is None else int(row["n"])


def _some(row: Row | None, at: str) -> Some:
    return Some(0, None) if row is None else Some(int(row["n"]), moment_or_none(row[at]))
