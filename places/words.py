"""The small vocabulary around names, from `data/words.toml`: talk, lead-ins, endings."""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8")
)

COMMON = frozenset(_DATA["common"])
LEAD_WORDS = tuple(_DATA["lead_words"])
LEAD_CHARS = frozenset(_DATA["lead_chars"])
HOME_WORDS = tuple(_DATA["home_words"])
NOT_WORDS = tuple(_DATA["not_words"])
LINKS = frozenset(_DATA["links"])
TAIL_CHARS = frozenset(_DATA["tail_chars"])
LOCATED = tuple(_DATA["located"])
TAIL_WORDS = tuple(_DATA["tail_words"])
ELSEWHERE = tuple(_DATA["elsewhere"])
POSITIONS = frozenset(_DATA["positions"])
SURNAMES = frozenset(_DATA["surnames"])
DISTINCT = POSITIONS | SURNAMES
VAGUE_ENDS = frozenset(_DATA["vague_ends"])
KIN = tuple(_DATA["kin"])
VILLAGE_ENDINGS = tuple(_DATA["village_endings"])
COMMUNITY_ENDINGS = tuple(_DATA["community_endings"])
TOWN_ENDINGS = tuple(_DATA["town_endings"])

ORDINARY = 7.0
TALK = 4.0
KNOWN = 1.5
_NOTHING = (",", *_DATA["nothing"])


def _by_pair(words: list[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for word in words:
        table[word[:2]].append(word)
    return {pair: tuple(found) for pair, found in table.items()}


_TALK = _by_pair(_DATA["talk"])


def surprise(text: str, county_words: tuple[str, ...]) -> list[float]:
    """Nats that each character is worth as a sign of a name: little in common words, next to nothing in
    the county's own name, none for a comma or for "my home".
    """
    worth = [ORDINARY] * len(text)
    for start in range(len(text) - 1):
        for word in _TALK.get(text[start : start + 2], ()):
            if text.startswith(word, start):
                worth[start : start + len(word)] = [TALK] * len(word)
    for word in county_words:
        start = text.find(word)
        while start >= 0:
            worth[start : start + len(word)] = [KNOWN] * len(word)
            start = text.find(word, start + len(word))
    for nothing in _NOTHING:
        start = text.find(nothing)
        while start >= 0:
            worth[start : start + len(nothing)] = [0.0] * len(nothing)
            start = text.find(nothing, start + len(nothing))
    return worth
