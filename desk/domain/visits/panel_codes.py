"""What is found at a visit, as the buttons of one message carry it: nothing is kept between two presses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk.domain.county.lists import VisitTopic
from desk.domain.talk.messages import Json
from desk.domain.visits.visit import Finding, FindingLevel, Findings, How

Levels = Mapping[str, FindingLevel]  # by the code of a topic
Marks = Mapping[str, FindingLevel]  # by the letter of a topic: a button has 64 bytes
Topics = Mapping[str, VisitTopic]
UNSAID: Final = "-"
_LEVELS: Final = {FindingLevel.GOOD: "G", FindingLevel.WATCH: "W", FindingLevel.BAD: "B"}
_LEVEL_OF: Final = {letter: level for level, letter in _LEVELS.items()}
_GROUP: Final = re.compile(r"([A-Z])([a-z]+)")
_BY_PLACE: Final = "ihemp"  # until December 2026 a code had a level for each of these, in this order
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


def levels_code(levels: Levels, topics: Topics) -> str:
    """Each level with the topics of which it was said: `GihWm`; `-` where nothing was said."""
    groups = {
        sign: "".join(topic.letter for topic in topics.values() if levels.get(topic.code) is level)
        for level, sign in _LEVELS.items()
    }
    return "".join(sign + letters for sign, letters in groups.items() if letters) or UNSAID


def read_marks(code: str) -> Marks:
    """What `levels_code` says, whatever topics there are. Raises ValueError for what is no such code."""
    if re.fullmatch("[gwb-]{5}", code):
        placed = zip(_BY_PLACE, code.upper(), strict=True)
        return {letter: _LEVEL_OF[sign] for letter, sign in placed if sign != UNSAID}
    if code != UNSAID and not re.fullmatch(f"({_GROUP.pattern})+", code):
        raise ValueError(code)
    groups = ((sign, letters) for sign, letters in _GROUP.findall(code) if sign in _LEVEL_OF)
    return {letter: _LEVEL_OF[sign] for sign, letters in groups for letter in letters}


def known_levels(marks: Marks, topics: Topics) -> Levels:
    """The marks of topics that are on the county's list."""
    return {topic.code: marks[topic.letter] for topic in topics.values() if topic.letter in marks}


def said_levels(levels: Levels) -> list[Json]:
    """As a form that was begun keeps them."""
    return [{"topic": topic, "level": level.value} for topic, level in levels.items()]


def levels_in(said: Json) -> Levels:
    """What `said_levels` kept."""
    kept = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    levels = set(FindingLevel)
    return {str(one["topic"]): FindingLevel(str(one["level"])) for one in kept if one.get("level") in levels}


def levels_of(findings: Findings) -> Levels:
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
