"""What is said of a household in a county's words, read by the tables of columns.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.county.tables import Row, names
from desk.domain.households import HouseholdClass, MonitoredKind, RiskType

_BETWEEN: Final = re.compile(r"[、，,；;\n]+")


def without_blanks(row: Row) -> Row:
    """The line without cells that say nothing in so many words, such as dashes; a no may be an answer."""
    blanks, answers = names("blanks"), names("away")
    return Row(
        row.line,
        {
            column: said
            for column, said in row.values.items()
            if said not in blanks or (column == "lives_away" and said in answers)
        },
    )


def lives_away_in(rows: Sequence[Row]) -> bool:
    """Whether all of them work away: where one line says no there is somebody at home to be visited."""
    said = {names("away").get(row["lives_away"]) for row in rows if row["lives_away"]}
    return said == {"yes"}


def first_said(rows: Sequence[Row], column: str) -> str:
    """What the first line with anything in this column says."""
    for row in rows:
        if said := row[column]:
            return said
    return ""


def all_said(rows: Sequence[Row], column: str) -> tuple[str, ...]:
    """Every word of a column that may hold several in a cell, each once."""
    parts = (part.strip() for row in rows for part in _BETWEEN.split(row[column]))
    return tuple(dict.fromkeys(part for part in parts if part))


def standing_flaws(rows: Sequence[Row]) -> Iterator[str]:
    """What is wrong with class, kind and risks."""
    class_word, kind_word = first_said(rows, "household_class"), first_said(rows, "monitored_kind")
    known = names("household_classes")
    if not class_word and not kind_word:
        yield "household_class is missing"
    if class_word and class_word not in known:
        yield f"household_class {class_word!r} is not known"
    if kind_word and kind_word not in names("monitored_kinds"):
        yield f"monitored_kind {kind_word!r} is not known"
    if known.get(class_word) == HouseholdClass.MONITORED and not kind_word:
        yield "monitored_kind is missing"
    away = {word for row in rows if (word := row["lives_away"])}
    yield from (f"lives_away {word!r} is not known" for word in sorted(away - names("away").keys()))
    yield from (
        f"risk {word!r} is not known" for word in all_said(rows, "risks") if word not in names("risks")
    )


def kind_in(rows: Sequence[Row]) -> MonitoredKind | None:
    """Why the household is watched, where it is."""
    word = first_said(rows, "monitored_kind")
    return MonitoredKind(names("monitored_kinds")[word]) if word else None


def class_in(rows: Sequence[Row]) -> HouseholdClass:
    """How the household stands. Lists often call a watched one by what it was before: the kind decides."""
    if kind_in(rows) is not None:
        return HouseholdClass.MONITORED
    return HouseholdClass(names("household_classes")[first_said(rows, "household_class")])


def risks_in(rows: Sequence[Row]) -> tuple[RiskType, ...]:
    """The risks of all lines, each once, in the order of the register."""
    known: Mapping[str, str] = names("risks")
    found = {known[word] for word in all_said(rows, "risks")}
    return tuple(risk for risk in RiskType if risk in found)
