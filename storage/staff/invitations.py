"""One-time links for the staff list. Only hashes of their tokens are kept."""

from __future__ import annotations

from datetime import datetime

from desk.domain.staff.staffing import Invitation
from storage.engine.rows import Rows
from storage.staff.rows import invitation_of

SQL_INVITE = """
INSERT INTO invitations (staff_id, token_hash, expires_at) VALUES (:staff_id, :token_hash, :expires_at)
"""
SQL_VOID = """
UPDATE invitations SET expires_at = :now
WHERE staff_id = :staff_id AND claimed_at IS NULL AND expires_at > :now
"""
SQL_FIND_INVITATION = """
SELECT id, staff_id, expires_at, tries, opened_by, claimed_at FROM invitations WHERE token_hash = :token_hash
"""
SQL_OPEN = """
UPDATE invitations SET opened_by = :person_id
WHERE id = :id AND (opened_by IS NULL OR opened_by = :person_id)
RETURNING id
"""
SQL_COUNT_TRY = "UPDATE invitations SET tries = tries + 1 WHERE id = :id RETURNING tries"
SQL_CLAIM = "UPDATE invitations SET claimed_at = :now WHERE id = :id AND claimed_at IS NULL"


class InvitationRows(Rows):
    """Invitations inside one transaction."""

    async def invite(self, staff_id: int, token_hash: str, expires_at: datetime) -> None:
        """Store an invitation by the SHA-256 of its token, in hex; older open ones end: one link works."""
        await self.void_invitations(staff_id)
        values = {"staff_id": staff_id, "token_hash": token_hash, "expires_at": expires_at}
        await self._connection.execute(SQL_INVITE, values)

    async def void_invitations(self, staff_id: int) -> None:
        """End every open invitation of an official."""
        await self._connection.execute(SQL_VOID, {"staff_id": staff_id, "now": self._now})

    async def find_invitation(self, token_hash: str) -> Invitation | None:
        """The invitation with this token, expired and claimed ones included."""
        row = await self._connection.fetch_one(SQL_FIND_INVITATION, {"token_hash": token_hash})
        return None if row is None else invitation_of(row)

    async def open_invitation(self, invitation_id: int, person_id: int) -> bool:
        """Tie the invitation to the first who opened it; False when that was somebody else."""
        values = {"id": invitation_id, "person_id": person_id}
        return await self._connection.fetch_one(SQL_OPEN, values) is not None

    async def count_try(self, invitation_id: int) -> int:
        """Count one failed try and return how many there were. Raises LookupError."""
        row = await self._connection.fetch_one(SQL_COUNT_TRY, {"id": invitation_id})
        if row is None:
            raise LookupError(f"no invitation {invitation_id}")
        return int(row["tries"])

    async def claim_invitation(self, invitation_id: int) -> None:
        """Use the invitation up; the first moment stays."""
        await self._connection.execute(SQL_CLAIM, {"id": invitation_id, "now": self._now})
