"""Whether a message is mere politeness: thanks, or that something was understood, and nothing more."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from desk.domain.text.folding import folded

# Spaces, punctuation and what only decorates a character; the pictures themselves (So) say something.
_ORNAMENTS: Final = frozenset("ZPCM")
_DECORATIONS: Final = frozenset({"Sk", "Sm"})


def is_courtesy(text: str, words: frozenset[str]) -> bool:
    """Whether the text is made of these words and of nothing else, in whatever order and punctuation."""
    plain, known = _plain(text), _known(words)
    reached, furthest = {0}, 0
    for position, character in enumerate(plain):
        if position > furthest:  # something else stands here
            return False
        if position in reached:
            ends = [position + len(w) for w in known.get(character, ()) if plain.startswith(w, position)]
            reached.update(ends)
            furthest = max(furthest, *ends) if ends else furthest
    return bool(plain) and len(plain) in reached


def _plain(text: str) -> str:
    return "".join(character for character in folded(text) if not _ornament(unicodedata.category(character)))


def _ornament(category: str) -> bool:
    return category[0] in _ORNAMENTS or category in _DECORATIONS


@lru_cache(maxsize=8)
def _known(words: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The words by their first character."""
    known: dict[str, list[str]] = {}
    for word in filter(None, map(_plain, words)):
        known.setdefault(word[0], []).append(word)
    return known
