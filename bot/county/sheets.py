"""The first sheet of an .xlsx file as lines of text: what county offices send when asked for a list."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

SHEET: Final = ".xlsx"


class UnreadableSheet(Exception):
    """The file is no spreadsheet that can be read; one sentence."""


def sheet_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Every row of the first sheet with its number. Raises UnreadableSheet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles, which nobody needs here
        try:
            book = load_workbook(path, read_only=True, data_only=True)
        except OSError as error:
            raise UnreadableSheet(f"cannot be read: {error.strerror or error}") from error
        except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
            raise UnreadableSheet("is not an .xlsx spreadsheet") from error
        try:
            rows = book.worksheets[0].iter_rows(values_only=True)
            yield from ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
        finally:
            book.close()


def _text(cell: object) -> str:
    """A cell as it is read; spreadsheets keep telephone numbers and codes as floating numbers."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)
