"""Whether there is an answer at all: a probability, and from where on something is shown.

The numbers are a logistic regression that `bangfu policy calibrate` fits: for an answer speak the standard
questions of the items, against it what is not ours or not covered, each left out in turn. No other question
shaped a weight; the threshold was read off the same table.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policy.search.search import Findings, Signs

SHIPPED = Path(__file__).with_name("calibration.toml")
_STEEPEST = 30.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What each sign counts, in the order of `Signs.numbers`, and what speaks for an answer before any."""

    weights: tuple[float, ...]
    before: float

    def sure(self, signs: Signs) -> float:
        """The probability (0 to 1) that there is an answer."""
        score = self.before + sum(
            weight * sign for weight, sign in zip(self.weights, signs.numbers(), strict=True)
        )
        return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, score))))


@dataclass(frozen=True, slots=True)
class Calibrations:
    """By words alone and by meaning too; from `offer` on something is shown."""

    words: Calibration
    meaning: Calibration
    offer: float


@cache
def read_calibrations(file: Path = SHIPPED) -> Calibrations:
    """The numbers of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    words, meaning = (
        Calibration(tuple(found[name]["weights"]), found[name]["before"]) for name in ("words", "meaning")
    )
    return Calibrations(words, meaning, found["offer"])


OFFER = read_calibrations().offer


def confidence(found: Findings) -> float:
    """The probability (0 to 1) that the library answers this question."""
    known = read_calibrations()
    return (known.meaning if found.semantic else known.words).sure(found.signs)
