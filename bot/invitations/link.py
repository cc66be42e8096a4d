"""One-time links that make somebody of the staff list an official of the bot."""

from __future__ import annotations

from typing import Final

JOIN: Final = "join_"


def link(bot_username: str, payload: str) -> str:
    """What opens the bot with this payload; that of an invitation is `join_` and its token."""
    return f"https://t.me/{bot_username.removeprefix('@')}?start={payload}"
