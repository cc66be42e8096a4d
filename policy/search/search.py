"""Find what a question may mean: items by the sentences in which residents ask, passages by their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policy.item import Item, Library, Passage
from policy.search.grams import Weights
from policy.search.index import NOBODY, Corpus, Index, load_index
from policy.search.query import Query, gist, read_question
from policy.search.semantic import Encoder, Vectors, vectors_of

# Sentences of one card that count, and what each counts beside the one before it; the same words count alone.
BEST, NEXT = 3, 0.7
SAME = 0.95
MEANING_OF_ITEMS, MEANING_OF_PASSAGES = 0.8, 0.55
# Cosines of the encoder lie between these for unlike and for equal sentences, and for a question and a card.
UNLIKE, ALIKE = 0.78, 0.98
APART, ABOUT = 0.75, 0.95
# What a passage gains when the card that fits best cites it.
CITED = 1.0
# Concepts in one question beyond which more say nothing.
MANY = 3
# Questions whose vectors are kept: people ask the same things, and press buttons that ask again.
REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class _Shares:
    """What counts how much in the score of a card, found on sentences that were left out in turn."""

    sentence: float
    card: float
    near: float


_BY_WORDS = _Shares(0.5, 0.5, 0.0)
_BY_MEANING = _Shares(0.62, 0.19, 0.19)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and how well it fits (0 to about 1)."""

    found: Item | Passage
    score: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against there being an answer, each 0 to about 1.

    `sentence` and `outside`: how like the question is to what we are asked, and to what is not ours;
    `card`: how much of it stands in the best card; `score`: how well the best card fits in all, and `ahead`
    by how much more than the second; `concepts`: how many of our matters are named (3 and more are 1);
    `foreign`: a word that is never ours.
    """

    sentence: float
    outside: float
    card: float
    score: float
    ahead: float
    concepts: float
    foreign: bool

    def numbers(self) -> list[float]:
        """The signs in the order in which they are weighed."""
        weighed = (self.sentence, self.outside, self.card, self.score, self.ahead, self.concepts)
        return [*weighed, float(self.foreign)]


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
    """A library that can be searched. `meaning_of` and vectors are there together or not at all.

    `cites`: places of cards and, beside each, of a passage that it cites.
    """

    corpus: Corpus
    index: Index
    meaning_of: Callable[[str], Vectors] | None
    utterances: Vectors
    cards: Vectors
    passages: Vectors
    cites: npt.NDArray[np.int32]

    @property
    def library(self) -> Library:
        """What is searched."""
        return self.corpus.library

    def find(self, question: str, most: int = 10) -> Findings:
        """The best items and passages for a question."""
        query = read_question(question, self.corpus.lexicon)
        meaning = self.meaning_of(gist(query.text, self.corpus.lexicon)) if self.meaning_of else None
        sentences = self.sentences(query, meaning)
        ours = self.index.owners != NOBODY
        words = _share(self.index.cards.score(query.keys, query.weights))
        cards = self._cards(sentences, words, meaning)
        signs = Signs(
            sentence=_most(sentences[ours]),
            outside=_most(sentences[~ours]),
            card=_most(words),
            score=_most(cards),
            ahead=_most(cards) - _of_rank(cards, 2),
            concepts=min(len(query.concepts), MANY) / MANY,
            foreign=any(word in query.text for word in self.corpus.outside.words),
        )
        return Findings(
            query=query,
            items=_best(self.library.items, cards, most),
            passages=_best(self.library.passages, self._passages(query, cards, meaning), most),
            signs=signs,
            semantic=meaning is not None,
        )

    def _cards(self, sentences: Weights, words: Weights, meaning: Vectors | None) -> Weights:
        shares = _BY_WORDS if meaning is None else _BY_MEANING
        ours = self.index.owners >= 0
        best = _best_few(sentences[ours], self.index.owners[ours], len(self.corpus.cards))
        scores = shares.sentence * best + shares.card * words
        if meaning is not None and len(scores):
            scores = scores + shares.near * np.clip((self.cards @ meaning - APART) / (ABOUT - APART), 0, 1)
        return scores.astype(np.float32)

    def _passages(self, query: Query, cards: Weights, meaning: Vectors | None) -> Weights:
        """By their own words, and by the cards: these know in which words residents ask for a section."""
        words = _share(self.index.passages.score(query.keys, query.weights)) * self.index.priors
        if not len(words):
            return words
        scores = _fused(words / max(_most(words), 1e-6), None if meaning is None else self.passages @ meaning)
        cited = np.zeros(len(words), dtype=np.float32)
        few = np.where(cards >= _of_rank(cards, BEST), cards, 0)
        np.maximum.at(cited, self.cites[:, 1], few[self.cites[:, 0]])
        return scores + CITED * cited

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
    bodies = [item.body for item in corpus.cards] if encoder else []
    told = [_told(passage) for passage in corpus.library.passages] if encoder else []
    vectors = partial(vectors_of, encoder=encoder, folder=folder)
    return Engine(
        corpus,
        load_index(corpus, folder),
        lru_cache(maxsize=REMEMBERED)(encoder.query) if encoder else None,
        utterances=vectors(said, asked=True),
        cards=vectors(bodies, asked=False),
        passages=vectors(told, asked=False),
        cites=_cites(corpus),
    )


def _cites(corpus: Corpus) -> npt.NDArray[np.int32]:
    places = {passage.label: place for place, passage in enumerate(corpus.library.passages)}
    pairs = [
        (card, places[source.label])
        for card, item in enumerate(corpus.cards)
        for source in item.sources
        if source.label in places
    ]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


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


def _best_few(scores: Weights, owners: npt.NDArray[np.int32], size: int) -> Weights:
    """The mean of every owner's best few scores, the better ones counting more."""
    left, few = scores.copy(), np.zeros((BEST, size), dtype=np.float32)
    for best in few:
        np.maximum.at(best, owners, left)
        left[left == best[owners]] = 0
    counts = np.float32(NEXT) ** np.arange(BEST, dtype=np.float32)
    mean: Weights = counts @ few / counts.sum()
    return np.where(few[0] >= SAME, few[0], mean)


def _of_rank(scores: Weights, rank: int) -> float:
    return float(np.partition(scores, -rank)[-rank]) if len(scores) >= rank else 0.0


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
