"""What only setting up a county or a demo does."""

from __future__ import annotations

from datetime import datetime

from desk.domain.people.people import Role
from storage.engine.database import Connection

SQL_RENEW_INVITATION = """
UPDATE invitations SET expires_at = :expires_at
WHERE token_hash = :token_hash AND claimed_at IS NULL AND expires_at <= :now
"""
SQL_HELD_ROLES = """
SELECT DISTINCT t.role FROM posts t JOIN staff s ON s.id = t.staff_id
WHERE s.revoked_at IS NULL AND t.valid_from <= :now AND (t.valid_to IS NULL OR t.valid_to > :now)
"""
# Who takes complaints about officials and acts by another post as well.
SQL_IN_LINE = """
SELECT 1 AS found FROM posts c JOIN posts t ON t.staff_id = c.staff_id OR t.stand_in_id = c.staff_id
WHERE c.role = 'complaints' AND t.role <> 'complaints'
    AND c.valid_from <= :now AND (c.valid_to IS NULL OR c.valid_to > :now)
    AND t.valid_from <= :now AND (t.valid_to IS NULL OR t.valid_to > :now)
LIMIT 1
"""
SQL_MARK_DEMO = "UPDATE people SET demo = true WHERE id = :id"


async def renew_invitation(
    connection: Connection, token_hash: str, expires_at: datetime, now: datetime
) -> None:
    """Let an invitation that ran out work again; the demo's link is always the same."""
    values = {"token_hash": token_hash, "expires_at": expires_at, "now": now}
    await connection.execute(SQL_RENEW_INVITATION, values)


async def held_roles(connection: Connection, now: datetime) -> frozenset[Role]:
    """Roles for which at least one post has a holder."""
    rows = await connection.fetch_all(SQL_HELD_ROLES, {"now": now})
    return frozenset(Role(row["role"]) for row in rows)


async def complaints_in_line(connection: Connection, now: datetime) -> bool:
    """Whether somebody who takes complaints about officials acts by another post too."""
    return await connection.fetch_one(SQL_IN_LINE, {"now": now}) is not None


async def mark_demo(connection: Connection, person_id: int) -> None:
    """Remember that a person is invented."""
    await connection.execute(SQL_MARK_DEMO, {"id": person_id})
