"""The list of a sweep from a CSV or a spreadsheet: one line for each object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.county.area_names import AreaNames, UnknownPlace
from bot.county.household_words import without_blanks
from bot.county.tables import Problem, Row, read_rows
from desk.domain.id_numbers import id_number_in, is_sound
from desk.domain.sweeps import Listed

_REQUIRED: Final = ("number", "name")
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d+")  # spreadsheets keep fifteen digits
_PREFIX: Final = re.compile(r"^[A-Za-z]+")  # of pupils' numbers, which are identity numbers but for that


@dataclass(frozen=True, slots=True)
class SweepFile:
    """What a file says: the objects that are in order, and what is wrong with the others."""

    objects: Sequence[Listed]
    problems: Sequence[Problem]
    numbers: Set[str]  # of all of them
    lines: int

    @property
    def skipped(self) -> int:
        """How many lines are left out."""
        return self.lines - len(self.objects)


def read_objects(path: Path, places: AreaNames) -> SweepFile:
    """Every object of the file. Raises BadRows when the file itself cannot be read."""
    rows = [without_blanks(row) for row in read_rows(path, "sweep_objects", _REQUIRED)]
    seen: dict[str, int] = {}
    objects, problems = list[Listed](), list[Problem]()
    for row in rows:
        reasons = list(_flaws(row, places, seen))
        problems += [Problem(path, row.line, reason) for reason in reasons]
        seen.setdefault(row["number"], row.line)
        if not reasons:
            objects.append(_object(row, places))
    return SweepFile(objects, problems, seen.keys(), len(rows))


def _flaws(row: Row, places: AreaNames, seen: dict[str, int]) -> Iterator[str]:
    number = row["number"]
    if not number:
        yield "the number is missing"
    elif number in seen:
        yield f"the number stands in line {seen[number]} already"
    elif _SPOILT.fullmatch(number):
        yield "the number has lost its digits in a spreadsheet: format the column as text"
    elif _is_identity(number):
        yield "the number is somebody's identity number, which must not stand open"
    if not row["name"]:
        yield "the name is missing"
    try:
        _village(row, places)
    except UnknownPlace as error:
        yield str(error)


def _is_identity(number: str) -> bool:
    identity = id_number_in(_PREFIX.sub("", number))
    return identity is not None and is_sound(identity)


def _village(row: Row, places: AreaNames) -> str:
    return places.village(row["area_code"], row["town"], row["village"]).code


def _object(row: Row, places: AreaNames) -> Listed:
    return Listed(row["number"], _village(row, places), row["name"], row["address"], row["note"])
