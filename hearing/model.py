"""The trained model: one weight for each bucket and head, and what its scores are worth as probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from hearing.grams import BITS, Buckets, Signs

Scores = npt.NDArray[np.float32]
FILE: Final = Path(__file__).with_name("model.npz")
# The heads, in the order of the columns of the weights.
ACTS: Final = (
    "trouble", "question", "complaint", "suggestion", "progress", "greeting", "thanks",
    "person", "help", "who", "cancel", "place", "answer", "other",
)  # fmt: skip
KINDS: Final = ("illness", "chronic", "housing", "school", "water", "work", "disaster", "other")
DANGERS: Final = (
    "fire", "violence", "hunger", "medical", "child", "flood",
    "collapse", "self-harm", "site", "cold", "missing",
)  # fmt: skip
ASKED: Final = ("", "story", "place", "phone", "when", "whom", "confirm", "more", "danger")
LEAST: Final = 2  # sentences that hold a part: what stands in a single one teaches nothing
ACT: Final = slice(0, len(ACTS))
KIND: Final = slice(ACT.stop, ACT.stop + len(KINDS))
KIND_OF_DANGER: Final = slice(KIND.stop, KIND.stop + len(DANGERS))
DANGER: Final = KIND_OF_DANGER.stop
OFFICIAL: Final = DANGER + 1
HEADS: Final = OFFICIAL + 1


@dataclass(frozen=True, slots=True)
class Model:
    """Weights are stored as small integers, times one scale for each head.

    `row_of` leads from a bucket to its row of `weights`; row 0 is empty. `rarity` is each row's inverse
    document frequency, by which the text's vector is brought to length 1. `slopes` and `bias` turn sums into
    logits, calibrated on writers who were left out of the training. `now`, `maybe` and `accused` are the
    probabilities from which danger and an accusation count.
    """

    row_of: npt.NDArray[np.int32]
    rarity: Scores
    weights: npt.NDArray[np.int8]
    scales: Scores
    bias: Scores
    slopes: Scores
    signs: Signs
    now: float
    maybe: float
    accused: float
    made_from: str  # the digest of the sentences

    def logits(self, found: Buckets) -> Scores:
        """One for each head, of a text whose parts lie in these buckets."""
        sums = self.part_weights(found) @ self.weights[self.row_of[found]] * self.scales
        return np.asarray((sums + self.bias) * self.slopes, np.float32)

    def part_weights(self, found: Buckets) -> Scores:
        """How much each part says; as a vector they have length 1, or 0 when none of them was ever seen."""
        rare = self.rarity[self.row_of[found]]
        return np.asarray(rare / (np.sqrt(rare @ rare) or 1), np.float32)


def rarity_of(texts: int, holding: npt.NDArray[np.int64]) -> Scores:
    """The inverse document frequency of parts that so many of all texts hold; 0 below LEAST."""
    return np.where(holding < LEAST, 0, np.log((texts + 1) / (holding + 1))).astype(np.float32)


@cache
def load(path: Path = FILE) -> Model:
    """The model of that file. Raises OSError, and ValueError for a file that is none."""
    with np.load(path, allow_pickle=False) as kept:
        row_of = np.zeros(1 << BITS, np.int32)
        row_of[kept["buckets"]] = np.arange(1, kept["buckets"].size + 1)
        now, maybe, accused = (float(one) for one in kept["thresholds"])
        return Model(
            row_of,
            rarity_of(int(kept["texts"]), np.concatenate([[0], kept["holding"]])),
            np.concatenate([np.zeros((1, HEADS), np.int8), kept["weights"].T]),
            kept["scales"],
            kept["bias"],
            kept["slopes"],
            Signs(kept["simple"], kept["sounds"]),
            now,
            maybe,
            accused,
            str(kept["made_from"]),
        )
