"""What only setting up a county or a demo does."""

from __future__ import annotations

from datetime import datetime

from storage.database import Connection

SQL_VOID_INVITATIONS = """
UPDATE invitations SET expires_at = :now
WHERE staff_id = :staff_id AND claimed_at IS NULL AND expires_at > :now
"""
SQL_RENEW_INVITATION = """
UPDATE invitations SET expires_at = :expires_at
WHERE token_hash = :token_hash AND claimed_at IS NULL AND expires_at <= :now
"""
SQL_MARK_DEMO = "UPDATE people SET demo = true WHERE id = :id"


async def void_invitations(connection: Connection, staff_id: int, now: datetime) -> None:
    """End every open invitation of an official, so that only the newest link works."""
    await connection.execute(SQL_VOID_INVITATIONS, {"staff_id": staff_id, "now": now})


async def renew_invitation(
    connection: Connection, token_hash: str, expires_at: datetime, now: datetime
) -> None:
    """Let an invitation that ran out work again; the demo's link is always the same."""
    values = {"token_hash": token_hash, "expires_at": expires_at, "now": now}
    await connection.execute(SQL_RENEW_INVITATION, values)


async def mark_demo(connection: Connection, person_id: int) -> None:
    """Remember that a person is invented."""
    await connection.execute(SQL_MARK_DEMO, {"id": person_id})
