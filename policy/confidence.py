"""Whether there is an answer at all: a probability, and from where on something is shown.

The numbers are a logistic regression over the standard questions of the items, each left out in turn, against the
questions of `outside.toml`, each left out in turn. Nobody's real questions shaped them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from policy.search import Findings


@dataclass(frozen=True, slots=True)
class _Weights:
    ours: float
    outside: float
    foreign: float
    concepts: float
    near: float
    none: float


_ITEMS = _Weights(ours=12.7, outside=-12.7, foreign=-2.6, concepts=1.1, near=0.0, none=-1.5)
_ITEMS_SEMANTIC = _Weights(ours=16.7, outside=-16.7, foreign=-2.1, concepts=0.9, near=0.0, none=-1.6)
_DOCUMENTS = _Weights(ours=0.0, outside=-16.8, foreign=-3.3, concepts=1.9, near=0.0, none=0.0)
_DOCUMENTS_SEMANTIC = _Weights(ours=0.0, outside=-20.8, foreign=-3.0, concepts=1.3, near=95.0, none=-77.0)

# Above it about 2 of 100 questions that are not ours would be answered.
OFFER = 0.88


def confidence(found: Findings) -> float:
    """The probability (0 to 1) that the library answers this question."""
    weights, signs = _weights(found), found.signs
    score = (
        weights.ours * signs.sentence
        + weights.outside * signs.outside
        + weights.foreign * signs.foreign
        + weights.concepts * signs.concepts
        + weights.near * signs.near
        + weights.none
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _weights(found: Findings) -> _Weights:
    if found.items:
        return _ITEMS_SEMANTIC if found.semantic else _ITEMS
    return _DOCUMENTS_SEMANTIC if found.semantic else _DOCUMENTS
