"""One pass over the XML of an .xlsx sheet: errors, formulas without values, and how far it reaches.

The library that reads the values shows both as empty, and asks for as much memory as the furthest cell makes
it. Nearly all sheets are passed by a few searches; only where those find something is the XML parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from bot.tables import limits
from bot.tables.cells import NO_VALUE, CellFault, error_in
from bot.tables.grids import DAMAGED, UnreadableFile

_SUSPECT: Final = (b' t="e"', b"<f>", b"<f ", b"<f/")
# A row of six figures, or a column beyond BL: whether that is too much, only the parser can say.
_FAR: Final = re.compile(rb' r="(?:[A-Z]{3}|B[M-Z]|[C-Z][A-Z]|[A-Z]{1,2}\d{6})')
# Ways of writing that no office program has, so that the searches above would miss what they look for.
_UNUSUAL: Final = (b"'", b" =", b"= ", b'="&')
_UNUSUAL_LINES: Final = re.compile(rb"""[\t\r\n](?:[rt]=|=)|=[\t\r\n]|<f[\t\r\n]""")
_UNPREFIXED: Final = re.compile(rb"<worksheet[\s>]")
_FEW_ROWS, _FEW_CELLS = 100_000, 3_000_000
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Place = tuple[int, int]  # row and column, from nought


@dataclass(slots=True)
class Scan:
    """What a pass over a sheet found: cells without a value, and how many rows and columns are filled."""

    faults: dict[Place, CellFault] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """A cell with something in it. Raises UnreadableFile beyond the limits."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.rows > limits.ROWS:
            raise UnreadableFile(f"has a cell in row {self.rows:,}, beyond {limits.ROWS:,}: send it in parts")
        if self.columns > limits.COLUMNS:
            raise UnreadableFile(f"has a cell in column {self.columns:,}, beyond {limits.COLUMNS}: delete it")
        if self.rows * self.columns > limits.CELLS:
            raise UnreadableFile(f"has more than {limits.CELLS:,} cells: send it in parts")


def scanned(sheet: bytes) -> Mapping[Place, CellFault]:
    """Cells of a sheet that have no value. Raises UnreadableFile when it is larger than what is read."""
    few = sheet.count(b"<row") <= _FEW_ROWS and sheet.count(b"<c") <= _FEW_CELLS
    begins = _UNPREFIXED.search(sheet[:2048])
    if few and begins and not _looks_suspect(sheet[begins.start() :]):
        return {}
    return _XlsxPass().over(sheet).faults


def _looks_suspect(sheet: bytes) -> bool:
    """Whether anything stands in the sheet for which it must be parsed."""
    if any(one in sheet for one in (*_SUSPECT, *_UNUSUAL)) or _FAR.search(sheet):
        return True
    return any(one in sheet for one in (b"\t", b"\r", b"\n")) and _UNUSUAL_LINES.search(sheet) is not None


class _XlsxPass:
    """Follows the parser from cell to cell."""

    def __init__(self) -> None:
        self._found = Scan()
        self._row = self._column = -1
        self._type = ""
        self._formula = self._valued = self._filled = False
        self._text = ""
        self._reading = False
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "row": self._on_row,
            "c": self._on_cell,
            "f": self._on_formula,
            "v": self._on_value,
            "is": self._on_inline,
        }

    def over(self, sheet: bytes) -> Scan:
        """Parse the whole sheet. Raises UnreadableFile."""
        walk_xml(sheet, self._start, self._end, self._characters)
        return self._found

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        act = self._starts.get(tag.rpartition("}")[2])
        if act is not None:
            act(attributes)

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in {"v", "is"}:
            self._reading = False
        elif name == "c":
            self._settle()

    def _characters(self, text: str) -> None:
        if self._reading:
            self._filled = True
            self._text = (self._text + text)[:40]

    def _on_row(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("r", "")
        self._row = int(said) - 1 if said.isdecimal() else self._row + 1
        self._column = -1

    def _on_cell(self, attributes: Mapping[str, str]) -> None:
        said = _REFERENCE.fullmatch(attributes.get("r", ""))
        if said is None:
            self._column += 1
        else:
            self._column, self._row = _number(said[1]), int(said[2]) - 1
        self._type = attributes.get("t", "")
        self._formula = self._valued = self._filled = False
        self._text = ""

    def _on_formula(self, _: Mapping[str, str]) -> None:
        self._formula = True

    def _on_value(self, _: Mapping[str, str]) -> None:
        self._valued = self._reading = True

    def _on_inline(self, _: Mapping[str, str]) -> None:
        self._reading = True

    def _settle(self) -> None:
        place = (self._row, self._column)
        if self._type == "e":
            self._found.faults[place] = error_in(self._text or "#N/A")
        elif self._formula and not self._filled and not (self._type == "str" and self._valued):
            self._found.faults[place] = NO_VALUE
        if self._filled or place in self._found.faults:
            self._found.reach(*place)


def walk_xml(
    content: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Hand the events of a document on, whose names are «namespace}name». Raises UnreadableFile."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableFile(DAMAGED) from error


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
