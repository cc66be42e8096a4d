"""A visit told in a sentence: «王秀兰家走访了，没变化». Which words mean what is said in the texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk.domain.deadlines.days import past_day_in
from desk.domain.reports.typed_labels import bare

_LONGEST: Final = 40  # characters; more is a story
_NAME: Final = range(2, 13)
_DAY: Final = re.compile(r"(?:\d{1,2}\D)?\d{1,2}(\D)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What people say: that nothing changed, that they were there, at whose home, on which day."""

    unchanged: Sequence[str]
    been: Sequence[str]
    toward: Sequence[str]
    household: Sequence[str]
    today: Sequence[str]
    yesterday: Sequence[str]
    day_before: Sequence[str]
    day_marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Whose household it is about, and the day."""

    name: str
    day: date


def visit_said(text: str, phrases: Phrases, said_on: date) -> Sentence | None:
    """The visit that a sentence tells, `said_on` being the day on which it was written; None for others."""
    if len(text) > _LONGEST:
        return None
    rest, unchanged = _without(text, phrases.unchanged)
    rest, been = _without(rest, phrases.been)
    if not (unchanged and been):
        return None
    rest, day = _day_in(rest, phrases, said_on)
    name = bare(rest).replace(" ", "")
    name = next((name.removeprefix(one) for one in phrases.toward if name.startswith(one)), name)
    name = next((name.removesuffix(one) for one in phrases.household if name.endswith(one)), name)
    return Sentence(name, day) if len(name) in _NAME else None


def _without(text: str, phrases: Sequence[str]) -> tuple[str, bool]:
    """The text without the longest of the phrases that is in it."""
    found = next((one for one in sorted(phrases, key=len, reverse=True) if one in text), "")
    return (text.replace(found, " ", 1), True) if found else (text, False)


def _day_in(text: str, phrases: Phrases, said_on: date) -> tuple[str, date]:
    for back, words in enumerate((phrases.today, phrases.yesterday, phrases.day_before)):
        rest, found = _without(text, words)
        if found:
            return rest, said_on - timedelta(days=back)
    typed = _DAY.search(text)
    day = None
    if typed is not None and typed.group(1) in phrases.day_marks:
        day = past_day_in(typed.group(0), said_on)
    return (text, said_on) if typed is None or day is None else (text.replace(typed.group(0), " ", 1), day)
