"""How long a question takes over a library of ten thousand passages, by words alone and by meaning.

The passages are the shipped cards cut and joined anew: real words, no official texts.
"""

from __future__ import annotations

import json
import random
import time
from datetime import date

from policy.answers import answer
from policy.index import Corpus
from policy.items import read_items, read_topics
from policy.lexicon import read_lexicon
from policy.library import Document, Library, Passage
from policy.outside import read_outside
from policy.search import Engine, open_engine

PASSAGES = 10_000
LINES = 5
TODAY = date(2026, 11, 23)


def main() -> None:
    """One JSON line."""
    items = read_items()
    lines = [line for item in items for line in item.body.splitlines()]
    dice = random.Random(7)
    document = Document("试", "", "", "", "全国")
    passages = [
        Passage(document, str(number), "", "\n".join(dice.sample(lines, LINES))) for number in range(PASSAGES)
    ]
    begun = time.perf_counter()
    engine = open_engine(
        Corpus(Library(items, passages, read_topics()), read_lexicon(), read_outside()), None
    )
    built = time.perf_counter() - begun
    took = _timed(engine, [question for item in items for question in item.questions][:500])
    print(
        json.dumps(
            {
                "bench": "policy",
                "passages": PASSAGES,
                "questions": len(took),
                "build_s": round(built, 2),
                "p50_ms": round(took[len(took) // 2], 2),
                "p95_ms": round(took[int(len(took) * 0.95)], 2),
            }
        )
    )


def _timed(engine: Engine, questions: list[str]) -> list[float]:
    took = []
    for question in questions:
        begun = time.perf_counter()
        answer(engine, question, TODAY)
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)


if __name__ == "__main__":
    main()
