"""The library as arrays: built once, kept in one file, built anew when any word of it changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policy.item import Item, Library, Passage
from policy.outside import Outside
from policy.search.grams import EMPTY_KEYS, concept_key, grams, normalised
from policy.search.lexicon import Lexicon
from policy.search.postings import UNREADABLE, Counts, Postings, by_bm25, by_likeness, restored
from policy.search.priors import prior
from policy.search.query import read_question

EDITION = "4"
# Built indexes that are kept: the county's own, and those of libraries that were measured.
KEPT = 3
TITLE, CHAPTER, QUESTIONS = 1.2, 0.4, 1.0
# Whose a sentence is when it is no item's.
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Index:
    """`owners` says whose sentence each utterance is: the card's place, or NOBODY for what is not ours."""

    passages: Postings
    priors: npt.NDArray[np.float32]
    utterances: Postings
    owners: npt.NDArray[np.int32]
    cards: Postings


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that an index is made of.

    `guides` are items of another library. They are never shown: where this one has no items, their sentences
    tell what is our matter, and which sections residents mean by them.
    """

    library: Library
    lexicon: Lexicon
    outside: Outside
    guides: tuple[Item, ...] = ()

    @property
    def cards(self) -> Sequence[Item]:
        """The items by which questions are understood."""
        return self.library.items or self.guides

    def utterances(self) -> list[tuple[str, int]]:
        """Sentences of residents and whose they are."""
        ours = [
            (sentence, place)
            for place, item in enumerate(self.cards)
            for sentence in (item.title, *item.questions)
        ]
        return ours + [(sentence, NOBODY) for sentence in self.outside.questions]

    def digest(self) -> str:
        """Changes with every word that can be found."""
        state = hashlib.sha256(f"{EDITION} {self.lexicon.digest}".encode())
        for sentence, place in self.utterances():
            state.update(f"{place} {sentence}\n".encode())
        for item in self.cards:
            state.update(item.body.encode() + b"\0")
        for passage in self.library.passages:
            state.update(f"{passage.label}\0{passage.chapter}\0{passage.text}\0".encode())
        return state.hexdigest()


def load_index(corpus: Corpus, folder: Path | None) -> Index:
    """The index of a corpus, from the folder if it lies there; otherwise it is built and left there."""
    if folder is None:
        return build(corpus)
    digest = corpus.digest()
    path = folder / f"index-{digest[:16]}.npz"
    kept = _read(path) if path.exists() else None
    if kept is not None:
        return kept
    index = build(corpus)
    with suppress(
        OSError
    ):  # a full or read-only disk costs the next start some seconds, and nobody an answer
        _write(index, path)
    return index


def build(corpus: Corpus) -> Index:
    """Count every text of the corpus."""
    library, lexicon = corpus.library, corpus.lexicon
    said = corpus.utterances()
    texts = [normalised(passage.text) for passage in library.passages]
    cards = [normalised(item.body) for item in corpus.cards]
    return Index(
        passages=by_bm25(_passages(library.passages, texts, lexicon), [len(text) for text in texts]),
        priors=np.array([prior(passage) for passage in library.passages], dtype=np.float32),
        utterances=by_likeness(
            [(query.keys, query.weights) for query in (read_question(text, lexicon) for text, _ in said)]
        ),
        owners=np.array([place for _, place in said], dtype=np.int32),
        cards=by_bm25(_cards(corpus.cards, cards, lexicon), [len(card) for card in cards]),
    )


def _passages(passages: Sequence[Passage], texts: Sequence[str], lexicon: Lexicon) -> list[Counts]:
    return [
        _counted(
            [
                (text, 1.0),
                (normalised(passage.document.title), TITLE),
                (normalised(f"{passage.chapter} {passage.section}"), CHAPTER),
            ],
            lexicon,
        )
        for passage, text in zip(passages, texts, strict=True)
    ]


def _cards(items: Sequence[Item], cards: Sequence[str], lexicon: Lexicon) -> list[Counts]:
    return [
        _counted(
            [(card, 1.0), (normalised(item.title), 2.0), (normalised(" ".join(item.questions)), QUESTIONS)],
            lexicon,
            by_residents=True,
        )
        for item, card in zip(items, cards, strict=True)
    ]


def _counted(fields: Sequence[tuple[str, float]], lexicon: Lexicon, *, by_residents: bool = False) -> Counts:
    """Keys of the fields of one text, each counted with the weight of its field."""
    counts: defaultdict[int, float] = defaultdict(float)
    for text, weight in fields:
        keys, often = np.unique(grams(text), return_counts=True)
        for key, times in zip(keys.tolist(), often.tolist(), strict=True):
            counts[key] += times * weight
        for number in lexicon.named(text, by_residents=by_residents):
            counts[concept_key(number)] += weight
    keys = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    worth = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    telling = ~np.isin(keys, EMPTY_KEYS)
    return keys[telling], worth[telling]


def _write(index: Index, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(path.parent.glob("index-*.npz"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
    arrays = {
        **index.passages.arrays("passages"),
        **index.utterances.arrays("utterances"),
        **index.cards.arrays("cards"),
    }
    half = path.with_suffix(".half.npz")
    arrays |= {"priors": index.priors, "owners": index.owners}
    # numpy's stub takes any of the names for its own keyword `allow_pickle`.
    np.savez(half, **arrays)  # type: ignore[arg-type]
    half.replace(path)


def _read(path: Path) -> Index | None:
    """The index in the file, or None when the file is torn: it is built anew then."""
    try:
        with path.open("rb") as file, np.load(file) as stored:
            return Index(
                passages=restored("passages", stored),
                priors=stored["priors"],
                utterances=restored("utterances", stored),
                owners=stored["owners"],
                cards=restored("cards", stored),
            )
    except UNREADABLE:
        return None
