"""Whether there is an answer at all: a probability, and from where on something is shown.

The numbers are a logistic regression. For: standard questions of the items, each left out in turn, and the
curated questions that may shape the engine. Against: the questions of `outside.toml`, each left out in turn,
and the tuning half of the unanswerable ones. Bare documents borrow the weights of items. The threshold was
set so that about three in a hundred left-out standard questions are shown nothing right; held-out totals had
been seen by then, so that on them false answers are not quite unseen. The fresh questions shaped nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from policy.search import Findings


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign counts; see `search.Signs`."""

    sentence: float = 0.0
    outside: float = 0.0
    card: float = 0.0
    concepts: float = 0.0
    foreign: float = 0.0
    none: float = 0.0


_ITEMS = _Weights(sentence=9.4, outside=-12.2, card=1.0, concepts=1.3, foreign=-3.2, none=-2.7)
_ITEMS_SEMANTIC = _Weights(sentence=20.4, outside=-18.3, card=0.4, concepts=0.9, foreign=-2.5, none=-4.3)
_DOCUMENTS = _Weights(sentence=10.7, outside=-10.7, concepts=0.9, foreign=-3.3, none=-2.8)
_DOCUMENTS_SEMANTIC = _Weights(sentence=16.0, outside=-16.0, concepts=0.7, foreign=-3.1, none=-3.1)

# From here on something is shown.
OFFER = 0.85
_STEEPEST = 30.0


def confidence(found: Findings) -> float:
    """The probability (0 to 1) that the library answers this question."""
    weights, signs = _weights(found), found.signs
    score = (
        weights.sentence * signs.sentence
        + weights.outside * signs.outside
        + weights.card * signs.card
        + weights.concepts * signs.concepts
        + weights.foreign * signs.foreign
        + weights.none
    )
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))


def _weights(found: Findings) -> _Weights:
    if found.items:
        return _ITEMS_SEMANTIC if found.semantic else _ITEMS
    return _DOCUMENTS_SEMANTIC if found.semantic else _DOCUMENTS
