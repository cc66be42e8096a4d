"""Find what a question may mean: items by the sentences in which residents ask, passages by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policy.grams import Weights
from policy.index import NOBODY, Corpus, Index, load_index
from policy.library import Item, Library, Passage
from policy.query import Query, read_question
from policy.semantic import Encoder, Vectors, vectors_of

# Shares in the score, found on standard questions that were left out one by one.
SENTENCE, CARD = 0.8, 0.2
MEANING_OF_ITEMS, MEANING_OF_PASSAGES = 0.5, 0.5
# Cosines of the encoder lie between these for unlike and for equal sentences.
UNLIKE, ALIKE = 0.78, 0.98


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and how well it fits (0 to about 1)."""

    found: Item | Passage
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question found, best first. `outside` is how well it fits what is not ours."""

    query: Query
    items: Sequence[Hit]
    passages: Sequence[Hit]
    outside: float
    semantic: bool


@dataclass(frozen=True, slots=True)
class Engine:
    """A library that can be searched. `encoder` and vectors are there together or not at all."""

    corpus: Corpus
    index: Index
    encoder: Encoder | None
    utterances: Vectors
    passages: Vectors

    @property
    def library(self) -> Library:
        """What is searched."""
        return self.corpus.library

    def find(self, question: str, most: int = 10) -> Findings:
        """The best items and passages for a question."""
        query = read_question(question, self.corpus.lexicon)
        meaning = self.encoder.query(question) if self.encoder else None
        items, outside = self._items(query, meaning)
        return Findings(
            query=query,
            items=_best(self.library.items, items, most),
            passages=_best(self.library.passages, self._passages(query, meaning), most),
            outside=outside,
            semantic=meaning is not None,
        )

    def _items(self, query: Query, meaning: Vectors | None) -> tuple[Weights, float]:
        index = self.index
        alike, _ = index.utterances.score(query.keys, query.weights)
        sentences = alike / _norm(query, index)
        if meaning is not None:
            near = np.clip((self.utterances @ meaning - UNLIKE) / (ALIKE - UNLIKE), 0, 1)
            sentences = (1 - MEANING_OF_ITEMS) * sentences + MEANING_OF_ITEMS * near
        ours = index.owners != NOBODY
        best = np.zeros(len(self.library.items), dtype=np.float32)
        np.maximum.at(best, index.owners[ours], sentences[ours])
        outside = float(sentences[~ours].max(initial=0.0))
        cards, most = index.cards.score(query.keys, query.weights)
        return SENTENCE * best + CARD * cards / max(most, 1e-6), SENTENCE * outside

    def _passages(self, query: Query, meaning: Vectors | None) -> Weights:
        words, most = self.index.passages.score(query.keys, query.weights)
        words = words * self.index.priors / max(most, 1e-6)
        if meaning is None or not len(words):
            return words
        near = self.passages @ meaning
        return (1 - MEANING_OF_PASSAGES) * _spread(words) + MEANING_OF_PASSAGES * _spread(near)


def open_engine(corpus: Corpus, folder: Path | None, encoder: Encoder | None = None) -> Engine:
    """An engine over a corpus; what it builds is kept in the folder."""
    said = [sentence for sentence, _ in corpus.utterances()] if encoder else []
    told = [_told(passage) for passage in corpus.library.passages] if encoder else []
    empty = np.zeros((0, 1), dtype=np.float32)
    return Engine(
        corpus,
        load_index(corpus, folder),
        encoder,
        vectors_of(said, encoder, folder, asked=True) if encoder else empty,
        vectors_of(told, encoder, folder, asked=False) if encoder else empty,
    )


def _told(passage: Passage) -> str:
    return f"{passage.document.title} {passage.chapter}\n{passage.text}"


def _norm(query: Query, index: Index) -> float:
    """The length of the question itself, so that an equal sentence scores 1."""
    weighed = index.utterances.rarities(query.keys) * query.weights
    return max(float(np.sqrt((weighed**2).sum())), 1e-6)


def _spread(scores: Weights) -> Weights:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / max(high - low, 1e-6)


def _best(things: Sequence[Item] | Sequence[Passage], scores: npt.NDArray[np.float32], most: int) -> list[Hit]:
    if not len(things):
        return []
    top = np.argpartition(-scores, min(most, len(scores) - 1))[:most]
    order = top[np.argsort(-scores[top], kind="stable")]
    return [Hit(things[place], float(scores[place])) for place in order.tolist()]
