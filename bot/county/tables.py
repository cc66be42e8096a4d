"""Reading a table row by row, so that every bad row can be named by its line."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.county.sheets import SHEET, UnreadableSheet, sheet_lines

_COLUMNS = Path(__file__).with_name("columns.toml")
# Spreadsheets of Chinese offices save either; UTF-8 is tried first because it refuses what it is not.
_ENCODINGS = ("utf-8-sig", "gb18030")
REMARK = "#"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a file; line 0 is the file itself."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.reason}" if self.line else f"{self.path}: {self.reason}"


class BadRows(Exception):
    """A file cannot be imported; nothing was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One line by our names for its columns; what the file lacks is empty."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@cache
def names(table: str) -> Mapping[str, str]:
    """Everything that a column, level or role may be called, with our name for it."""
    known = tomllib.loads(_COLUMNS.read_text(encoding="utf-8"))[table]
    return {alias: ours for ours, aliases in known.items() for alias in aliases}


def read_rows(path: Path, table: str, required: Sequence[str]) -> list[Row]:
    """The rows of a CSV or a spreadsheet, without empty lines and remarks. Raises BadRows."""
    rows: list[Row] = []
    columns: list[str] | None = None
    for number, cells in _lines(path):
        cleaned = [cell.strip() for cell in cells]
        if not any(cleaned) or cleaned[0].startswith(REMARK):
            continue
        if columns is None:
            columns = _header(path, table, cleaned, required)
        else:
            rows.append(Row(number, dict(zip(columns, cleaned, strict=False))))
    if not rows:
        raise BadRows([Problem(path, 0, "has no rows")])
    return rows


def _lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Every line with its number. Raises BadRows."""
    if path.suffix.lower() == SHEET:
        try:
            yield from sheet_lines(path)
        except UnreadableSheet as error:
            raise BadRows([Problem(path, 0, str(error))]) from error
        return
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadRows([Problem(path, reader.line_num, f"not a CSV: {error}")]) from error


def remark(path: Path, name: str) -> str | None:
    """The value of a leading remark such as `# edition: 2023-06-30`."""
    for line in _text(path).splitlines():
        if not line.startswith(REMARK):
            break
        key, _, value = line.removeprefix(REMARK).partition(":")
        if key.strip() == name:
            return value.strip()
    return None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadRows([Problem(path, 0, f"cannot be read: {error.strerror or error}")]) from error
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadRows([Problem(path, 0, "is neither UTF-8 nor GB18030 text")])


def _header(path: Path, table: str, cells: Sequence[str], required: Sequence[str]) -> list[str]:
    known = names(table)
    columns = [known.get(cell.casefold(), "") for cell in cells]
    missing = [column for column in required if column not in columns]
    if missing:
        raise BadRows([Problem(path, 1, f"there is no column {', '.join(missing)}")])
    return columns
