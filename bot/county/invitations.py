"""One-time links that make somebody of the staff list an official of the bot."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.domain.people.people import Staff
from storage.staff.staff import StaffRows

TOKEN_BYTES = 16  # 128 bits


def link(bot_username: str, token: str) -> str:
    """What the official opens."""
    return f"https://t.me/{bot_username.removeprefix('@')}?start=join_{token}"


def token_hash(token: str) -> str:
    """All that is stored of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Inviter:
    """Makes links inside one transaction; `hours` is how long they work."""

    staff: StaffRows
    now: datetime
    hours: int
    random: Callable[[int], str] = secrets.token_urlsafe

    async def invite(self, staff: Staff) -> str:
        """Store a new invitation and return the token, which is kept nowhere; older links end."""
        token = self.random(TOKEN_BYTES)
        await self.staff.invite(staff.id, token_hash(token), self.now + timedelta(hours=self.hours))
        return token
