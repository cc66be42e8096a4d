"""Danger in a text, and the sentence that tells of it, as its writer wrote it."""

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
from desk.domain.talk.heard import DangerLevel, Heard

_QUOTED: Final = 200  # characters of a sentence that has no end
_BEFORE: Final = 60  # … of them before the word
CUT: Final = "\u2026"
# The ends of sentences as people write them, a new line among them; a dot ends one where a space follows.
_ENDS: Final = re.compile("[\u3002\uff61\uff01\uff1f!?\n]+|\\.+(?=\\s|$)")


@dataclass(frozen=True, slots=True)
class Sighting:
    """How sure danger is, which kind, how grave that is, and the sentence that tells of it."""

    level: DangerLevel
    kind: str
    gravity: int
    sentence: str

    @property
    def is_sure(self) -> bool:
        """Whether people are told without asking back."""
        return self.level is DangerLevel.NOW


def sighting_in(text: str, rules: Rules, heard: Heard) -> Sighting | None:
    """What a county always takes for danger, the gravest and of several the first; else what was heard."""
    listed = rules.danger
    gravities = dict(listed.gravities)
    if heard_in(text, listed) is not None:
        kinds = dict(listed.kinds)
        found = [*_chinese(text, listed), *_english(text, listed)]
        word, at = max(found, key=lambda one: gravities.get(kinds[one[0]], 1))
        kind = kinds[word]
        return Sighting(DangerLevel.NOW, kind, gravities.get(kind, 1), sentence_at(text, at))
    if heard.level is DangerLevel.NONE:
        return None
    kind = heard.danger_kind
    return Sighting(heard.level, kind, gravities.get(kind, 1), sentence_at(text, heard.decided_at))


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


def sentence_at(text: str, at: int) -> str:
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
