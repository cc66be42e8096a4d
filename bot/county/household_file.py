"""A county's register of households from a CSV or a spreadsheet: one line for each member.

Lines with the same number are one household. What is about the household may stand in any of its lines. A
household with anything wrong in it is left out whole, and the others are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.county.area_names import AreaNames, UnknownPlace
from bot.county.household_words import (
    all_said,
    class_in,
    first_said,
    kind_in,
    lives_away_in,
    risks_in,
    standing_flaws,
    without_blanks,
)
from bot.county.tables import Problem, Row, names, read_rows
from desk.domain.areas import Area
from desk.domain.households import Household, Measure, Member
from desk.domain.id_numbers import id_number_in, is_sound
from desk.domain.phones import phone_in
from storage.household_rows import plain_name

_REQUIRED: Final = ("number", "name", "id_number", "household_class")
# What is about the household, so that two of its lines must not say different things.
_ALIKE: Final = ("head", "area_code", "town", "village", "household_class", "monitored_kind", "address")
_OFFICIALS: Final = {
    "officer_phone": "the responsible officer is not on the staff list",
    "cadre_phone": "the paired cadre is not on the staff list",
}
# What a list may leave out altogether; then it stays as it is in the register.
_LEFT_OUT: Final = {"officer_phone": "officer_id", "cadre_phone": "cadre_id", "lives_away": "lives_away"}
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{15}000")  # spreadsheets keep fifteen digits

_Flaw = tuple[int, str]  # line and reason


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a file says: the households that are in order, and what is wrong with the others."""

    households: Sequence[Household]
    problems: Sequence[Problem]
    numbers: Set[str]  # of all of them
    lines: int
    unsaid: Set[str] = frozenset()  # fields of households of which it has no column

    @property
    def skipped(self) -> int:
        """How many households are left out."""
        return len(self.numbers) - len(self.households)


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is read against: the county's villages, and officials by their number in one form."""

    places: AreaNames
    officers: Mapping[str, int]


def read_households(path: Path, known: Known) -> RegisterFile:
    """Every household of the file. Raises BadRows when the file itself cannot be read."""
    found_rows = read_rows(path, "households", _REQUIRED)
    unsaid = {
        field for column, field in _LEFT_OUT.items() if not any(column in row.values for row in found_rows)
    }
    rows = [without_blanks(row) for row in found_rows]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["number"], []).append(row)
    reader, households, flaws = _Reader(known), list[Household](), list[_Flaw]()
    for lines in groups.values():
        found = list(reader.flaws(lines))
        if found:
            flaws += found
        else:
            households.append(reader.household(lines))
    problems = [Problem(path, line, reason) for line, reason in sorted(flaws)]
    return RegisterFile(households, problems, groups.keys(), len(rows), unsaid)


class _Reader:
    """Reads the lines of one household after another, and remembers who was in those before."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._people: dict[str, int] = {}  # identity numbers, with their lines

    def flaws(self, rows: Sequence[Row]) -> Iterator[_Flaw]:
        """Everything that is wrong with one household."""
        first = rows[0].line
        yield from ((first, reason) for reason in _number_flaws(first_said(rows, "number")))
        for row in rows:
            yield from ((row.line, reason) for reason in self._member_flaws(row))
        yield from _contradictions(rows)
        yield from ((first, reason) for reason in standing_flaws(rows))
        yield from ((first, reason) for reason in self._place_flaws(rows))
        if _head(rows) is None:
            yield first, "nobody is the head of the household"

    def household(self, rows: Sequence[Row]) -> Household:
        """The household of lines in which nothing is wrong."""
        head = _head(rows) or rows[0]
        phone = _phone(head) or next((said for row in rows if (said := _phone(row))), "")
        ordered = [head, *(row for row in rows if row is not head)]
        return Household(
            id=0,
            number=head["number"],
            area_code=self._village(rows).code,
            household_class=class_in(rows),
            members=tuple(_member(row, phone) for row in ordered),
            monitored_kind=kind_in(rows),
            risks=risks_in(rows),
            address=first_said(rows, "address"),
            phone=phone,
            officer_id=self._known.officers.get(_phone_of(rows, "officer_phone")),
            cadre_id=self._known.officers.get(_phone_of(rows, "cadre_phone")),
            lives_away=lives_away_in(rows),
            measures=tuple(Measure(words) for words in all_said(rows, "measures")),
        )

    def _member_flaws(self, row: Row) -> Iterator[str]:
        if not row["name"]:
            yield "the name is missing"
        yield from self._identity_flaws(row.line, row["id_number"])
        if row["phone"] and not _phone(row):
            yield "phone is not a telephone number"

    def _identity_flaws(self, line: int, said: str) -> Iterator[str]:
        """Small children may have no number yet."""
        if not said:
            return
        id_number = id_number_in(said)
        if id_number is None or not is_sound(id_number):
            spoilt = _SPOILT.fullmatch(said) is not None
            why = "has lost its digits in a spreadsheet: format the column as text" if spoilt else "is wrong"
            yield f"the identity number {why}"
        elif id_number in self._people:
            yield f"the identity number stands in line {self._people[id_number]} already"
        else:
            self._people[id_number] = line

    def _place_flaws(self, rows: Sequence[Row]) -> Iterator[str]:
        try:
            self._village(rows)
        except UnknownPlace as error:
            yield str(error)
        for column, reason in _OFFICIALS.items():
            if first_said(rows, column) and _phone_of(rows, column) not in self._known.officers:
                yield reason

    def _village(self, rows: Sequence[Row]) -> Area:
        code, town, village = (first_said(rows, column) for column in ("area_code", "town", "village"))
        return self._known.places.village(code, town, village)


def _number_flaws(number: str) -> Iterator[str]:
    if not number:
        yield "the number of the household is missing"
    elif _SPOILT.fullmatch(number) and not number.isdigit():
        yield "the number of the household has lost its digits in a spreadsheet: format the column as text"
    elif (as_id := id_number_in(number)) is not None and is_sound(as_id):
        yield "the number of the household is somebody's identity number, which must not stand open"


def _contradictions(rows: Sequence[Row]) -> Iterator[_Flaw]:
    for column in (*_ALIKE, *_OFFICIALS):
        said = first_said(rows, column)
        for row in rows:
            if row[column] not in ("", said):
                yield row.line, f"{column} is another one than in the lines before"
                break


def _head(rows: Sequence[Row]) -> Row | None:
    """By the column that names the head, else by the relation, else the only one there is."""
    name = plain_name(first_said(rows, "head"))
    if name:
        return next((row for row in rows if plain_name(row["name"]) == name), None)
    related = (row for row in rows if row["relation"] in names("relations"))
    return next(related, rows[0] if len(rows) == 1 else None)


def _member(row: Row, household_phone: str) -> Member:
    phone = _phone(row)
    return Member(
        name=row["name"],
        id_number=id_number_in(row["id_number"]) or "",
        relation=row["relation"],
        phone="" if phone == household_phone else phone,
    )


def _phone(row: Row) -> str:
    return phone_in(row["phone"]) or ""


def _phone_of(rows: Sequence[Row], column: str) -> str:
    return phone_in(first_said(rows, column)) or ""
