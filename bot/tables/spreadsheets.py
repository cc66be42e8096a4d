"""Spreadsheets of every usual program: .xlsx, .xls, .xlsb and .ods, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.tables.cells import Cell, CellFault
from bot.tables.confined import confined_sheets
from bot.tables.grids import DAMAGED, Book, Grid, NumberedRow, UnreadableFile
from bot.tables.library import Values, sheets_of
from bot.tables.parts import Parts, parts_of
from bot.tables.shared_texts import refuse_too_much_text, text_lengths
from bot.tables.sheet_ods import scanned_ods
from bot.tables.sheet_xlsb import scanned_xlsb
from bot.tables.sheet_xml import Place, scanned

_OLD: Final = "an old .xls does not tell errors and formulas without a value from empty cells"
_UNCALCULATED: Final = "an .xlsb does not tell formulas without a value from empty cells"
_BINARY: Final = ".bin"
_ODS: Final = "content.xml"
_OTHERS: Final = {
    "word/": "is a Word document: copy its table into a spreadsheet",
    "ppt/": "is a presentation",
}
Faults = Mapping[Place, CellFault]


def zipped_book(path: Path) -> Book:
    """The sheets of an .xlsx, .xlsb or .ods. Raises UnreadableFile."""
    with parts_of(path) as parts:
        if _ODS in parts.names:
            return Book(_grids(_sheets(path), scanned_ods(parts.read(_ODS))))
        book = parts.workbook()
        if not book or book.startswith(tuple(_OTHERS)):
            raise UnreadableFile(_what_else(parts.names))
        if book.endswith(_BINARY):
            faults = [scanned_xlsb(parts.read(name)) for name in parts.sheets(book)]
            return Book(_grids(confined_sheets(path), faults), (_UNCALCULATED,))
        return Book(_grids(_sheets(path), _of_xlsx(parts, book)))


def old_book(path: Path) -> Book:
    """The sheets of an .xls of before 2007, or of what WPS calls .et. Raises UnreadableFile."""
    return Book(_grids(confined_sheets(path), ()), (_OLD,))


def _sheets(path: Path) -> Iterator[Values]:
    yield from sheets_of(path.read_bytes())


def _of_xlsx(parts: Parts, book: str) -> list[Faults]:
    lengths, found = text_lengths(parts), list[Faults]()
    for name in parts.sheets(book):
        sheet = parts.read(name)
        found.append(scanned(sheet))
        refuse_too_much_text(lengths, sheet)
    return found


def _what_else(names: Sequence[str]) -> str:
    for start, sentence in (*_OTHERS.items(), ("xl/", DAMAGED)):
        if any(name.startswith(start) for name in names):
            return sentence
    return "is an archive and no spreadsheet: unpack it first"


def _grids(sheets: Iterable[Values], faults: Sequence[Faults]) -> Iterator[Grid]:
    """One sheet after another: only what is asked for is in the memory."""
    for sheet in sheets:
        known = faults[sheet.number] if sheet.number < len(faults) else {}
        yield Grid(_rows(sheet, known), sheet.name, hidden=sheet.hidden)


def _rows(sheet: Values, faults: Faults) -> list[NumberedRow]:
    rows = sheet.rows
    for (row, column), fault in faults.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = fault
    _fill_down(rows, sheet.merged)
    return list(enumerate(rows, start=1))


def _fill_down(rows: list[list[Cell]], merged: Sequence[tuple[Place, Place]]) -> None:
    """A cell merged over several rows says the same in each of them, in its first column."""
    for (top, column), (bottom, _) in merged:
        if top >= len(rows) or column >= len(rows[top]):
            continue
        for cells in rows[top + 1 : bottom + 1]:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = rows[top][column]
