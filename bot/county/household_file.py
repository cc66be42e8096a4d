"""A county's register of households from a table: one line for each member.

Lines with the same number are one household. What is about the household may stand in any of its lines. A
household with anything wrong in it is left out whole, so that the register keeps it as it is, and the others
are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.county.household_flaws import Known, flaws_of, head_of, village_of
from bot.county.household_groups import Flaw, grouped
from bot.county.household_words import (
    all_said,
    away_in,
    class_in,
    first_said,
    kind_in,
    lives_away_in,
    risks_in,
    said_in,
    says_none,
)
from bot.tables import BadRows, Columns, Line, Problem, Table, read_table
from desk.domain.county.phones import phone_in, phones_in
from desk.domain.households.household import Household, HouseholdClass, Measure, Member
from desk.domain.households.id_numbers import id_number_in
from desk.domain.households.listing import MEASURES, MEMBERS, PHONE, STANDING, Listing
from desk.domain.text.cleaning import cleaned_name

COLUMNS: Final = Columns(
    "households",
    required=("number", "name", "id_number", "household_class"),
    yes_or_no=frozenset({"lives_away", "risk_ended"}),
    numbers=frozenset({"number"}),
)
# The columns that say something of a field of households, and so may say that there is nothing.
_COLUMNS_OF: Final = {
    "address": ("address",),
    "cadre_id": ("cadre_phone",),
    "lives_away": ("lives_away",),
    MEASURES: ("measures",),
    STANDING: ("monitored_kind",),
    "officer_id": ("officer_phone",),
    PHONE: ("household_phone", "phone"),
    "risks": ("risks",),
}
CLEARABLE: Final = (MEMBERS, *_COLUMNS_OF)
_ALWAYS: Final = frozenset({"area_code"})  # without a village there is no household


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What a file says: the households that are in order, and what is wrong with the others."""

    households: Sequence[Listing]
    problems: Sequence[Problem]
    numbers: Set[str]  # of all of them
    lines: int
    skipped: int  # households that are left out
    warnings: Sequence[Problem] = ()  # what was taken, though not all of it
    not_read: Sequence[str] = ()


def read_households(path: Path, known: Known, clear: Set[str] = frozenset(), sheet: str = "") -> RegisterFile:
    """Every household of the file; `clear` are fields that an empty cell empties. Raises BadRows."""
    table = read_table(path, COLUMNS, sheet)
    _refuse_to_clear(table, clear)
    groups, people = grouped(table.lines), dict[str, int]()
    flaws, warnings, listings = list[Flaw](), list[Flaw](), list[Listing]()
    for group in groups:
        found = [*group.flaws, *(flaws_of(group.lines, known, people) if group.lines else ())]
        flaws += found
        if not found:
            warnings += _several_numbers(group.lines)
            listings.append(_listing(group.lines, known, clear))
    everybody = {one.id_number for listing in listings for one in listing.household.members} - {""}
    return RegisterFile(
        households=[replace(listing, elsewhere=everybody) for listing in listings],
        problems=[Problem(path, line, reason) for line, reason in sorted(flaws)],
        numbers={group.number for group in groups if group.number},
        lines=len(table.lines),
        skipped=len(groups) - len(listings),
        warnings=[Problem(path, line, reason) for line, reason in sorted(warnings)],
        not_read=table.said_not_read(),
    )


def _refuse_to_clear(table: Table, clear: Set[str]) -> None:
    """What a file has no column for cannot be emptied by it."""
    gone = [one for one in sorted(clear - {MEMBERS}) if table.columns.isdisjoint(_COLUMNS_OF[one])]
    if gone:
        raise BadRows([Problem(table.path, 0, f"has no column of which empty cells clear {', '.join(gone)}")])


def _listing(lines: Sequence[Line], known: Known, clear: Set[str]) -> Listing:
    """The household of lines in which nothing is wrong, with what they say of it."""
    head = head_of(lines) or lines[0]
    ordered = [head, *(line for line in lines if line is not head)]
    household = Household(
        id=0,
        number=said_in(head, "number"),
        area_code=village_of(lines, known).code,
        household_class=class_in(lines) or HouseholdClass.ORDINARY,
        members=tuple(map(_member, ordered)),
        monitored_kind=kind_in(lines),
        risks=risks_in(lines),
        address=first_said(lines, "address"),
        phone=_household_phone(ordered),
        officer_id=known.official(lines, "officer_phone"),
        cadre_id=known.official(lines, "cadre_phone"),
        lives_away=lives_away_in(lines),
        measures=tuple(Measure(words) for words in all_said(lines, "measures")),
    )
    said = {one for one in _COLUMNS_OF if _is_said(ordered, one)}
    emptied = {one for one in _COLUMNS_OF if one not in said and (one in clear or _is_denied(ordered, one))}
    if PHONE not in said | emptied:  # a member's number does for a family that has none, and for no other
        household = replace(household, phone=next(filter(None, map(_phone, ordered)), ""))
    return Listing(household, said | emptied | _ALWAYS, emptied | (clear & {MEMBERS}))


def _is_said(lines: Sequence[Line], name: str) -> bool:
    """Whether the lines of a household, the head's first, say something of a field."""
    if name == "lives_away":
        return any(map(away_in, lines))
    if name == PHONE:
        return bool(_household_phone(lines))
    return any(first_said(lines, column) for column in _COLUMNS_OF[name])


def _is_denied(lines: Sequence[Line], name: str) -> bool:
    """Whether they say in so many words that there is nothing."""
    if name == PHONE:
        return says_none(lines, "household_phone") or says_none(lines[:1], "phone")
    return any(says_none(lines, column) for column in _COLUMNS_OF[name])


def _member(line: Line) -> Member:
    return Member(
        name=cleaned_name(line["name"]),
        id_number=id_number_in(line["id_number"]) or "",
        relation=said_in(line, "relation"),
        phone=_phone(line),
    )


def _household_phone(lines: Sequence[Line]) -> str:
    """The family's own number, or else that of the head, whose line is the first."""
    return next(iter(phones_in(first_said(lines, "household_phone"))), _phone(lines[0]))


def _phone(line: Line) -> str:
    return next(iter(phones_in(said_in(line, "phone"))), "")


def _several_numbers(lines: Sequence[Line]) -> Iterator[Flaw]:
    for line in lines:
        for column in ("phone", "household_phone"):
            said = said_in(line, column)
            if said and phone_in(said) is None:
                yield line.number, f"{column} holds more than a number: the first number in it is kept"
