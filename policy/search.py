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
SENTENCE, CARD = 0.5, 0.5
MEANING_OF_ITEMS, MEANING_OF_PASSAGES = 0.8, 0.55
# Cosines of the encoder lie between these for unlike and for equal sentences.
UNLIKE, ALIKE = 0.78, 0.98


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and how well it fits (0 to about 1)."""

    found: Item | Passage
    score: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against there being an answer, each 0 to about 1.

    `sentence` and `outside`: how like the question is to what we are asked, and to what is not ours;
    `card`: how much of it stands in the best card; `concepts`: how many of our matters are named (at
    most 3); `foreign`: a word that is never ours.
    """

    sentence: float
    outside: float
    card: float
    concepts: int
    foreign: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question found, best first."""

    query: Query
    items: Sequence[Hit]
    passages: Sequence[Hit]
    signs: Signs
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
        sentences = self.sentences(query, meaning)
        ours, items = self.index.owners != NOBODY, self.index.owners >= 0
        best = np.zeros(len(self.library.items), dtype=np.float32)
        np.maximum.at(best, self.index.owners[items], sentences[items])
        cards = _share(self.index.cards.score(query.keys, query.weights))
        words = _share(self.index.passages.score(query.keys, query.weights)) * self.index.priors
        near = self.passages @ meaning if meaning is not None and len(words) else None
        signs = Signs(
            sentence=_most(sentences[ours]),
            outside=_most(sentences[~ours]),
            card=_most(cards),
            concepts=min(len(query.concepts), 3),
            foreign=any(word in query.text for word in self.corpus.outside.words),
        )
        return Findings(
            query=query,
            items=_best(self.library.items, SENTENCE * best + CARD * cards, most),
            passages=_best(self.library.passages, _fused(words, near), most),
            signs=signs,
            semantic=meaning is not None,
        )

    def sentences(self, query: Query, meaning: Vectors | None) -> Weights:
        """How much a question is like every sentence that the library knows, 0 to 1."""
        telling = self.index.utterances.rarities(query.keys) * query.weights
        alike, _ = self.index.utterances.score(query.keys, telling)
        alike /= max(float(np.sqrt((telling**2).sum())), 1e-6)
        if meaning is None:
            return alike
        near = np.clip((self.utterances @ meaning - UNLIKE) / (ALIKE - UNLIKE), 0, 1)
        fused: Weights = ((1 - MEANING_OF_ITEMS) * alike + MEANING_OF_ITEMS * near).astype(np.float32)
        return fused


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


def _share(scored: tuple[Weights, float]) -> Weights:
    scores, most = scored
    return scores / max(most, 1e-6)


def _fused(words: Weights, near: Weights | None) -> Weights:
    if near is None:
        return words
    return (1 - MEANING_OF_PASSAGES) * _spread(words) + MEANING_OF_PASSAGES * _spread(near)


def _spread(scores: Weights) -> Weights:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / max(high - low, 1e-6)


def _most(scores: Weights) -> float:
    return float(scores.max(initial=0.0))


def _best(
    things: Sequence[Item] | Sequence[Passage], scores: npt.NDArray[np.float32], most: int
) -> list[Hit]:
    if not len(things):
        return []
    top = np.argpartition(-scores, min(most, len(scores) - 1))[:most]
    order = top[np.argsort(-scores[top], kind="stable")]
    return [Hit(things[place], float(scores[place])) for place in order.tolist()]
