"""What is said of a household in a county's words, read by the tables of columns.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.tables import Line
from bot.tables.columns import meant, nothing_in, there_is_none
from desk.domain.households.household import HouseholdClass, MonitoredKind, RiskType

_BETWEEN: Final = re.compile(r"[、，,；;\n]+")


def said_in(line: Line, column: str) -> str:
    """What a line says in this column; nothing for words that say nothing, such as dashes."""
    said = line[column]
    return "" if nothing_in(said) or there_is_none(said) else said


def away_in(line: Line) -> str:
    """«yes», «no» or nothing; a no is an answer here, and an unknown word is given as it stands."""
    said = line["lives_away"]
    return meant("away", said) or ("" if nothing_in(said) else said)


def lives_away_in(lines: Sequence[Line]) -> bool:
    """Whether all of them work away: where one line says no there is somebody at home to be visited."""
    return {said for line in lines if (said := away_in(line))} == {"yes"}


def first_said(lines: Sequence[Line], column: str) -> str:
    """What the first line with anything in this column says."""
    for line in lines:
        if said := said_in(line, column):
            return said
    return ""


def says_none(lines: Sequence[Line], column: str) -> bool:
    """Whether it is said in so many words that there is nothing, and no line says otherwise."""
    return not first_said(lines, column) and any(there_is_none(line[column]) for line in lines)


def all_said(lines: Sequence[Line], column: str) -> tuple[str, ...]:
    """Every word of a column that may hold several in a cell, each once."""
    parts = (part.strip() for line in lines for part in _BETWEEN.split(said_in(line, column)))
    return tuple(dict.fromkeys(part for part in parts if part))


def standing_flaws(lines: Sequence[Line]) -> Iterator[str]:
    """What is wrong with class, kind and risks."""
    class_word, kind_word = first_said(lines, "household_class"), first_said(lines, "monitored_kind")
    if class_word and not meant("household_classes", class_word) and not _kind(class_word):
        yield f"household_class {class_word!r} is not known"
    elif kind_word and not _kind(kind_word):
        yield f"monitored_kind {kind_word!r} is not known"
    elif class_in(lines) is None:
        yield "household_class is missing" + (" now that the risk has ended" if risk_ended_in(lines) else "")
    elif class_in(lines) is HouseholdClass.MONITORED and kind_in(lines) is None:
        yield "monitored_kind is missing"
    away = {away_in(line) for line in lines} - {"", "yes", "no"}
    yield from (f"lives_away {word!r} is not known" for word in sorted(away))
    yield from (
        f"risk {word!r} is not known" for word in all_said(lines, "risks") if not meant("risks", word)
    )
    ended = first_said(lines, "risk_ended")
    if ended and not meant("away", ended):
        yield f"risk_ended {ended!r} is not known"


def kind_in(lines: Sequence[Line]) -> MonitoredKind | None:
    """Why the household is watched, where it is: lists keep the kind of those whose risk has ended."""
    return None if risk_ended_in(lines) else _kind_said(lines)


def class_in(lines: Sequence[Line]) -> HouseholdClass | None:
    """How the household stands, if it is said.

    Lists often call a watched one by what it was before: the kind decides, as long as the risk has not ended.
    """
    if kind_in(lines) is not None:
        return HouseholdClass.MONITORED
    word = meant("household_classes", first_said(lines, "household_class"))
    return (
        None
        if not word or (word == HouseholdClass.MONITORED and risk_ended_in(lines))
        else HouseholdClass(word)
    )


def risk_ended_in(lines: Sequence[Line]) -> bool:
    """Whether the list says that the risk has been formally ended."""
    return meant("away", first_said(lines, "risk_ended")) == "yes"


def risks_in(lines: Sequence[Line]) -> tuple[RiskType, ...]:
    """The risks of all lines, each once, in the order of the register."""
    found = {meant("risks", word) for word in all_said(lines, "risks")}
    return tuple(risk for risk in RiskType if risk in found)


def _kind_said(lines: Sequence[Line]) -> MonitoredKind | None:
    """By the column of the kind, or by that of the class where a list names the kind there."""
    words = (first_said(lines, "monitored_kind"), first_said(lines, "household_class"))
    return next((kind for word in words if (kind := _kind(word))), None)


def _kind(word: str) -> MonitoredKind | None:
    found = meant("monitored_kinds", word)
    return MonitoredKind(found) if found else None
