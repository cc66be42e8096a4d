"""A county's officials from a table: one line for each post.

`name,phone,role,area_code,department,stand_in_phone`. A line without name and phone is a vacant post. Who
holds several posts has several lines; a stand-in has a line of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.tables import BadRows, Columns, Line, Problem, read_table
from bot.tables.columns import meant, nothing_in, there_is_none
from desk.domain.county.areas import Areas, Level
from desk.domain.county.phones import mobile_in
from desk.domain.people.people import Role
from desk.domain.staff.staffing import LEVEL_OF, MANDATORY
from desk.domain.text.cleaning import cleaned_name

COLUMNS: Final = Columns("staff", required=("name", "phone", "role", "area_code"))


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A post and who holds it; phones are in one form. Without a phone it is vacant."""

    role: Role
    area_code: str
    department: str | None = None
    name: str = ""
    phone: str = ""
    stand_in_phone: str = ""
    number: int = field(default=0, compare=False)  # of the line in the file
    stand_in_said: bool = field(default=True, compare=False)  # … be it that there is none


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What a file says, with nothing wrong in it."""

    lines: Sequence[StaffLine]
    not_read: Sequence[str] = ()
    whole: bool = False  # so that posts of which it does not speak end


def read_staff(path: Path, areas: Areas, sheet: str = "") -> StaffFile:
    """Every post of the file. Raises BadRows with every bad row of it."""
    table = read_table(path, COLUMNS, sheet)
    problems = [Problem(path, row.number, reason) for row in table.lines for reason in _flaws(row, areas)]
    if problems:
        raise BadRows(problems)
    lines = [_line(row) for row in table.lines]
    problems = [*_clashes(path, lines), *_missing(path, lines)]
    if problems:
        raise BadRows(sorted(problems, key=lambda problem: problem.line))
    return StaffFile(lines, table.said_not_read())


def _flaws(row: Line, areas: Areas) -> Iterator[str]:
    if row.faults:
        yield from row.faults
        return
    role = meant("roles", row["role"])
    if not role:
        yield f"role {row['role']!r} is not known"
    yield from _area_flaws(row, areas, LEVEL_OF.get(Role(role)) if role else None)
    if bool(_said(row, "name")) != bool(_said(row, "phone")):
        yield "name and phone must both be there, or both be missing for a vacant post"
    for column in ("phone", "stand_in_phone"):
        if _said(row, column) and not _mobile(row[column]):
            yield f"{column} is not a mobile number"
    if role == Role.DEPARTMENT_DESK and not _said(row, "department"):
        yield "the department is missing"


def _said(row: Line, column: str) -> str:
    said = row[column]
    return "" if nothing_in(said) or there_is_none(said) else said


def _area_flaws(row: Line, areas: Areas, level: Level | None) -> Iterator[str]:
    area = areas.get(row["area_code"])
    if area is None:
        yield f"area_code {row['area_code']!r} is not in the county"
    elif level is not None and area.level is not level:
        yield f"role {row['role']} needs a {level}, and {area.name} is a {area.level}"


def _line(row: Line) -> StaffLine:
    return StaffLine(
        role=Role(meant("roles", row["role"])),
        area_code=row["area_code"],
        department=_said(row, "department") or None,
        name=cleaned_name(_said(row, "name")),
        phone=_mobile(row["phone"]),
        stand_in_phone=_mobile(row["stand_in_phone"]),
        number=row.number,
        stand_in_said=bool(_said(row, "stand_in_phone")) or there_is_none(row["stand_in_phone"]),
    )


def _mobile(text: str) -> str:
    """The number in one form, or nothing."""
    return mobile_in(text) or ""


def _clashes(path: Path, lines: Sequence[StaffLine]) -> Iterator[Problem]:
    """What is wrong only beside the other lines."""
    first_of: dict[str, tuple[int, str]] = {}
    for line in lines:
        if line.phone:
            first_of.setdefault(line.phone, (line.number, line.name))
    seen: dict[StaffLine, int] = {}
    for line in lines:
        if line in seen:
            yield Problem(path, line.number, f"the same post stands in line {seen[line]} already")
        seen.setdefault(line, line.number)
        if line.phone and first_of[line.phone][1] != line.name:
            yield Problem(
                path, line.number, f"the phone belongs to another name in line {first_of[line.phone][0]}"
            )
        if line.stand_in_phone and line.stand_in_phone == line.phone:
            yield Problem(path, line.number, "nobody can stand in for themselves")
        elif line.stand_in_phone and line.stand_in_phone not in first_of:
            yield Problem(path, line.number, "the stand-in has no line of their own")


def _missing(path: Path, lines: Sequence[StaffLine]) -> Iterator[Problem]:
    for role in MANDATORY:
        if not any(line.role is role and line.phone for line in lines):
            yield Problem(path, 0, f"nobody holds the post {role}, and no county can start without one")
    outside = {line.phone for line in lines if line.role is Role.COMPLAINTS and line.phone}
    for line in lines:
        if line.role is not Role.COMPLAINTS and {line.phone, line.stand_in_phone} & outside:
            reason = "who takes complaints about officials must not hold a post that they may be about"
            yield Problem(path, line.number, reason)
