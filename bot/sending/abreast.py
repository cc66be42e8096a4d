"""Buttons side by side, as far as a phone shows their words whole; Telegram cuts what is too wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

# Half-width columns of a button's words on a phone 390 pixels wide, by how many stand abreast; a button on a
# row of its own is as wide as can be, whatever stands on it.
_ROOM: Final = {2: 17, 3: 10, 4: 7}
_MOST: Final = max(_ROOM)


def abreast(row: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The buttons of one row, in their order, in as few rows as show every word."""
    widest = max((columns(str(button["text"])) for button in row), default=0)
    fitting = [number for number, room in _ROOM.items() if widest <= room]
    number = min(len(row), max(fitting, default=1)) if len(row) <= _MOST else len(row)
    return [list(row[first : first + number]) for first in range(0, len(row), max(number, 1))]


def columns(label: str) -> int:
    """How wide words are, in half-width columns, as a terminal counts them."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)
