"""A county's divisions from a table: `level,code,name,parent_code,kind`, and `latitude,longitude`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.tables import BadRows, Columns, Line, Problem, names, read_table
from desk.domain.county.areas import Area, Areas, Level

UNSTATED = "unstated"
COLUMNS: Final = Columns(
    "areas",
    required=("level", "code", "name", "parent_code"),
    measured=frozenset({"latitude", "longitude"}),
)
_DIGITS = 12
_CODE = re.compile(rf"\d{{{_DIGITS}}}")
_SPOILT = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_ABOVE = "above"  # provinces and cities are in the statistical lists and are passed over


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What a file says, with nothing wrong in it."""

    areas: Areas
    not_read: Sequence[str] = ()


def read_areas(path: Path, county: str | None = None, edition: str | None = None) -> AreaFile:
    """One county of the file. Raises BadRows with every bad row of it.

    `county` is needed when the file holds several. The edition may stand in the file as a remark in the first
    line: `# edition: 2023-06-30`.
    """
    table = read_table(path, COLUMNS)
    problems = [Problem(path, row.number, reason) for row in table.lines for reason in _flaws(row)]
    if problems:
        raise BadRows(problems)
    known = [_area(row) for row in table.lines if names("levels")[row["level"]] != _ABOVE]
    root = _root(path, known, county)
    ours = _below(known, root)
    problems = list(_misplaced(path, table.lines, ours, {area.code for area in known}))
    if problems:
        raise BadRows(problems)
    stated = edition or table.remarks.get("edition") or UNSTATED
    return AreaFile(Areas(stated, ours), table.said_not_read())


def _flaws(row: Line) -> Iterator[str]:
    yield from row.faults
    if row.faults:
        return
    if row["level"] not in names("levels"):
        yield f"level {row['level']!r} is not county, town or village"
    if not _CODE.fullmatch(row["code"]):
        yield f"code {row['code']!r} {_why(row['code'])}"
    if not row["name"]:
        yield "the name is missing"
    for column, furthest in (("latitude", 90), ("longitude", 180)):
        if row[column] and not _within(row[column], furthest):
            yield f"{column} {row[column]!r} is not a number of degrees"


def _why(code: str) -> str:
    if _SPOILT.fullmatch(code):
        return "has lost its digits in a spreadsheet: format the column as text"
    return "does not have 12 digits"


def _within(text: str, furthest: int) -> bool:
    try:
        return abs(float(text)) <= furthest
    except ValueError:
        return False


def _area(row: Line) -> Area:
    level = Level(names("levels")[row["level"]])
    area = Area(row["code"], row["name"], level, row["parent_code"] or None, row["kind"])
    if not (row["latitude"] and row["longitude"]):
        return area
    return replace(area, latitude=float(row["latitude"]), longitude=float(row["longitude"]))


def _root(path: Path, areas: Sequence[Area], county: str | None) -> Area:
    roots = {area.code: area for area in areas if area.level is Level.COUNTY}
    county = county and county.ljust(_DIGITS, "0")
    if county is None and len(roots) == 1:
        return next(iter(roots.values()))
    if county is not None and county in roots:
        return roots[county]
    listed = ", ".join(f"{area.code} {area.name}" for area in roots.values()) or "none"
    asked = f"there is no county {county}" if county else "name the county with --county"
    raise BadRows([Problem(path, 0, f"{asked}; the file has {listed}")])


def _below(areas: Sequence[Area], root: Area) -> list[Area]:
    towns = [area for area in areas if area.level is Level.TOWN and area.parent_code == root.code]
    codes = {area.code for area in towns}
    villages = [area for area in areas if area.level is Level.VILLAGE and area.parent_code in codes]
    return [root, *towns, *villages]


def _misplaced(path: Path, rows: Sequence[Line], ours: Sequence[Area], known: set[str]) -> Iterator[Problem]:
    """Codes said twice, and rows that hang on nothing; those of other counties are none of our business."""
    kept = {area.code for area in ours}
    seen: dict[str, int] = {}
    for row in rows:
        if row["code"] in kept and row["code"] in seen:
            yield Problem(path, row.number, f"code {row['code']} stands in line {seen[row['code']]} already")
        seen.setdefault(row["code"], row.number)
        level = names("levels")[row["level"]]
        if level in {Level.TOWN, Level.VILLAGE} and row["parent_code"] not in known:
            yield Problem(path, row.number, f"parent_code {row['parent_code']!r} is not in the file")
