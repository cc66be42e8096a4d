"""Text files with a separator between cells, as programs and people write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from bot.tables import limits
from bot.tables.grids import Book, Grid, NumberedRow, UnreadableFile
from desk.domain.text.encodings import UnreadableText, decoded

_SEPARATORS: Final = (",", ";", "\t", "，", "|")
_SAYS_SO: Final = "sep="  # a first line that Excel reads as an order
_LONGEST_CELL: Final = limits.MEGABYTE
Score = Callable[[Sequence[str]], int]


def separated_book(raw: bytes, score: Score) -> Book:
    """The only sheet of a text file; `score` is how much a row looks like a header. Raises UnreadableFile."""
    try:
        text = decoded(raw)
    except UnreadableText as error:
        raise UnreadableFile(str(error)) from error
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith(_SAYS_SO):
        separator, text, before = first.strip()[len(_SAYS_SO) :][:1] or "\t", rest, 1
    else:
        separator, before = _separator(text, score), 0
    rows = list(islice(_rows(text, separator, before), limits.ROWS + 1))
    if len(rows) > limits.ROWS:
        raise UnreadableFile(f"has more than {limits.ROWS:,} lines: send it in parts")
    return Book([Grid(rows, strict=True)])


def _separator(text: str, score: Score) -> str:
    """The one with which a row near the beginning looks most like a header."""
    beginning = "\n".join(text[: limits.MEGABYTE].splitlines()[: limits.HEADER_WITHIN])
    return max(_SEPARATORS, key=lambda one: max(map(score, _loosely(beginning, one)), default=0))


def _loosely(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def _rows(text: str, separator: str, before: int) -> Iterator[NumberedRow]:
    """Every row with the number of the line in which it begins. Raises UnreadableFile."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = before + 1
    try:
        for cells in reader:
            yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error as error:
        reason = "a quote is opened and never closed" if "unexpected end" in str(error) else str(error)
        raise UnreadableFile(f"not a CSV: {reason}", begins) from error
