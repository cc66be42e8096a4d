"""What is found at a visit, as the buttons of one message carry it: nothing is kept between two presses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk.domain.visits.visit import Finding, FindingLevel, Findings, How, Topic

Levels = Mapping[Topic, FindingLevel]
UNSAID: Final = "-"
_LETTERS: Final = {FindingLevel.GOOD: "g", FindingLevel.WATCH: "w", FindingLevel.BAD: "b"}
_LEVELS: Final = {letter: level for level, letter in _LETTERS.items()}
_HOWS: Final = {How.HOME: "h", How.PHONE: "p", None: "v"}
_ABOUT: Final = re.compile(r"([0-9]{1,18})([hpv])([0-9]{8})?")


@dataclass(frozen=True, slots=True)
class VisitNote:
    """A visit to be noted at a household, on a day that was said or else today; without `how` it is the
    visit of that number, which is put right.
    """

    id: int
    how: How | None = How.HOME
    day: date | None = None

    def code(self) -> str:
        """As a button carries it."""
        return f"{self.id}{_HOWS[self.how]}{day_code(self.day)}"


def read_about(code: str) -> VisitNote:
    """What a code is about. Raises ValueError for what is no code of ours."""
    found = _ABOUT.fullmatch(code)
    if found is None:
        raise ValueError(code)
    how = next(how for how, letter in _HOWS.items() if letter == found.group(2))
    return VisitNote(int(found.group(1)), how, read_day(found.group(3) or ""))


def day_code(day: date | None) -> str:
    """A day in eight digits; nothing for none."""
    return "" if day is None else f"{day:%Y%m%d}"


def read_day(code: str) -> date | None:
    """The day of `day_code`. Raises ValueError."""
    if not code:
        return None
    if len(code) != 8 or not (code.isascii() and code.isdigit()):
        raise ValueError(code)
    return date(int(code[:4]), int(code[4:6]), int(code[6:]))


def levels_code(levels: Levels) -> str:
    """A letter for each topic."""
    return "".join(_LETTERS[levels[topic]] if topic in levels else UNSAID for topic in Topic)


def read_levels(code: str) -> dict[Topic, FindingLevel]:
    """What `levels_code` says. Raises ValueError."""
    if len(code) != len(Topic) or not set(code) <= {*_LEVELS, UNSAID}:
        raise ValueError(code)
    return {topic: _LEVELS[letter] for topic, letter in zip(Topic, code, strict=True) if letter != UNSAID}


def levels_of(findings: Findings) -> dict[Topic, FindingLevel]:
    """The levels alone."""
    return {topic: finding.level for topic, finding in findings.items()}


def carry(findings: Findings, before: Findings) -> Findings:
    """Words that were said of a topic stay as long as it stands as it stood and nothing new is said."""
    return {
        topic: before[topic] if _still(finding, before.get(topic)) else finding
        for topic, finding in findings.items()
    }


def _still(finding: Finding, before: Finding | None) -> bool:
    return before is not None and not finding.words and finding.level is before.level
