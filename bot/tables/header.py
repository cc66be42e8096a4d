"""Finding the row that names the columns, and which of our columns each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.tables import limits
from bot.tables.cells import bare_text
from bot.tables.columns import Columns
from bot.tables.grids import Grid, UnreadableFile

_SHOWN = 40  # names of columns in one sentence


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands among the rows of its grid, and what its columns are.

    `fields` has our name by the place of a column, `headings` what the file calls each; those that nobody
    named are empty.
    """

    at: int
    line: int
    fields: Mapping[int, str]
    headings: Sequence[str]

    @property
    def width(self) -> int:
        """How many cells a row of this table has at most."""
        return len(self.headings)


def header_of(grid: Grid, columns: Columns) -> Header | None:
    """The first of twenty rows that names the columns needed. Raises UnreadableFile if it names one twice."""
    for at, (line, cells) in enumerate(grid.rows[: limits.HEADER_WITHIN]):
        headings = _without_tail([" ".join(bare_text(cell).split()) for cell in cells])
        fields = {place: field for place, one in enumerate(headings) if (field := columns.field_of(one))}
        if set(columns.required) <= set(fields.values()):
            _refuse_twins(fields, headings, columns, line)
            return Header(at, line, fields, headings)
    return None


def likeness(cells: Sequence[str], columns: Columns) -> int:
    """How many columns a row names."""
    return len({field for cell in cells if (field := columns.field_of(cell))})


def no_header(grids: Sequence[Grid], columns: Columns) -> UnreadableFile:
    """Why there is no table in these sheets, with what stands where a header was looked for."""
    rows = [
        (line, [bare_text(cell) for cell in cells])
        for grid in grids
        for line, cells in grid.rows[: limits.HEADER_WITHIN]
    ]
    line, cells = max(rows, key=lambda row: likeness(row[1], columns), default=(0, []))
    named = {columns.field_of(cell) for cell in cells}
    missing = ", ".join(one for one in columns.required if one not in named)
    sentence = f"there is no column {missing}"
    shown = [" ".join(cell.split()) for cell in cells if cell]
    if shown:
        sentence += f"; the row most like a header says: {', '.join(shown[:_SHOWN])}"
    return UnreadableFile(sentence, line)


def _refuse_twins(fields: Mapping[int, str], headings: Sequence[str], columns: Columns, line: int) -> None:
    for field in dict.fromkeys(fields.values()):
        twins = [headings[place] for place, one in fields.items() if one == field]
        if len(twins) > 1 and columns.is_kept(field):
            raise UnreadableFile(f"two columns are both read as {field}: {', '.join(twins)}", line)


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
