"""As much of a story as fits, the newest first of all, with a count of what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_CUT: Final = "\u2026\u2026"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown, in the order told, and how many pieces are not shown, or not to their end."""

    text: str
    left: int


def newest_of(pieces: Sequence[str], room: int) -> Excerpt:
    """The last pieces that fit into so many characters; a last one that is longer is shown from its start."""
    shown: list[str] = []
    for piece in reversed(pieces):
        if len(piece) > room:
            break
        shown.insert(0, piece)
        room -= len(piece) + 1
    left = len(pieces) - len(shown)
    if not shown and pieces:
        return Excerpt(pieces[-1][:room] + _CUT, left)
    return Excerpt("\n".join(shown), left)
