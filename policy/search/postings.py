"""Which texts hold which keys, and what each is worth there: two flat arrays per key, added up with numpy."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policy.search.grams import Keys, Weights

# Usual values of BM25: how fast repetition stops counting, and how much long texts are held back.
SATURATION = 1.2
LENGTH = 0.4

Counts = tuple[Keys, Weights]
# What reading a torn file of arrays may raise.
UNREADABLE = (OSError, EOFError, KeyError, ValueError, IndexError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Postings:
    """Texts by key. `keys` is sorted; the texts of key i stand at starts[i]:starts[i + 1]."""

    keys: Keys
    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    worth: Weights
    rarity: Weights
    size: int

    def score(self, keys: Keys, weights: Weights) -> tuple[Weights, float]:
        """What a question is worth at every text, and the most that its keys could be worth."""
        total = np.zeros(self.size, dtype=np.float32)
        places = np.searchsorted(self.keys, keys)
        best = 0.0
        for key, place, weight in zip(keys.tolist(), places.tolist(), weights.tolist(), strict=True):
            if place >= len(self.keys) or self.keys[place] != key:
                continue
            held = slice(self.starts[place], self.starts[place + 1])
            total[self.texts[held]] += weight * self.worth[held]
            best += weight * float(self.rarity[place])
        return total, best

    def rarities(self, keys: Keys) -> Weights:
        """How telling each key is here; a key that no text holds is as telling as the rarest."""
        places = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        unknown = np.float32(np.log1p(self.size / 0.5))
        if not len(self.keys):
            return np.full(len(keys), unknown, dtype=np.float32)
        return np.where(self.keys[places] == keys, self.rarity[places], unknown).astype(np.float32)

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """Everything that has to be stored."""
        return {
            f"{name}_keys": self.keys,
            f"{name}_starts": self.starts,
            f"{name}_texts": self.texts,
            f"{name}_worth": self.worth,
            f"{name}_rarity": self.rarity,
            f"{name}_size": np.array([self.size]),
        }


def restored(name: str, stored: Mapping[str, npt.NDArray[np.generic]]) -> Postings:
    """Postings as they were stored."""
    parts = {part: stored[f"{name}_{part}"] for part in ("keys", "starts", "texts", "worth", "rarity")}
    return Postings(
        keys=parts["keys"].astype(np.int64, copy=False),
        starts=parts["starts"].astype(np.int64, copy=False),
        texts=parts["texts"].astype(np.int32, copy=False),
        worth=parts["worth"].astype(np.float32, copy=False),
        rarity=parts["rarity"].astype(np.float32, copy=False),
        size=int(stored[f"{name}_size"].astype(np.int64)[0]),
    )


def by_bm25(counted: Sequence[Counts], lengths: Sequence[float]) -> Postings:
    """Postings for long texts: repetition saturates, length is held back (BM25)."""
    keys, texts, counts = _flat(counted)
    every, starts, rarity, of_key = _by_key(keys, len(counted))
    long = np.asarray(lengths, dtype=np.float32) / max(float(np.mean(lengths)) if lengths else 1.0, 1.0)
    held_back = SATURATION * (1 - LENGTH + LENGTH * long)
    worth = rarity[of_key] * counts * (SATURATION + 1) / (counts + held_back[texts])
    return Postings(every, starts, texts, worth.astype(np.float32), rarity, len(counted))


def by_likeness(counted: Sequence[Counts]) -> Postings:
    """Postings for short sentences: the cosine of what is rare in both."""
    keys, texts, counts = _flat(counted)
    every, starts, rarity, of_key = _by_key(keys, len(counted))
    worth = rarity[of_key] * counts
    norms = np.sqrt(np.bincount(texts, weights=worth**2, minlength=max(len(counted), 1)))
    return Postings(every, starts, texts, (worth / norms[texts]).astype(np.float32), rarity, len(counted))


def _flat(counted: Sequence[Counts]) -> tuple[Keys, npt.NDArray[np.int32], Weights]:
    """All keys of all texts, ordered by key."""
    if not counted:
        return np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    keys = np.concatenate([keys for keys, _ in counted])
    texts = np.repeat(np.arange(len(counted), dtype=np.int32), [len(keys) for keys, _ in counted])
    counts = np.concatenate([counts for _, counts in counted])
    order = np.argsort(keys, kind="stable")
    return keys[order], texts[order], counts[order]


def _by_key(keys: Keys, size: int) -> tuple[Keys, npt.NDArray[np.int64], Weights, npt.NDArray[np.int64]]:
    every, starts, held = np.unique(keys, return_index=True, return_counts=True)
    rarity = np.log1p((size - held + 0.5) / (held + 0.5)).astype(np.float32)
    of_key = np.repeat(np.arange(len(every)), held)
    return every, np.append(starts, len(keys)).astype(np.int64), rarity, of_key
