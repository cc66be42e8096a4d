"""What a county's own sentences change in the model: a small correction, trained where it is used.

Passive-aggressive learning: as long as a sentence is not heard as it should be, its parts are moved just so
far that it is. Sentences that share no part with it are heard as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from hearing.grams import Buckets, buckets, normalised
from hearing.model import ACT, ACTS, ASKED, DANGER, HEADS, OFFICIAL, Model, Scores
from hearing.sentences import Sentence

_ROUNDS: Final = 30
_MARGIN: Final = 0.5  # logits by which a sentence shall be on the right side


@dataclass(frozen=True, slots=True)
class Correction:
    """By bucket, what is added to the logits of each head, times the weight of the part in the text."""

    changes: Mapping[int, Scores] = field(default_factory=dict)

    def of(self, model: Model, found: Buckets) -> Scores:
        """What is added for a text whose parts lie in these buckets."""
        total = np.zeros(HEADS, np.float32)
        if self.changes:
            for bucket, weight in zip(found.tolist(), model.part_weights(found).tolist(), strict=True):
                change = self.changes.get(bucket)
                if change is not None:
                    total += change * weight
        return total


NOTHING: Final = Correction()


def corrected(model: Model, own: Sequence[Sentence]) -> Correction:
    """Learn sentences that a person has labelled."""
    changes: dict[int, Scores] = {}
    correction = Correction(changes)
    for _ in range(_ROUNDS):
        if not sum([_teach(model, correction, changes, one) for one in own]):
            break
    return correction


def _teach(model: Model, correction: Correction, changes: dict[int, Scores], one: Sentence) -> bool:
    """Whether it had to be taught."""
    found = buckets(normalised(one.text), model.signs, ASKED.index(one.asked))
    weights = model.part_weights(found)
    wanted = _wanted(model, one, model.logits(found) + correction.of(model, found))
    if not wanted.any() or not weights.any():
        return False
    for bucket, weight in zip(found.tolist(), weights.tolist(), strict=True):
        if weight:
            changes[bucket] = changes.get(bucket, np.zeros(HEADS, np.float32)) + wanted * weight
    return True


def _wanted(model: Model, one: Sentence, logits: Scores) -> Scores:
    """By how much each head is to move."""
    wanted = np.zeros(HEADS, np.float32)
    lowest, highest = {
        "now": (_logit(model.now), np.inf),
        "maybe": (_logit(model.maybe), _logit(model.now)),
        "none": (-np.inf, _logit(model.maybe)),
    }[one.level]
    wanted[DANGER] = _into(logits[DANGER], lowest, highest)
    edge = _logit(model.accused)
    wanted[OFFICIAL] = _into(
        logits[OFFICIAL], edge if one.official else -np.inf, np.inf if one.official else edge
    )
    if one.act:
        right = ACT.start + ACTS.index(one.act)
        others = np.delete(logits[ACT], right - ACT.start)
        wanted[right] = max(0.0, float(others.max()) + _MARGIN - float(logits[right]))
    return wanted


def _into(logit: float, lowest: float, highest: float) -> float:
    """How far it is to the inside of a range, the margin included where there is room."""
    margin = min(_MARGIN, (highest - lowest) / 2)
    return float(max(0.0, lowest + margin - logit) - max(0.0, logit - (highest - margin)))


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))
