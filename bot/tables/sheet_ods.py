"""One pass over the XML of an .ods: errors, formulas without values, and how far its sheets reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.tables.cells import NO_VALUE, CellFault, error_in
from bot.tables.sheet_xml import Place, Scan, walk_xml

_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_FILLED_PER_RUN: Final = 10_000  # cells with a fault that one repeated cell may stand for


def scanned_ods(content: bytes) -> list[Mapping[Place, CellFault]]:
    """Cells without a value, sheet by sheet. Raises UnreadableFile when one is larger than what is read."""
    return [scan.faults for scan in _OdsPass().over(content)]


class _OdsPass:
    """Follows the parser from cell to cell; a cell or row may stand for many."""

    def __init__(self) -> None:
        self._scans: list[Scan] = []
        self._row = self._column = 0
        self._rows = self._wide = 1  # how many the open row and cell stand for
        self._attributes: Mapping[str, str] = {}
        self._text = ""
        self._in_cell = False

    def over(self, content: bytes) -> list[Scan]:
        """Parse the whole document. Raises UnreadableFile."""
        walk_xml(content, self._start, self._end, self._characters)
        return self._scans

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        plain = (
            {key.rpartition("}")[2]: value for key, value in attributes.items()} if "table" in name else {}
        )
        if name == "table":
            self._scans.append(Scan())
            self._row = 0
        elif name == "table-row":
            self._rows, self._column = _times(plain, "number-rows-repeated"), 0
        elif name in _CELLS:
            self._attributes, self._text, self._in_cell = plain, "", True
            self._wide = _times(plain, "number-columns-repeated")

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "table-row":
            self._row += self._rows
        elif name in _CELLS and self._scans:
            self._settle()
            self._column, self._in_cell = self._column + self._wide, False

    def _characters(self, text: str) -> None:
        if self._in_cell:
            self._text = (self._text + text)[:40]

    def _settle(self) -> None:
        said = self._attributes
        fault = self._fault()
        if fault is None and not self._text and "value-type" not in said:
            return
        scan = self._scans[-1]
        scan.reach(self._row + self._rows - 1, self._column + self._wide - 1)
        if fault is not None:
            places = [
                (self._row + row, self._column + column)
                for row in range(self._rows)
                for column in range(self._wide)
            ]
            scan.faults.update(dict.fromkeys(places[:_FILLED_PER_RUN], fault))

    def _fault(self) -> CellFault | None:
        if "formula" not in self._attributes:
            return None
        if self._text.startswith(("#", "Err:")):
            return error_in(self._text)
        return None if self._text or "value-type" in self._attributes else NO_VALUE


def _times(attributes: Mapping[str, str], name: str) -> int:
    said = attributes.get(name, "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 10 else 1
