"""Words as numbers: single characters and pairs of neighbours, the units by which Chinese is looked up.

A pair is one 42-bit number made of two code points, so that no dictionary has to be kept or stored.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]

_SHIFT = 21
_CONCEPT = 1 << 50
_GAP = re.compile(r"[^0-9a-z㐀-鿿]+")
# They stand in every sentence and tell nothing apart. Alone they are not looked up; in pairs they are.
_EMPTY = (
    "的了吗呢吧啊呀么嘛是在有和与或就都也还又要会能可以不没个这那我你他她它们家上下里去来到把被给对从为之其"
)
EMPTY_KEYS: Keys = np.array(sorted(ord(sign) for sign in _EMPTY), dtype=np.int64)


def normalised(text: str) -> str:
    """Half-width, lower case, one space wherever something else than words or digits stood."""
    return _GAP.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def grams(text: str) -> Keys:
    """The keys of a normalised text, repeated as often as they occur."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    if codes.size == 0:
        return codes
    word = codes != ord(" ")
    together = word[:-1] & word[1:]
    pairs = (codes[:-1][together] << _SHIFT) | codes[1:][together]
    return np.concatenate([codes[word], pairs])


def pair_keys(keys: Keys) -> npt.NDArray[np.bool_]:
    """Which of the keys are pairs."""
    return (keys >= (1 << _SHIFT)) & (keys < _CONCEPT)


def concept_key(number: int) -> int:
    """The key under which a concept of the lexicon is looked up."""
    return _CONCEPT | number
