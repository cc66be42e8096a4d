"""The gravest word of danger in a text, and the sentence that it stands in, as its writer wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desk.domain.county.rules import Danger, Rules
from desk.domain.danger.danger import (
    CLAUSE_END,
    english_in,
    heard_in,
    normalise,
    patterns_of,
    without_exceptions,
    words_in,
)

_QUOTED: Final = 200  # characters of a sentence that has no end
_BEFORE: Final = 60  # … of them before the word
CUT: Final = "\u2026"
# The ends of sentences as people write them, a new line among them; a dot ends one where a space follows.
_ENDS: Final = re.compile("[\u3002\uff61\uff01\uff1f!?\n]+|\\.+(?=\\s|$)")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Which word was found, how grave it is, and its sentence."""

    word: str
    gravity: int
    sentence: str


def sighting_in(text: str, rules: Rules) -> Sighting | None:
    """The gravest word of danger, of several the first; None when there is none."""
    listed = rules.danger
    heard = heard_in(text, listed)
    if heard is None:
        return None
    gravities = dict(listed.gravities)
    found = [*_chinese(text, listed), *_english(text, listed)] or [(heard, 0)]
    word, at = max(found, key=lambda one: gravities.get(one[0], 1))
    return Sighting(word, gravities.get(word, 1), _sentence(text, at))


def _chinese(text: str, listed: Danger) -> Iterator[tuple[str, int]]:
    """Words, and where in the text they begin; each sign of the normalised text knows where it comes from."""
    patterns = patterns_of(listed)
    folded = {sign: normalise(sign, listed) for sign in set(text)}
    origins = [at for at, sign in enumerate(text) for _ in folded[sign]]
    hidden = without_exceptions("".join(folded[sign] for sign in text), patterns)
    kept = [(sign, at) for sign, at in zip(hidden, origins, strict=True) if sign != CLAUSE_END]
    for position, number in words_in("".join(sign for sign, _ in kept), patterns):
        yield listed.words[number], kept[position][1]


def _english(text: str, listed: Danger) -> Iterator[tuple[str, int]]:
    """Phrases, and where their first word stands in the text."""
    small = text.lower()
    for said, number in english_in(text, patterns_of(listed)):
        yield listed.english[number], max(0, small.find(said.split(" ", 1)[0]))


def _sentence(text: str, at: int) -> str:
    """The sentence around a place; of one without end what stands next to it, cut visibly."""
    start = max((end.end() for end in _ENDS.finditer(text) if end.end() <= at), default=0)
    ended = _ENDS.search(text, at)
    stop = len(text) if ended is None else ended.end()
    if stop - start <= _QUOTED:
        return text[start:stop].strip()
    first = max(start, at - _BEFORE)
    last = min(stop, first + _QUOTED)
    said = text[first:last].strip()
    return f"{CUT if first > start else ''}{said}{CUT if last < stop else ''}"
