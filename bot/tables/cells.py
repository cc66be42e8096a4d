"""One cell as text, or why it cannot be believed: spreadsheets guess, and so change what was typed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.tables.columns import Columns
from desk.domain.text.cleaning import cleaned

_DIGITS: Final = 15  # as many of a number as spreadsheets keep
_AS_TEXT: Final = "format the column as text"
_ERROR: Final = re.compile(
    r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)|Err:\d{3}",
    re.IGNORECASE,
)
_TOO_NARROW: Final = re.compile(r"#{3,}")
_FORMULA: Final = re.compile(r"[=＝]\s*[^\W\d_$][\w.]*\s*[(!]|[=＝]\s*[-+(@]?\$?[A-Z]{1,3}\$?\d+\b")
_SUSPECT: Final = ("#", "=", "＝", "Err", "err", "ERR")
_LONGEST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell of which the program that wrote it says that it has no value."""

    reason: str


Cell = str | int | float | bool | date | datetime | time | timedelta | CellFault
NO_VALUE: Final = CellFault("has a formula without a value: open the file in Excel or WPS and save it")


def error_in(shown: str) -> CellFault:
    """A cell that holds an error such as #N/A."""
    return CellFault(f"holds the error {shown}")


class Doubtful(Exception):
    """What a cell holds is not what was meant; the reason, without its subject."""


def text_of(cell: Cell, field: str, columns: Columns) -> str:
    """The text of a cell, cleaned. Raises Doubtful."""
    if isinstance(cell, str):
        return _typed(cell)
    if isinstance(cell, CellFault):
        raise Doubtful(cell.reason)
    if isinstance(cell, bool):
        return _truth(cell, field in columns.yes_or_no)
    if isinstance(cell, int | float):
        return _number(cell, field in columns.measured)
    raise Doubtful(guessed(cell))


def bare_text(cell: Cell) -> str:
    """What a cell says, for headings and titles: nothing of it is believed."""
    if isinstance(cell, str):
        return cleaned(cell)
    return "" if isinstance(cell, CellFault) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether there is nothing in the cell."""
    return isinstance(cell, str) and not (cell.isalnum() or (cell and cleaned(cell)))


def _typed(cell: str) -> str:
    text = cleaned(cell)
    if not text.startswith(_SUSPECT):
        return text
    if _ERROR.fullmatch(text):
        raise Doubtful(error_in(text).reason)
    if _TOO_NARROW.fullmatch(text):
        raise Doubtful(f"holds {text[:_LONGEST_SHOWN]}: the column was too narrow for its number")
    if _FORMULA.match(text) and not cell.lstrip().startswith("'"):
        raise Doubtful("holds a formula instead of its value")
    return text


def _truth(cell: bool, wanted: bool) -> str:
    if not wanted:
        raise Doubtful(f"holds {str(cell).upper()}: {_AS_TEXT}")
    return "yes" if cell else "no"


def _number(cell: float, measured: bool) -> str:
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Doubtful(f"has lost its digits in a spreadsheet: {_AS_TEXT}")
    if measured:
        return str(cell)
    if isinstance(cell, float) and not cell.is_integer():
        raise Doubtful(f"holds the number {cell}: {_AS_TEXT}")
    digits = str(int(cell))
    if len(digits.lstrip("-")) > _DIGITS:
        raise Doubtful(f"has lost its digits in a spreadsheet: {_AS_TEXT}")
    return digits


def guessed(cell: date | time | timedelta) -> str:
    """Why a cell is not believed of which a spreadsheet made a date or a time."""
    sort = "date" if isinstance(cell, date) else "time" if isinstance(cell, time) else "length of time"
    return f"holds a {sort}: {_AS_TEXT}"
