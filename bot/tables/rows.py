"""The rows below a header as lines of a table, with what is wrong in them and what is left aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bot.tables.cells import Cell, Doubtful, bare_text, is_blank, text_of
from bot.tables.columns import Columns, is_sum, loose
from bot.tables.grids import Grid
from bot.tables.header import Header
from bot.tables.table import Line, Table

_REMARK: Final = re.compile(r"#\s*(?P<name>[^:：]+?)\s*[:：]\s*(?P<value>.*)", re.DOTALL)
_SHOWN: Final = 60  # headings, or numbers of lines, in one sentence
_ZEROS_LOST: Final = "has lost noughts at its beginning, which other lines have: format the column as text"


@dataclass(slots=True)
class Body:
    """A sheet below its header."""

    grid: Grid
    header: Header
    columns: Columns
    _beside: dict[int, list[int]] = field(default_factory=dict)  # columns without a heading, with their lines
    _aside: list[int] = field(default_factory=list)  # lines of totals and of headers that come again
    _kept: list[tuple[int, str]] = field(init=False)  # columns that are taken over, by their places
    _needed: list[int] = field(init=False)
    _unnamed: list[int] = field(init=False)
    _loose: list[str] = field(init=False)
    _zeros: set[str] = field(default_factory=set)  # numbers that begin with nought somewhere
    _typed: dict[str, set[int]] = field(default_factory=dict)  # … kept as quantities, with lines

    def __post_init__(self) -> None:
        fields, headings = self.header.fields.items(), self.header.headings
        self._kept = [(place, named) for place, named in fields if self.columns.is_kept(named)]
        self._needed = [place for place, named in fields if named in self.columns.required]
        self._unnamed = [place for place, heading in enumerate(headings) if not heading]
        self._loose = [loose(heading) for heading in headings]

    def table(self, path: Path, others: Sequence[str]) -> Table:
        """All of it; `others` is what else the file has that is not read."""
        rows = self.grid.rows[self.header.at + 1 :]
        lines = [line for number, cells in rows if (line := self._line(number, cells))]
        not_read = (*self._left_aside(), *others)
        kept = {named for _, named in self._kept}
        return Table(path, self._without_lost_zeros(lines), kept, not_read, self._remarks())

    def _line(self, number: int, cells: Sequence[Cell]) -> Line | None:
        """The line of a row, or nothing for one that is empty or only sums up."""
        if all(map(is_blank, cells)):
            return None
        if self._is_header_again(cells) or self._is_sum(cells):
            self._aside.append(number)
            return None
        values, faults = dict[str, str](), list[str]()
        for place, named in self._kept:
            try:
                cell = cells[place] if place < len(cells) else ""
                values[named] = text_of(cell, named, self.columns)
                self._watch(named, number, cell)
            except Doubtful as error:
                values[named] = ""
                faults.append(f"{named} {error}")
        return Line(number, values, (*faults, *self._too_long(number, cells)))

    def _watch(self, named: str, number: int, cell: Cell) -> None:
        """A number kept as a quantity has lost the noughts before it, if others of its column have any."""
        if named not in self.columns.numbers or cell == "":
            return
        if not isinstance(cell, str):
            self._typed.setdefault(named, set()).add(number)
        elif cell.startswith("0"):
            self._zeros.add(named)

    def _without_lost_zeros(self, lines: list[Line]) -> list[Line]:
        lost = {number: named for named in self._zeros for number in self._typed.get(named, ())}
        return [
            replace(line, faults=(*line.faults, f"{lost[line.number]} {_ZEROS_LOST}"))
            if line.number in lost
            else line
            for line in lines
        ]

    def _is_header_again(self, cells: Sequence[Cell]) -> bool:
        """Lists that were put together from several have the header of each."""
        if len(cells) < len(self._loose):
            return False
        pairs = zip(cells, self._loose, strict=False)
        return all(isinstance(cell, str) and loose(cell) == heading for cell, heading in pairs)

    def _is_sum(self, cells: Sequence[Cell]) -> bool:
        """«合计: 12 户» and «填表人:» below a list, with nothing where every line says something."""
        if sum(at < len(cells) and not is_blank(cells[at]) for at in self._needed) == len(self._needed):
            return False
        return is_sum(next((bare_text(cell) for cell in cells if not is_blank(cell)), ""))

    def _too_long(self, number: int, cells: Sequence[Cell]) -> Iterator[str]:
        width = self.header.width
        if len(cells) <= width and not self._unnamed:
            return
        over = [place for place, cell in enumerate(cells) if place >= width and not is_blank(cell)]
        if over and self.grid.strict:
            yield f"has {over[-1] + 1} cells, the header {width}: put quotes around a cell with a comma in it"
            return
        beside = [place for place in self._unnamed if place < len(cells) and not is_blank(cells[place])]
        for place in [*beside, *over]:
            self._beside.setdefault(place, []).append(number)

    def _left_aside(self) -> Iterator[str]:
        headings, fields = self.header.headings, self.header.fields
        unknown = [one for place, one in enumerate(headings) if one and place not in fields]
        known = [headings[place] for place, one in fields.items() if not self.columns.is_kept(one)]
        if unknown:
            yield f"columns that are not known: {_listed(unknown)}"
        if known:
            yield f"columns that are known and not kept: {_listed(known)}"
        for place, lines in sorted(self._beside.items()):
            yield f"column {_letters(place)}, which has no heading: {len(lines)} cells"
        if self._aside:
            yield f"lines of totals or headings: {_listed([str(one) for one in self._aside])}"

    def _remarks(self) -> dict[str, str]:
        """What stands above the header as `# name: value`."""
        above = (bare_text(cells[0]) for _, cells in self.grid.rows[: self.header.at] if cells)
        return {said["name"]: said["value"] for one in above if (said := _REMARK.fullmatch(one))}


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _letters(place: int) -> str:
    letters = ""
    while place >= 0:
        letters, place = chr(ord("A") + place % 26) + letters, place // 26 - 1
    return letters
