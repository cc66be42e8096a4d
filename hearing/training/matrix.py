"""Sentences as the rows of a matrix, and their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from opencc import OpenCC
from pypinyin import lazy_pinyin
from scipy import sparse

from hearing.grams import BITS, FIRST_SIGN, JOINED, LAST_SIGN, Buckets, Signs, buckets, normalised
from hearing.model import ASKED, Scores, rarity_of
from hearing.sentences import Sentence

# What speakers of many dialects do not tell apart.
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def sign_tables() -> Signs:
    """Simple forms, and syllables without their tone and without what dialects blur."""
    numbers: dict[str, int] = {}
    codes = range(FIRST_SIGN, LAST_SIGN + 1)
    simpler = OpenCC("t2s").convert
    simple = [min(ord(simpler(chr(code))), LAST_SIGN) for code in codes]
    sounds = np.zeros(len(codes), np.uint16)
    for place, code in enumerate(codes):
        syllable = str(lazy_pinyin(chr(code))[0])
        if syllable != chr(code):
            sounds[place] = numbers.setdefault(_blurred(syllable), len(numbers) + 1)
    return Signs(np.array(simple, np.uint16), sounds)


def _blurred(syllable: str) -> str:
    for full, short in _BLURRED:
        if syllable.startswith(full):
            syllable = short + syllable[len(full) :]
            break
    for full, short in _ENDS:
        if syllable.endswith(full):
            return syllable[: -len(full)] + short
    return syllable


@dataclass(frozen=True, slots=True)
class Matrix:
    """One row a sentence, of length 1; `rarity` weighs each bucket, one of a single sentence with 0."""

    rows: sparse.csr_matrix
    rarity: Scores


def matrix_of(sentences: Sequence[Sentence], signs: Signs, rarity: Scores | None = None) -> Matrix:
    """The sentences, weighed by how rare their parts are among them or, when given, among others."""
    found = [_found(one, signs) for one in sentences]
    ends = np.cumsum([0, *(one.size for one in found)])
    columns = np.concatenate(found)
    shape = (len(found), 1 << BITS)
    if rarity is None:
        rarity = rarity_of(len(found), np.bincount(columns, minlength=shape[1]))
    weights = rarity[columns]
    lengths = np.sqrt(np.add.reduceat(weights**2, ends[:-1]))
    weights /= np.repeat(np.maximum(lengths, np.float32(1e-6)), np.diff(ends))
    return Matrix(sparse.csr_matrix((weights, columns, ends), shape), rarity)


def _found(sentence: Sentence, signs: Signs) -> Buckets:
    whole = JOINED.join([*sentence.before, sentence.text])
    return buckets(normalised(whole), signs, ASKED.index(sentence.asked))
