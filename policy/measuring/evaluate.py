"""Measure the library on questions of which the right answers are known."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desk.domain.text.encodings import UnreadableText, decoded
from policy.answers import AnswerCandidate, AnswerDecision, AnswerKind


class UnreadableQuestions(Exception):
    """A file of questions that cannot be used; the sentence names the line."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the ids of items or the "title section" of passages that answer it."""

    question: str
    gold: frozenset[str]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Recall and mrr are shares of the answerable; answered, false_answers and wrong_shown are counts.

    `answered`: answered or offered as a choice; `false_answers`: of these, the unanswerable;
    `wrong_shown`: of these, the answerable with nothing right on show.
    """

    n: int
    answerable: int
    recall_at_1: float
    recall_at_3: float
    mrr: float
    abstention_auc: float
    answered: int
    false_answers: int
    wrong_shown: int
    p50_ms: float
    p95_ms: float
    semantic: bool


def read_questions(file: Path) -> list[AskedQuestion]:
    """One JSON object a line: question, gold, answerable. Raises UnreadableQuestions."""
    asked = []
    try:
        text = decoded(file.read_bytes())
    except (OSError, UnreadableText) as error:
        raise UnreadableQuestions(f"{file.name}: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
            gold = frozenset(one.get("gold", ()))
            asked.append(AskedQuestion(one["question"], gold, bool(one.get("answerable", gold))))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableQuestions(f"{file.name}, line {number}: {error!r}") from error
    return asked


def evaluate(decide: Callable[[str], AnswerDecision], asked: Sequence[AskedQuestion]) -> Evaluation:
    """Ask every question and compare. The first one is asked twice, so that loading is not measured."""
    if asked:
        decide(asked[0].question)
    timed = [_timed(decide, one.question) for one in asked]
    decisions = [decision for decision, _ in timed]
    took = sorted(seconds * 1000 for _, seconds in timed)
    pairs = list(zip(asked, decisions, strict=True))
    ranks = [_rank(one, decision.ranked) for one, decision in pairs if one.answerable]
    shown = [(one, decision) for one, decision in pairs if decision.kind is not AnswerKind.HAND_OVER]
    return Evaluation(
        n=len(asked),
        answerable=len(ranks),
        recall_at_1=_mean([rank == 1 for rank in ranks]),
        recall_at_3=_mean([0 < rank <= 3 for rank in ranks]),
        mrr=_mean([1 / rank if rank else 0.0 for rank in ranks]),
        abstention_auc=_auc(pairs),
        answered=len(shown),
        false_answers=sum(not one.answerable for one, _ in shown),
        wrong_shown=sum(one.answerable and not _rank(one, decision.choices) for one, decision in shown),
        p50_ms=_quantile(took, 0.5),
        p95_ms=_quantile(took, 0.95),
        semantic=any(decision.semantic for decision in decisions),
    )


def as_json(result: Evaluation) -> str:
    """One line."""
    return json.dumps(asdict(result))


def _timed(decide: Callable[[str], AnswerDecision], question: str) -> tuple[AnswerDecision, float]:
    begun = time.perf_counter()
    decision = decide(question)
    return decision, time.perf_counter() - begun


def _rank(asked: AskedQuestion, choices: Sequence[AnswerCandidate]) -> int:
    """The place of the first right one, from 1; 0 when there is none."""
    for place, choice in enumerate(choices, 1):
        if asked.gold & {choice.id, *(source.label for source in choice.sources)}:
            return place
    return 0


def _auc(pairs: Sequence[tuple[AskedQuestion, AnswerDecision]]) -> float:
    """How often an answerable question is surer than one that is not; half for equal ones."""
    ours = [decision.confidence for one, decision in pairs if one.answerable]
    others = [decision.confidence for one, decision in pairs if not one.answerable]
    wins = sum((mine > other) + (mine == other) / 2 for mine in ours for other in others)
    return round(wins / (len(ours) * len(others)), 4) if ours and others else 0.0


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _quantile(ordered: Sequence[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) if ordered else 0.0
