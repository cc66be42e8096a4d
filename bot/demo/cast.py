"""Who plays in the demo county; the words about them stand in cast.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.invitations.link import JOIN, link
from bot.process.sandbox import USERNAME

STAFF_FILE = Path(__file__).with_name("staff.csv")
CAST_FILE = Path(__file__).with_name("cast.toml")


@dataclass(frozen=True, slots=True)
class Player:
    """One invented person. A token is that of an invitation they have not opened yet."""

    id: int
    first_name: str
    phone: str
    group: str
    note: str
    to_try: str
    username: str = ""
    language_code: str = "zh-hans"
    joined: bool = False
    token: str = ""


def players() -> list[Player]:
    """Everybody on the chat page, in its order."""
    return [Player(**entry) for entry in tomllib.loads(CAST_FILE.read_text(encoding="utf-8"))["people"]]


def sandbox_cast(*, lived: bool = False) -> list[dict[str, Any]]:
    """The players as the sandbox wants them; officials who joined have pressed Start.

    Where the demo has lived its thirty days, everybody's note says what to try as them.
    """
    return [_entry(player, player.to_try if lived else "") for player in players()]


def _entry(player: Player, to_try: str) -> dict[str, Any]:
    note = player.note.replace("{link}", link(USERNAME, f"{JOIN}{player.token}"))
    return {
        "id": player.id,
        "first_name": player.first_name,
        "last_name": "",
        "username": player.username,
        "phone": f"+86{player.phone}",
        "language_code": player.language_code,
        "group": player.group,
        "note": f"{note}\n👉 {to_try}" if to_try else note,
        "started": player.joined,
    }
