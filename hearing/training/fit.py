"""Fits the heads, says what their scores are worth, and chooses from where danger counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from hearing.grams import Signs
from hearing.model import ACT, ACTS, DANGER, DANGERS, HEADS, KIND, KIND_OF_DANGER, KINDS, OFFICIAL, Scores
from hearing.sentences import Sentence
from hearing.training.matrix import Matrix, matrix_of

FOLDS: Final = 5  # groups of writers; each is judged by a model that has not read it
_SEED: Final = 1
# What the thresholds are chosen by, on writers who were left out.
_HEARD: Final = 0.965  # … of dangers are at least asked about
_PRECISE: Final = 0.87  # … of alarms are dangers
_ACCUSED: Final = 0.75  # … of accusations are heard by their own head; the rest as complaints
Answers = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights by head and bucket, biases, and the calibration of each head."""

    weights: Scores
    bias: Scores

    def scores(self, rows: sparse.csr_matrix) -> Scores:
        """One score a sentence and head, not calibrated."""
        return np.asarray(rows @ self.weights.T + self.bias, np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """By what each score is multiplied and what is added first, and the three thresholds."""

    slopes: Scores
    shift: Scores
    thresholds: tuple[float, float, float]


def fit(sentences: Sequence[Sentence], matrix: Matrix) -> Fitted:
    """All heads."""
    weights, bias = np.zeros((HEADS, matrix.rows.shape[1]), np.float32), np.zeros(HEADS, np.float32)
    for head, chosen, answers, doubt in _tasks(sentences):
        learner = _learner(head)
        if 0 < answers.sum() < answers.size:
            learner.fit(matrix.rows[chosen], answers, sample_weight=doubt)
            weights[head], bias[head] = learner.coef_[0], learner.intercept_[0]
    return Fitted(weights, bias)


def _learner(head: int) -> LinearSVC | LogisticRegression:
    """What did best on writers left out: a margin where one of many is meant, else a likelihood."""
    if head in {DANGER, OFFICIAL}:
        return LogisticRegression(C=30.0, solver="liblinear", random_state=_SEED)
    return LinearSVC(C=3.0, random_state=_SEED)


def left_out(sentences: Sequence[Sentence], signs: Signs) -> Scores:
    """The scores of every sentence from a model that has read nothing of its writer."""
    writers = sorted({one.writer for one in sentences})
    scores = np.zeros((len(sentences), HEADS), np.float32)
    for fold in range(min(FOLDS, len(writers))):
        apart = np.array([one.writer in writers[fold::FOLDS] for one in sentences])
        read = [one for one, out in zip(sentences, apart, strict=True) if not out]
        unread = [one for one, out in zip(sentences, apart, strict=True) if out]
        matrix = matrix_of(read, signs)
        fitted = fit(read, matrix)
        scores[apart] = fitted.scores(matrix_of(unread, signs, matrix.rarity).rows)
    return scores


def calibrate(sentences: Sequence[Sentence], scores: Scores) -> Calibration:
    """What the scores are worth, by scores of sentences whose writers were left out."""
    slopes, shift = np.ones(HEADS, np.float32), np.zeros(HEADS, np.float32)
    for head, chosen, answers, doubt in _tasks(sentences):
        if 0 < answers.sum() < answers.size:
            platt = LogisticRegression(C=1e6).fit(scores[chosen, head, None], answers, sample_weight=doubt)
            slopes[head] = platt.coef_[0, 0]
            shift[head] = platt.intercept_[0] / platt.coef_[0, 0]
    odds = 1 / (1 + np.exp(-(scores + shift) * slopes))
    danger = odds[:, DANGER]
    now, none = _at(sentences, "now"), _at(sentences, "none")
    maybe = float(np.quantile(danger[now], 1 - _HEARD))
    steps = np.linspace(maybe, 1, 200)
    precise = (
        step for step in steps if (danger[now] >= step).sum() >= _PRECISE * (danger[now | none] >= step).sum()
    )
    accused = np.array([one.official for one in sentences])
    return Calibration(
        slopes,
        shift,
        (float(next(precise, 1.0)), maybe, float(np.quantile(odds[accused, OFFICIAL], 1 - _ACCUSED))),
    )


def _at(sentences: Sequence[Sentence], level: str) -> Answers:
    return np.array([one.level == level for one in sentences])


def _tasks(sentences: Sequence[Sentence]) -> Iterator[tuple[int, Answers, Answers, Scores]]:
    """For each head: which sentences teach it, the right answers, and how much each counts."""
    everything = np.array([bool(one.act) for one in sentences])
    for number, act in enumerate(ACTS):
        yield _task(ACT.start + number, everything, [one.act == act for one in sentences])
    for number, kind in enumerate(KINDS):
        yield _task(KIND.start + number, everything, [kind in one.kinds for one in sentences])
    dangerous = ~_at(sentences, "none")
    for number, kind in enumerate(DANGERS):
        yield _task(KIND_OF_DANGER.start + number, dangerous, [one.danger == kind for one in sentences])
    weight = np.where(_at(sentences, "maybe"), np.float32(0.5), np.float32(1))
    yield DANGER, np.ones(len(sentences), np.bool_), dangerous, weight
    yield _task(OFFICIAL, everything, [one.official for one in sentences])


def _task(head: int, chosen: Answers, answers: Sequence[bool]) -> tuple[int, Answers, Answers, Scores]:
    right = np.array(answers)[chosen]
    return head, chosen, right, np.ones(right.size, np.float32)
