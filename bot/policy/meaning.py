"""Search by meaning beside the desk: prepared in the background, asked in doubt, left alone when slow."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from policy.answers import AnswerDecision, AnswerKind, answer
from policy.search.search import Engine

log = logging.getLogger(__name__)

# Encoding a question may take this long; whoever waits for the database waits as long.
LONGEST_S = 0.05
# After so many slow ones in a row questions are found by their words for a while.
SLOW_ONES = 3
REST_S = 600.0
# By words alone: from here on an answer is certain, below there it is no question to us.
CERTAIN, NOTHING = 0.9, 0.05
_LEAST_NICE = 19


@dataclass
class Patience:
    """Whether the encoder is quick enough at the moment."""

    clock: Callable[[], float] = time.monotonic
    slow: int = 0
    rests_until: float = float("-inf")

    def ready(self) -> bool:
        """Whether it may be asked."""
        return self.clock() >= self.rests_until

    def took(self, seconds: float) -> None:
        """Note how long it took."""
        self.slow = self.slow + 1 if seconds > LONGEST_S else 0
        if self.slow >= SLOW_ONES:
            self.slow, self.rests_until = 0, self.clock() + REST_S
            log.warning("encoding is slow seconds=%.3f; searching by words for %d s", seconds, REST_S)


def decide(engine: Engine, question: str, today: date, region: str, patience: Patience) -> AnswerDecision:
    """By words; where they leave doubt and the engine has vectors, by meaning too."""
    by_words = answer(replace(engine, meaning_of=None), question, today, region)
    if engine.meaning_of is None or not _in_doubt(by_words) or not patience.ready():
        return by_words
    begun = patience.clock()
    decision = answer(engine, question, today, region)
    patience.took(patience.clock() - begun)
    return decision


def _in_doubt(decision: AnswerDecision) -> bool:
    certain = decision.kind is AnswerKind.ANSWER and decision.confidence >= CERTAIN
    return not certain and decision.confidence >= NOTHING


def in_background(work: Callable[[], None]) -> threading.Thread:
    """Run it in a thread that gives way to everything else."""
    thread = threading.Thread(target=_giving_way, args=(work,), name="policy", daemon=True)
    thread.start()
    return thread


def _giving_way(work: Callable[[], None]) -> None:
    if sys.platform == "linux":  # elsewhere priorities belong to the whole process
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_NICE)
    work()
