"""The figures, worked out by hand; and the shipped library on curated questions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from policy.answers import AnswerCandidate, AnswerDecision, AnswerKind, HandOverReason, answer
from policy.item import FactSource, Library
from policy.items import read_items, read_topics
from policy.measuring.evaluate import AskedQuestion, as_json, evaluate, read_questions
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import open_engine

QUESTIONS = Path(__file__).parent / "questions"


def _decision(ids: list[str], kind: AnswerKind, sure: float) -> AnswerDecision:
    ranked = tuple(
        AnswerCandidate(one, one, "", "", (FactSource("法", section=one),), "", 1.0) for one in ids
    )
    return AnswerDecision(
        kind,
        HandOverReason.NONE,
        ranked[:1] if kind is AnswerKind.ANSWER else (),
        ranked,
        sure,
        semantic=False,
    )


def test_the_figures_are_what_they_are_called() -> None:
    told = {
        "right": _decision(["a", "b"], AnswerKind.ANSWER, 0.9),
        "second": _decision(["b", "a"], AnswerKind.ANSWER, 0.8),
        "by section": _decision(["c"], AnswerKind.HAND_OVER, 0.7),
        "nothing": _decision([], AnswerKind.HAND_OVER, 0.1),
        "false": _decision(["a"], AnswerKind.ANSWER, 0.75),
    }
    asked = [
        AskedQuestion("right", frozenset({"a"}), answerable=True),
        AskedQuestion("second", frozenset({"a"}), answerable=True),
        AskedQuestion("by section", frozenset({"法 c"}), answerable=True),
        AskedQuestion("nothing", frozenset(), answerable=False),
        AskedQuestion("false", frozenset(), answerable=False),
    ]

    found = json.loads(as_json(evaluate(told.__getitem__, asked)))

    assert (found["n"], found["answerable"], found["answered"]) == (5, 3, 3)
    assert (found["recall_at_1"], found["recall_at_3"], found["mrr"]) == (0.6667, 1.0, 0.8333)
    assert (found["false_answers"], found["wrong_shown"]) == (1, 1)
    assert found["abstention_auc"] == 0.8333


def test_curated_questions_find_their_items() -> None:
    library = Library(read_items(), (), read_topics())
    engine = open_engine(Corpus(library, read_lexicon(), read_outside()), None)
    asked = read_questions(QUESTIONS / "curated.jsonl")

    found = evaluate(lambda question: answer(engine, question, date(2026, 11, 23)), asked)

    assert found.recall_at_1 >= 0.85
    assert found.recall_at_3 >= 0.95
