"""Types that every part of the sandbox shares."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
"""One JSON object, as the Bot API speaks it."""

Clock = Callable[[], float]
"""Gives the present as Unix seconds."""


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the only unit Telegram counts text in."""
    return len(text) + sum(1 for char in text if char > "\uffff")
