"""Fit from where on a question is answered: every sentence of the library is left out and asked in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policy.search.confidence import Calibration
from policy.search.index import Corpus
from policy.search.search import Signs, open_engine
from policy.search.semantic import Encoder

FOLDS = 5
ROUNDS = 40
# Holds back weights of signs that hardly ever occur.
RIDGE = 1e-5
STEPS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class CalibrationSample:
    """A question that the engine had not seen, what spoke for an answer, and whether there is one."""

    signs: Signs
    answerable: bool


@dataclass(frozen=True, slots=True)
class KeptShares:
    """From a threshold on: the shares of the answerable and of the others that are shown something."""

    threshold: float
    answered: float
    mistaken: float


def left_out(
    corpus: Corpus, folder: Path | None, encoder: Encoder | None = None
) -> Iterator[CalibrationSample]:
    """Every sentence of the corpus, asked of an engine built without it and a fifth of the others."""
    for fold in range(FOLDS):
        engine = open_engine(_without(corpus, fold), folder, encoder)
        for sentence, answerable in _of_fold(corpus, fold):
            yield CalibrationSample(engine.find(sentence).signs, answerable)


def fit(samples: Sequence[CalibrationSample]) -> Calibration:
    """A logistic regression in which both sides weigh the same (Newton's method)."""
    signs = np.array([[*one.signs.numbers(), 1.0] for one in samples])
    ours = np.array([one.answerable for one in samples])
    worth = np.where(ours, 0.5 / max(ours.sum(), 1), 0.5 / max((~ours).sum(), 1))
    weights = np.zeros(signs.shape[1])
    for _ in range(ROUNDS):
        sure = 1 / (1 + np.exp(-np.clip(signs @ weights, -30, 30)))
        slope = signs.T @ (worth * (sure - ours)) + RIDGE * weights
        bend = (signs * (worth * sure * (1 - sure))[:, None]).T @ signs + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    *each, before = (round(float(weight), 2) for weight in weights)
    return Calibration(tuple(each), before)


def kept(samples: Sequence[CalibrationSample], calibration: Calibration) -> list[KeptShares]:
    """What each threshold would keep of the samples."""
    sure = np.array([calibration.sure(one.signs) for one in samples])
    ours = np.array([one.answerable for one in samples])
    return [KeptShares(step, _share(sure[ours] >= step), _share(sure[~ours] >= step)) for step in STEPS]


def _share(which: npt.NDArray[np.bool_]) -> float:
    return round(float(which.mean()), 4) if len(which) else 0.0


def _without(corpus: Corpus, fold: int) -> Corpus:
    items = tuple(replace(item, questions=_but(item.questions, fold)) for item in corpus.library.items)
    outside = replace(corpus.outside, questions=_but(corpus.outside.questions, fold))
    return replace(corpus, library=replace(corpus.library, items=items, _by_id={}), outside=outside)


def _but(sentences: Sequence[str], fold: int) -> tuple[str, ...]:
    return tuple(one for place, one in enumerate(sentences) if place % FOLDS != fold)


def _of_fold(corpus: Corpus, fold: int) -> Iterator[tuple[str, bool]]:
    for item in corpus.library.items:
        yield from ((one, True) for one in item.questions[fold::FOLDS])
    yield from ((one, False) for one in corpus.outside.questions[fold::FOLDS])


def in_lines(name: str, samples: Sequence[CalibrationSample]) -> Iterator[str]:
    """A table for `calibration.toml`, with what each threshold would keep in comments."""
    calibration = fit(samples)
    ours = sum(one.answerable for one in samples)
    yield f"[{name}]"
    yield f"weights = {list(calibration.weights)}"
    yield f"before = {calibration.before}"
    yield f"# Shown from here on: of {ours} that have an answer, of {len(samples) - ours} that have none."
    for row in kept(samples, calibration):
        yield f"# {row.threshold:.2f}  {row.answered:6.1%}  {row.mistaken:6.1%}"
