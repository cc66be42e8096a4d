"""The list of a sweep with what was found, as a table that offices open: .csv or .xlsx."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from bot.words import Texts
from desk.domain.county.areas import Areas, Level
from desk.domain.handing_over.seats import area_at
from desk.domain.sweeps.sweep import SweepObject
from storage.engine.whole_file import whole

COLUMNS: Final = (
    "number",
    "name",
    "town",
    "village",
    "area_code",
    "address",
    "note",
    "found",
    "missing",
    "said",
    "ticked_by",
    "changed_at",
    "case_number",
    "checked",
)
SHEET: Final = ".xlsx"
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
Write = Callable[[Iterable[str]], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """Says each object in words of one language; `names` are those of officials by row."""

    areas: Areas
    texts: Texts
    language: str
    names: Mapping[int, str]
    zone: ZoneInfo

    def header(self) -> list[str]:
        """The names of the columns."""
        return [self._label(f"sweep.column.{name}") for name in COLUMNS]

    def line(self, one: SweepObject, case_number: str, *, agreed: bool | None) -> list[str]:
        """The cells of one object; nothing in them is taken for a formula."""
        listed = one.listed
        line = self.areas.line(listed.area_code)
        town, village = (area_at(line, level) for level in (Level.TOWN, Level.VILLAGE))
        cells = [
            listed.number,
            listed.name,
            "" if town is None else town.name,
            "" if village is None else village.name,
            listed.area_code,
            listed.address,
            listed.note,
            "" if one.found is None else self._label(f"terms.found.{one.found}"),
            "" if one.missing is None else self._label(f"terms.missing.{one.missing}"),
            one.said,
            self.names.get(one.ticked_by or 0, ""),
            self._moment(one.changed_at),
            case_number,
            "" if agreed is None else self._label(f"sweep.cell.{'same' if agreed else 'differs'}"),
        ]
        return [harmless(cell) for cell in cells]

    def _label(self, key: str) -> str:
        return self.texts.label(self.language, key)

    def _moment(self, at: datetime | None) -> str:
        return "" if at is None else at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


def harmless(cell: str) -> str:
    """The cell as it is read and never run: spreadsheets take some first signs for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


@contextmanager
def table_at(path: Path) -> Iterator[Write]:
    """Write lines into a new .csv or .xlsx file. Raises StorageError when there is one of that name."""
    with whole(path) as part, (_sheet if path.suffix.lower() == SHEET else _csv)(part) as write:
        yield write


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield csv.writer(file).writerow


@contextmanager
def _sheet(path: Path) -> Iterator[Write]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    yield lambda cells: sheet.append(list(cells))
    book.save(path)
