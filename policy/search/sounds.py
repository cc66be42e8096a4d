"""Words by their sound: pinyin instead of characters, and the wrong character with the right sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_LATIN = re.compile(r"[a-z][a-z ']*[a-z]")
_WRITTEN = re.compile(r"[㐀-鿿]{2,}")
SHORTEST_LATIN = 4


@lru_cache(maxsize=4096)
def _sound(sign: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables are large; only who asks needs them

    return str(lazy_pinyin(sign)[0])


def by_sound(words: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Words under their syllables."""
    return {tuple(_sound(sign) for sign in word): word for word in words}


def heard(question: str, words: Mapping[tuple[str, ...], str]) -> list[str]:
    """Words of which the question has the sound but not the characters; `question` is normalised."""
    found = [word for run in _LATIN.findall(question) for word in _spelt(run.replace(" ", ""), words)]
    for run in _WRITTEN.findall(question):
        spelt = f" {' '.join(_sound(sign) for sign in run)} "
        found += [word for syl, word in words.items() if f" {' '.join(syl)} " in spelt and word not in run]
    return found


def spoken(question: str) -> str:
    """The question without what is spelt in letters."""
    return _LATIN.sub(" ", question).strip()


def _spelt(letters: str, words: Mapping[tuple[str, ...], str]) -> list[str]:
    if len(letters) < SHORTEST_LATIN:
        return []
    return [word for syllables, word in words.items() if "".join(syllables) in letters]
