"""Searching by meaning beside the desk: in doubt only, later than the start, and never for long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import bot.policy.library
import policy.shelf
from bot.policy.library import PolicyShelf
from bot.policy.meaning import LONGEST_S, REST_S, SLOW_ONES, Patience, decide
from policy.item import Library
from policy.items import read_items, read_topics
from policy.outside import read_outside
from policy.search.index import Corpus
from policy.search.lexicon import read_lexicon
from policy.search.search import Engine, open_engine
from policy.search.semantic import Vectors
from policy.shelf import Shelf

TODAY = date(2026, 11, 23)
PLAIN, DOUBTFUL = "我家想吃低保找哪个", "家里实在难，政府能不能帮一把"


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Slow:
    """An encoder that says how long it took by a watch."""

    def __init__(self, watch: Watch, seconds: float) -> None:
        self.watch, self.seconds, self.asked = watch, seconds, 0

    def query(self, texts: Sequence[str] | str) -> Vectors:
        self.asked += isinstance(texts, str)
        self.watch.now += self.seconds
        shape = (4,) if isinstance(texts, str) else (len(texts), 4)
        return np.full(shape, 0.5, dtype=np.float32)

    passage = query


def engine_with(encoder: Slow) -> Engine:
    library = Library(read_items(), (), read_topics())
    engine = open_engine(Corpus(library, read_lexicon(), read_outside()), None, encoder)
    return replace(engine, meaning_of=encoder.query)  # without what is remembered


def test_a_plain_question_is_not_encoded_and_a_doubtful_one_is() -> None:
    watch = Watch()
    encoder = Slow(watch, LONGEST_S / 10)
    engine = engine_with(encoder)

    plain = decide(engine, PLAIN, TODAY, "", Patience(watch))
    asked = encoder.asked
    doubtful = decide(engine, DOUBTFUL, TODAY, "", Patience(watch))

    assert (plain.semantic, asked) == (False, 0)
    assert (doubtful.semantic, encoder.asked) == (True, 1)


def test_a_slow_encoder_is_left_alone_for_a_while() -> None:
    watch = Watch()
    encoder = Slow(watch, LONGEST_S * 2)
    engine, patience = engine_with(encoder), Patience(watch)

    found = [decide(engine, DOUBTFUL, TODAY, "", patience).semantic for _ in range(SLOW_ONES + 2)]
    watch.now += REST_S
    later = decide(engine, DOUBTFUL, TODAY, "", patience).semantic

    assert found == [True] * SLOW_ONES + [False] * 2
    assert later


def test_the_desk_answers_by_words_until_the_sentences_are_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder, started = Slow(Watch(), 0.0), list[Callable[[], None]]()
    monkeypatch.setattr(bot.policy.library, "installed", lambda: True)
    monkeypatch.setattr(bot.policy.library, "in_background", started.append)
    monkeypatch.setattr(policy.shelf, "load_encoder", lambda: encoder)
    shelf = PolicyShelf(Shelf(tmp_path), semantic=True)

    shelf.find(DOUBTFUL, TODAY)
    asked_before = encoder.asked
    [encode] = started
    encode()
    shelf.find(DOUBTFUL, TODAY)

    assert asked_before == 0
    assert encoder.asked == 1


def test_without_the_wish_nothing_is_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(bot.policy.library, "installed", lambda: True)
    monkeypatch.setattr(bot.policy.library, "in_background", started.append)

    PolicyShelf(Shelf(tmp_path)).find(PLAIN, TODAY)

    assert started == []
