"""Spreadsheets of every usual program: .xlsx, .xls, .xlsb and .ods, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bot.tables import limits
from bot.tables.cells import Cell, Fault
from bot.tables.grids import DAMAGED, Book, Grid, NumberedRow, UnreadableFile
from bot.tables.parts import Parts, parts_of
from bot.tables.shared_texts import refuse_too_much_text, text_lengths
from bot.tables.sheet_ods import scanned_ods
from bot.tables.sheet_xlsb import scanned_xlsb
from bot.tables.sheet_xml import Place, scanned

_OLD: Final = "an old .xls does not tell errors and formulas without a value from empty cells"
_UNCALCULATED: Final = "an .xlsb does not tell formulas without a value from empty cells"
_XLSX: Final = "xl/workbook.xml"
_XLSB: Final = "xl/workbook.bin"
_ODS: Final = "content.xml"
_OTHERS: Final = {
    "word/": "is a Word document: copy its table into a spreadsheet",
    "ppt/": "is a presentation",
    "xl/": DAMAGED,
}
Faults = Mapping[Place, Fault]


def zipped_book(path: Path) -> Book:
    """The sheets of an .xlsx, .xlsb or .ods. Raises UnreadableFile."""
    with parts_of(path) as parts:
        names = {name.casefold() for name in parts.names}
        if _XLSX in names:
            return Book(_grids(path, _of_xlsx(parts)))
        if _XLSB in names:
            faults = [scanned_xlsb(parts.read(name)) for name in parts.sheets()]
            return Book(_grids(path, faults), (_UNCALCULATED,))
        if _ODS in names:
            return Book(_grids(path, scanned_ods(parts.read(_ODS))))
        raise UnreadableFile(_what_else(parts.names))


def old_book(path: Path) -> Book:
    """The sheets of an .xls of before 2007, or of what WPS calls .et. Raises UnreadableFile."""
    return Book(_grids(path, ()), (_OLD,))


def _of_xlsx(parts: Parts) -> list[Faults]:
    lengths, found = text_lengths(parts), list[Faults]()
    for name in parts.sheets():
        sheet = parts.read(name)
        found.append(scanned(sheet))
        refuse_too_much_text(lengths, sheet)
    return found


def _what_else(names: Sequence[str]) -> str:
    for start, sentence in _OTHERS.items():
        if any(name.startswith(start) for name in names):
            return sentence
    return "is an archive and no spreadsheet: unpack it first"


def _grids(path: Path, faults: Sequence[Faults]) -> Iterator[Grid]:
    """One sheet after another: only what is asked for is in the memory."""
    with _opened(path) as book:
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is SheetTypeEnum.WorkSheet:
                known = faults[number] if number < len(faults) else {}
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                yield Grid(_rows(_loaded(book, number), known), sheet.name, hidden=hidden)


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))  # by its content, not by its name
    except PasswordError as error:
        raise UnreadableFile("is protected with a password: save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error


def _loaded(book: CalamineWorkbook, number: int) -> CalamineSheet:
    try:
        sheet = book.get_sheet_by_index(number)
    except (CalamineError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    if sheet.total_height > limits.ROWS:
        raise UnreadableFile(f"has more than {limits.ROWS:,} lines: send it in parts")
    return sheet


def _rows(sheet: CalamineSheet, faults: Faults) -> list[NumberedRow]:
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), fault in faults.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = fault
    _fill_down(rows, sheet.merged_cell_ranges or ())
    return list(enumerate(rows, start=1))


def _fill_down(rows: list[list[Cell]], merged: Sequence[tuple[Place, Place]]) -> None:
    """A cell merged over several rows says the same in each of them, in its first column."""
    for (top, column), (bottom, _) in merged:
        if top >= len(rows) or column >= len(rows[top]):
            continue
        for cells in rows[top + 1 : bottom + 1]:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = rows[top][column]
