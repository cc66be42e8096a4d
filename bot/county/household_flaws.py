"""What is wrong with a household of a list, so that it is left out whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.county.area_names import AreaNames, UnknownPlace
from bot.county.household_groups import NUMBER, Flaw
from bot.county.household_words import first_said, said_in, standing_flaws
from bot.tables import Line
from bot.tables.columns import meant
from desk.domain.county.areas import Area
from desk.domain.county.phones import phones_in
from desk.domain.households.id_numbers import id_number_in, is_sound
from storage.households.rows import plain_name

# What is about the household, so that two of its lines must not say different things.
_ALIKE: Final = ("head", "area_code", "town", "village", "household_class", "monitored_kind", "address")
_OFFICIALS: Final = {
    "officer_phone": "the responsible officer is not on the staff list",
    "cadre_phone": "the paired cadre is not on the staff list",
}
_PHONES: Final = ("phone", "household_phone")
# Spreadsheets keep fifteen digits; what follows are noughts.
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+?\d+|\d{15}000+")
_LOST: Final = "has lost its digits in a spreadsheet: format the column as text"


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is read against: the county's villages, and officials by their number in one form."""

    places: AreaNames
    officers: Mapping[str, int]

    def official(self, lines: Sequence[Line], column: str) -> int | None:
        """The official whom the lines name by a number; the first of several numbers that somebody has."""
        numbers = phones_in(first_said(lines, column))
        return next((self.officers[one] for one in numbers if one in self.officers), None)


def flaws_of(lines: Sequence[Line], known: Known, people: dict[str, int]) -> Iterator[Flaw]:
    """Everything that is wrong with one household.

    `people` are the identity numbers that were seen before, with their lines.
    """
    first = lines[0].number
    yield from ((line.number, fault) for line in lines for fault in line.faults)
    yield from ((first, reason) for reason in _number_flaws(first_said(lines, NUMBER)))
    for line in lines:
        yield from ((line.number, reason) for reason in _member_flaws(line, people))
    yield from _contradictions(lines)
    yield from ((first, reason) for reason in standing_flaws(lines))
    yield from ((first, reason) for reason in _place_flaws(lines, known))
    yield from _head_flaws(lines)


def head_of(lines: Sequence[Line]) -> Line | None:
    """By the column that names the head, else by the relation, else the only one there is."""
    name = plain_name(first_said(lines, "head"))
    if name:
        return next((line for line in lines if plain_name(line["name"]) == name), None)
    return next(iter(_called_head(lines)), lines[0] if len(lines) == 1 else None)


def village_of(lines: Sequence[Line], known: Known) -> Area:
    """Where the household lives. Raises UnknownPlace."""
    code, town, village = (first_said(lines, column) for column in ("area_code", "town", "village"))
    return known.places.village(code, town, village)


def _number_flaws(number: str) -> Iterator[str]:
    if _SPOILT.fullmatch(number):
        yield f"the number of the household {_LOST}"
    elif (as_id := id_number_in(number)) is not None and is_sound(as_id):
        yield "the number of the household is somebody's identity number, which must not stand open"


def _member_flaws(line: Line, people: dict[str, int]) -> Iterator[str]:
    if not said_in(line, "name") and not _at_fault(line, "name"):
        yield "the name is missing"
    yield from _identity_flaws(line.number, said_in(line, "id_number"), people)
    for column in _PHONES:
        if said_in(line, column) and not phones_in(line[column]):
            yield f"{column} is not a telephone number"


def _at_fault(line: Line, column: str) -> bool:
    return any(fault.startswith(f"{column} ") for fault in line.faults)


def _identity_flaws(line: int, said: str, people: dict[str, int]) -> Iterator[str]:
    """Small children may have no number yet."""
    if not said:
        return
    id_number = id_number_in(said)
    if id_number is None or not is_sound(id_number):
        yield f"the identity number {_LOST if _SPOILT.fullmatch(said) else 'is wrong'}"
    elif id_number in people:
        yield f"the identity number stands in line {people[id_number]} already"
    else:
        people[id_number] = line


def _place_flaws(lines: Sequence[Line], known: Known) -> Iterator[str]:
    try:
        village_of(lines, known)
    except UnknownPlace as error:
        yield str(error)
    for column, reason in _OFFICIALS.items():
        if first_said(lines, column) and known.official(lines, column) is None:
            yield reason


def _contradictions(lines: Sequence[Line]) -> Iterator[Flaw]:
    for column in (*_ALIKE, *_OFFICIALS):
        said = first_said(lines, column)
        for line in lines:
            if said_in(line, column) not in ("", said):
                yield line.number, f"{column} is another one than in the lines before"
                break


def _head_flaws(lines: Sequence[Line]) -> Iterator[Flaw]:
    heads = _called_head(lines)
    if len(heads) > 1:
        yield heads[1].number, f"line {heads[0].number} is the head of this household already"
    elif head_of(lines) is None:
        reason = "nobody is the head of the household"
        named = first_said(lines, "head") and ": who is named as the head has no line"
        yield lines[0].number, f"{reason}{named}"


def _called_head(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if meant("relations", said_in(line, "relation"))]
