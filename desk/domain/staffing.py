"""Invitations, and what is known of cards already said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link for one entry of the staff list."""

    id: int
    staff_id: int
    expires_at: datetime
    tries: int
    opened_by: int | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """One card in one chat: enough to edit it."""

    key: str
    chat_id: int
    language: str
