"""Samples of what was ticked, drawn by a seed that is kept: whoever has it draws the same ones again.

Every object has a lot of its own, a digest over the seed and the object's number, and the smallest lots are
drawn. So the result does not depend on the order of rows, nor on how many are read at a time.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk.domain.sweeps.sweep import TickResult

ALGORITHM: Final = "sha256-lowest-1"
SIZES: Final = (10, 30, 100)  # that the county office is offered
Mark = tuple[str, int]  # a place among the objects of a sweep: the village and the row
BEGINNING: Final[Mark] = "", 0


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn from: an object that was ticked, what was ticked, and by whom."""

    object_id: int
    number: str
    found: TickResult
    ticked_by: int | None = None
    area_code: str = ""

    @property
    def mark(self) -> Mark:
        """Where it stands among all objects."""
        return self.area_code, self.object_id


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. Those are drawn from that were ticked by `asked_at`; `population` counts them."""

    id: int
    sweep_id: int
    seed: str
    size: int
    asked_at: datetime
    population: int = 0
    drawn: bool = False
    asked_by: int | None = None  # a person; nobody: the operator
    algorithm: str = ALGORITHM


@dataclass(frozen=True, slots=True)
class Check:
    """One object of a sample, and what the inspector says of it."""

    sample_id: int
    position: int
    object_id: int
    found: TickResult
    ticked_by: int | None = None
    agreed: bool | None = None
    checked_by: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a sample came out: agreed ÷ checked, of so many drawn."""

    agreed: int = 0
    checked: int = 0
    drawn: int = 0


def lot_of(seed: str, number: str) -> bytes:
    """The lot of an object under this seed."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).digest()


class Drawing:
    """Draws from as many objects as one likes, some at a time, and keeps only the smallest lots."""

    def __init__(self, seed: str, size: int) -> None:
        self._seed = seed
        self._size = size
        self._kept: list[tuple[bytes, str, Lot]] = []
        self.population = 0

    def take(self, lots: Iterable[Lot]) -> None:
        """Look at some more objects; each once."""
        for lot in lots:
            self.population += 1
            self._kept.append((lot_of(self._seed, lot.number), lot.number, lot))
        self._kept = heapq.nsmallest(self._size, self._kept, key=lambda kept: kept[:2])

    def drawn(self) -> Sequence[Lot]:
        """The sample, in the order of its lots."""
        return [lot for _, _, lot in self._kept]


def draw(seed: str, size: int, lots: Iterable[Lot]) -> Sequence[Lot]:
    """As `Drawing`, for all objects at once."""
    drawing = Drawing(seed, size)
    drawing.take(lots)
    return drawing.drawn()


def numbered(sample_id: int, lots: Sequence[Lot]) -> Iterator[Check]:
    """The sample as what inspectors are to look at, in its order."""
    for position, lot in enumerate(lots, start=1):
        yield Check(sample_id, position, lot.object_id, lot.found, lot.ticked_by)
