"""Whether a message is mere politeness: thanks, or that something was understood, and nothing more."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# Spaces, punctuation and what only decorates a character; the pictures themselves (So) say something.
_ORNAMENTS: Final = frozenset("ZPCM")
_DECORATIONS: Final = frozenset({"Sk", "Sm"})


def is_courtesy(text: str, words: frozenset[str]) -> bool:
    """Whether the text is made of these words and of nothing else, in whatever order and punctuation."""
    plain, known = _plain(text), _known(words)
    reached = {0}
    for position in range(len(plain)):
        if position in reached:
            reached |= {position + len(word) for word in known if plain.startswith(word, position)}
    return bool(plain) and len(plain) in reached


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if not _ornament(unicodedata.category(character)))


def _ornament(category: str) -> bool:
    return category[0] in _ORNAMENTS or category in _DECORATIONS


@lru_cache(maxsize=8)
def _known(words: frozenset[str]) -> frozenset[str]:
    return frozenset(filter(None, map(_plain, words)))
