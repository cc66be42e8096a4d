"""What a file holds before it is understood: sheets of numbered rows of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.tables.cells import Cell

DAMAGED: Final = "is damaged: open it in Excel or WPS and save it anew"
NumberedRow = tuple[int, Sequence[Cell]]


class UnreadableFile(Exception):
    """The file is no table that can be read; one sentence, without its subject. `line` is 0 for all of it."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or a text file (without a name), where a row that is too long is wrong (`strict`)."""

    rows: Sequence[NumberedRow]
    name: str = ""
    hidden: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in their order, and what no program can tell of such a file."""

    grids: Iterable[Grid]  # one after another: a large one is not kept beside the others
    lost: tuple[str, ...] = ()
