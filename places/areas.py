"""Reading a county's divisions and its old names from CSV.

Columns of the divisions: `level,code,name,parent_code` with levels county, town and village (others are
ignored). Columns of the old names: `old_name,town_code` and, where a successor is known, `code`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk.domain.text.encodings import UnreadableText, decoded

SHIPPED = Path(__file__).parent / "data"
DEMO_AREAS = SHIPPED / "pingdu.csv"
DEMO_ALIASES = SHIPPED / "pingdu_aliases_2018.csv"
DEMO_COUNTY = "370283000000"


class UnreadableAreas(Exception):
    """A CSV cannot be used; the text says which and why in one sentence."""


class UnknownCounty(Exception):
    """The county's code is not in the CSV; the text says which ones are."""


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the divisions."""

    level: str
    code: str
    name: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name. `code` is its village or town; `confirmed` tells a learnt name from an old list's."""

    name: str
    code: str
    confirmed: bool = False


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """All rows of a CSV that has these columns."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise UnreadableAreas(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnreadableText as error:
        raise UnreadableAreas(f"{path} {error}.") from error
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableAreas(f"{path} has no column {', '.join(missing)}.")
    try:
        rows = list(reader)
    except csv.Error as error:
        raise UnreadableAreas(f"{path} is not a CSV: {error}.") from error
    for row in rows:
        if any(not row[column] for column in columns[:3]):
            raise UnreadableAreas(f"{path} has a row with an empty {' or '.join(columns[:3])}.")
    return rows


def read_areas(path: Path) -> list[Division]:
    """Every area of the file; raises `UnreadableAreas`."""
    rows = _rows(path, ("level", "code", "name", "parent_code"))
    return [Division(row["level"], row["code"], row["name"], row["parent_code"] or "") for row in rows]


def read_aliases(path: Path) -> list[Alias]:
    """Old names, each with its successor's code where known and else its town's; raises `UnreadableAreas`."""
    rows = _rows(path, ("old_name", "town_code"))
    return [Alias(row["old_name"], row.get("code") or row["town_code"]) for row in rows]


def counties(areas: Iterable[Division]) -> list[Division]:
    """The counties of a file, in its order."""
    return [area for area in areas if area.level == "county"]


def choose_county(areas: list[Division], code: str | None) -> str:
    """The county asked for, or the file's only one; raises `UnknownCounty`."""
    known = [area.code for area in counties(areas)]
    if code is None and len(known) == 1:
        return known[0]
    if code not in known:
        asked = f"There is no county {code}" if code else "Name a county with --county"
        raise UnknownCounty(f"{asked}; the file has {', '.join(known) or 'none'}.")
    return code


def of_county(areas: list[Division], county: str) -> list[Division]:
    """The county itself, its ancestors, towns and villages."""
    by_code = {area.code: area for area in areas}
    kept = {county}
    parent = by_code[county].parent_code
    while parent in by_code and parent not in kept:
        kept.add(parent)
        parent = by_code[parent].parent_code
    towns = {area.code for area in areas if area.level == "town" and area.parent_code == county}
    kept |= towns
    return [
        area for area in areas if area.code in kept or (area.level == "village" and area.parent_code in towns)
    ]
