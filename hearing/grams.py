"""A sentence as numbers: its characters and their sounds, each with its neighbours, hashed into buckets.

The hashing trick: no dictionary is kept, and a sentence never seen before lands where its parts were learnt.
Sounds stand for what is mistyped, misheard by a machine, written in traditional characters or spoken in a
dialect: 着货 sounds like 着火.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from desk.domain.text.folding import folded

Buckets = npt.NDArray[np.int64]

BITS: Final = 18
FIRST_SIGN: Final = 0x3400
LAST_SIGN: Final = 0x9FFF
LONGEST: Final = 600  # characters of one message that are listened to, from its end
_DIGITS: Final = re.compile(r"[0-9]+")
_GAPS: Final = re.compile(r"[^0-9a-z?!\u3400-\u9fff\U0001f000-\U0001faff]+")
JOINED: Final = "，"  # between messages that are heard as one
# 断 粮 了, 不.想.活: single characters kept apart are one word.
_APART: Final = re.compile(r"(?:(?<=[ ^])[\u3400-\u9fff] ){2,}[\u3400-\u9fff](?=[ $])")
_BEGIN, _END = "^", "$"
_SIGNS: Final = 3  # characters in a row, at most
_SYLLABLES: Final = 2
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Signs:
    """Of each Chinese character, by its code point minus FIRST_SIGN: its simple form, and its syllable."""

    simple: npt.NDArray[np.uint16]  # code points
    sounds: npt.NDArray[np.uint16]  # numbers of syllables, 0 for none


def normalised(text: str) -> str:
    """Half-width small letters; one 0 for each number, one space for whatever parts clauses."""
    plain = _DIGITS.sub("0", folded(text[-LONGEST:]).replace("^", " "))
    parted = f"{_BEGIN}{_GAPS.sub(' ', plain).strip()}{_END}"
    return _APART.sub(lambda found: found[0].replace(" ", ""), parted)


def buckets(plain: str, signs: Signs, asked: int = 0) -> Buckets:
    """Where the parts of a normalised text lie, each once; `asked` is the number of the open question."""
    return np.unique(np.concatenate([*_parts(plain, signs), _asked_about(asked)]))


def _parts(plain: str, signs: Signs) -> Iterator[Buckets]:
    codes = np.frombuffer(plain.encode("utf-32-le"), np.uint32).astype(np.uint64)
    chinese = (codes >= FIRST_SIGN) & (codes <= LAST_SIGN)
    places = (codes[chinese] - np.uint64(FIRST_SIGN)).astype(np.int64)
    spoken = codes + np.uint64(0x10000)  # beyond the numbers of syllables
    spoken[chinese] = signs.sounds[places]
    codes[chinese] = signs.simple[places]
    yield from _rows(1, codes, _SIGNS)
    yield from _rows(2, spoken, _SYLLABLES)
    yield _astride(codes)


def _rows(kind: int, signs: npt.NDArray[np.uint64], longest: int) -> Iterator[Buckets]:
    """Signs in a row, from one up to the longest."""
    row = np.full(signs.size, kind, np.uint64)
    for length in range(1, min(longest, signs.size) + 1):
        row = _mixed(row[: signs.size - length + 1] ^ signs[length - 1 :])
        yield _bucket(row)


def _astride(codes: npt.NDArray[np.uint64]) -> Buckets:
    """Pairs of characters with one between them, whatever it is."""
    first = _mixed(codes[:-2] ^ np.uint64(3))
    return _bucket(_mixed(first ^ codes[2:]))


def _mixed(row: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    row = row * _MULTIPLIER
    return row ^ (row >> np.uint64(29))


def _bucket(row: npt.NDArray[np.uint64]) -> Buckets:
    return (row >> np.uint64(64 - BITS)).astype(np.int64)


def _asked_about(number: int) -> Buckets:
    return _bucket(_mixed(np.array([(7 << 40) ^ number], np.uint64)))
