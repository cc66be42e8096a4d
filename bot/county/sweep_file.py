"""The list of a sweep from a table: one line for each object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.county.area_names import AreaNames, UnknownPlace
from bot.county.household_words import said_in, says_none
from bot.tables import Columns, Line, Problem, read_table
from desk.domain.households.id_numbers import id_number_in, is_sound
from desk.domain.sweeps.sweep import Listed

COLUMNS: Final = Columns("sweep_objects", required=("number", "name"), numbers=frozenset({"number"}))
_MAY_STAY: Final = ("address", "note")
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{15}000+")  # spreadsheets keep fifteen digits
_PREFIX: Final = re.compile(r"^[A-Za-z]+")  # of pupils' numbers, which are identity numbers but for that


@dataclass(frozen=True, slots=True)
class SweepFile:
    """What a file says: the objects that are in order, and what is wrong with the others."""

    objects: Sequence[Listed]
    problems: Sequence[Problem]
    numbers: Set[str]  # of all of them
    lines: int
    unsaid: Mapping[str, Set[str]] = field(default_factory=dict)  # fields that stay as they are, by number
    not_read: Sequence[str] = ()

    @property
    def skipped(self) -> int:
        """How many lines are left out."""
        return self.lines - len(self.objects)


def read_objects(path: Path, places: AreaNames, sheet: str = "") -> SweepFile:
    """Every object of the file. Raises BadRows when the file itself cannot be read."""
    table = read_table(path, COLUMNS, sheet)
    seen: dict[str, int] = {}
    objects, problems, unsaid = list[Listed](), list[Problem](), dict[str, Set[str]]()
    for line in table.lines:
        reasons = list(_flaws(line, places, seen))
        problems += [Problem(path, line.number, reason) for reason in reasons]
        number = said_in(line, "number")
        seen.setdefault(number, line.number)
        if not reasons:
            objects.append(_object(line, places))
            unsaid[number] = {one for one in _MAY_STAY if not (said_in(line, one) or says_none([line], one))}
    numbers = seen.keys() - {""}
    return SweepFile(objects, problems, numbers, len(table.lines), unsaid, table.said_not_read())


def _flaws(line: Line, places: AreaNames, seen: Mapping[str, int]) -> Iterator[str]:
    yield from line.faults
    if not any(fault.startswith("number ") for fault in line.faults):
        yield from _number_flaws(said_in(line, "number"), seen)
    if not said_in(line, "name"):
        yield "the name is missing"
    try:
        _village(line, places)
    except UnknownPlace as error:
        yield str(error)


def _number_flaws(number: str, seen: Mapping[str, int]) -> Iterator[str]:
    if not number:
        yield "the number is missing"
    elif number in seen:
        yield f"the number stands in line {seen[number]} already"
    elif _SPOILT.fullmatch(number):
        yield "the number has lost its digits in a spreadsheet: format the column as text"
    elif _is_identity(number):
        yield "the number is somebody's identity number, which must not stand open"


def _is_identity(number: str) -> bool:
    identity = id_number_in(_PREFIX.sub("", number))
    return identity is not None and is_sound(identity)


def _village(line: Line, places: AreaNames) -> str:
    code, town, village = (said_in(line, column) for column in ("area_code", "town", "village"))
    return places.village(code, town, village).code


def _object(line: Line, places: AreaNames) -> Listed:
    number, name, address, note = (said_in(line, one) for one in ("number", "name", *_MAY_STAY))
    return Listed(number, _village(line, places), name, address, note)
