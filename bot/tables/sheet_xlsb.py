"""One pass over the records of an .xlsb sheet: cells with errors, and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.tables.cells import CellFault, error_in
from bot.tables.grids import DAMAGED, UnreadableFile
from bot.tables.sheet_xml import Place, Scan

# Numbers of records in the format's specification (MS-XLSB).
_ROW, _BUNDLED = 0, 156
_FILLED: Final = frozenset(range(2, 12))
_ERRORS: Final = {3: 8, 11: 8}  # with where the code of the error stands
_CODES: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def scanned_xlsb(sheet: bytes) -> Mapping[Place, CellFault]:
    """Cells of a sheet that hold an error. Raises UnreadableFile when it is larger than what is read."""
    found, row = Scan(), 0
    for kind, start, end in _records(sheet):
        if kind == _ROW:
            row = int.from_bytes(sheet[start : start + 4], "little")
        elif kind in _FILLED:
            column = int.from_bytes(sheet[start : start + 4], "little")
            found.reach(row, column)
            if kind in _ERRORS and end - start > _ERRORS[kind]:
                found.faults[row, column] = error_in(_CODES.get(sheet[start + _ERRORS[kind]], "#N/A"))
    return found.faults


def sheet_ids(book: bytes) -> list[str]:
    """By what name the workbook knows the part of each sheet, in their order. Raises UnreadableFile."""
    found = []
    for kind, start, _ in _records(book):
        if kind == _BUNDLED:
            length = int.from_bytes(book[start + 8 : start + 12], "little")
            found.append(book[start + 12 : start + 12 + 2 * length].decode("utf-16-le", errors="replace"))
    return found


def _records(sheet: bytes) -> Iterator[tuple[int, int, int]]:
    """Each record's number and where its content begins and ends. Raises UnreadableFile."""
    at = 0
    try:
        while at < len(sheet):
            kind, at = sheet[at], at + 1
            if kind & 0x80:
                kind, at = (kind & 0x7F) | (sheet[at] << 7), at + 1
            size = 0
            for shift in (0, 7, 14, 21):
                part, at = sheet[at], at + 1
                size |= (part & 0x7F) << shift
                if not part & 0x80:
                    break
            yield kind, at, at + size
            at += size
    except IndexError as error:
        raise UnreadableFile(DAMAGED) from error
