"""What is found at a visit, as the buttons of one message carry it: nothing is kept between two presses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk.domain.talk.messages import Json
from desk.domain.visits.visit import Finding, FindingLevel, Findings, How, Topic

Levels = Mapping[Topic, FindingLevel]
UNSAID: Final = "-"
# A button has 64 bytes. Letters are never given to another topic: cards that were sent live on.
_TOPICS: Final = {
    Topic.INCOME: "i",
    Topic.HOUSING: "h",
    Topic.HEALTH: "e",
    Topic.MIND: "m",
    Topic.POLICY: "p",
}
_LEVELS: Final = {FindingLevel.GOOD: "G", FindingLevel.WATCH: "W", FindingLevel.BAD: "B"}
_TOPIC_OF: Final = {letter: topic for topic, letter in _TOPICS.items()}
_LEVEL_OF: Final = {letter: level for level, letter in _LEVELS.items()}
_GROUP: Final = re.compile(r"([A-Z])([a-z]+)")
# Until December 2026 a code had a letter for each of these, in this order.
_BY_PLACE: Final = (Topic.INCOME, Topic.HOUSING, Topic.HEALTH, Topic.MIND, Topic.POLICY)
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
    """Each level with the topics of which it was said: `GihWm`; `-` where nothing was said."""
    groups = {
        letter: "".join(sign for topic, sign in _TOPICS.items() if levels.get(topic) is level)
        for level, letter in _LEVELS.items()
    }
    return "".join(letter + topics for letter, topics in groups.items() if topics) or UNSAID


def read_levels(code: str) -> dict[Topic, FindingLevel]:
    """What `levels_code` says, without what is known no more. Raises ValueError for what is no such code."""
    if re.fullmatch("[gwb-]{5}", code):
        placed = zip(_BY_PLACE, code.upper(), strict=True)
        return {topic: _LEVEL_OF[letter] for topic, letter in placed if letter != UNSAID}
    if code != UNSAID and not re.fullmatch(f"({_GROUP.pattern})+", code):
        raise ValueError(code)
    return {
        _TOPIC_OF[topic]: _LEVEL_OF[level]
        for level, topics in _GROUP.findall(code)
        for topic in topics
        if level in _LEVEL_OF and topic in _TOPIC_OF
    }


def said_levels(levels: Levels) -> list[Json]:
    """As a form that was begun keeps them: by name."""
    return [{"topic": topic.value, "level": level.value} for topic, level in levels.items()]


def levels_in(said: Json) -> dict[Topic, FindingLevel]:
    """What `said_levels` kept, without what is known no more."""
    pairs = (
        [(one.get("topic"), one.get("level")) for one in said if isinstance(one, dict)]
        if isinstance(said, list)
        else []
    )
    return {
        Topic(topic): FindingLevel(level)
        for topic, level in pairs
        if topic in set(Topic) and level in set(FindingLevel)
    }


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
