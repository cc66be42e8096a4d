"""What python-calamine reads of a spreadsheet: the values of its sheets, one sheet after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
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
from bot.tables.cells import Cell
from bot.tables.grids import DAMAGED, UnreadableFile
from bot.tables.sheet_xml import Place

_PANIC: Final = "PanicException"  # the library gave up; Python knows it by its name only


@dataclass(frozen=True, slots=True)
class Values:
    """The cells of one sheet from its first row and column on, and which of them are merged."""

    number: int  # among all sheets of the file
    name: str
    hidden: bool
    rows: list[list[Cell]]
    merged: Sequence[tuple[Place, Place]]


def sheets_of(data: bytes) -> Iterator[Values]:
    """Every sheet with cells; only the one asked for is in the memory. Raises UnreadableFile."""
    with _sentences():
        book = CalamineWorkbook.from_filelike(BytesIO(data))  # by its content, not by its name
    for number, known in enumerate(book.sheets_metadata):
        if known.typ is not SheetTypeEnum.WorkSheet:
            continue
        with _sentences():
            sheet = book.get_sheet_by_index(number)
            _refuse_long(sheet)
            rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        hidden = known.visible is not SheetVisibleEnum.Visible
        yield Values(number, known.name, hidden, rows, sheet.merged_cell_ranges or ())


def _refuse_long(sheet: CalamineSheet) -> None:
    if sheet.total_height > limits.ROWS:
        raise UnreadableFile(f"has more than {limits.ROWS:,} lines: send it in parts")


@contextmanager
def _sentences() -> Iterator[None]:
    """What the library says of files that it cannot read, in our words. Raises UnreadableFile."""
    try:
        yield
    except PasswordError as error:
        raise UnreadableFile("is protected with a password: save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableFile(DAMAGED) from error
