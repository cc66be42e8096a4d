"""What is asked around visits where a press is not enough: words, photos, places, problems, other days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from desk.domain.county.lists import TOPICS, TROUBLES
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.talk.pieces import Piece
from desk.domain.visits.list_position import ListPosition, read_visit_spot
from desk.domain.visits.panel_codes import Levels, VisitNote, levels_in, read_about, read_day
from desk.domain.visits.visit import FindingLevel, How, PauseReason

ABOUT: Final = "about"  # which visit, as the buttons have it
LEVELS: Final = "levels_said"  # … and how things stand
SPOT: Final = "spot"  # where the list was when the form was opened
HOUSEHOLD_ID: Final = "household_id"
HEAD: Final = "head"
DAY: Final = "visited_on"  # the day that was chosen before; empty for the one on which it is told
REASON: Final = "reason"  # of a pause
# What the form of a visit remembers beside the words about each topic, which stand under its code.
VISIT_ANSWERS: Final = frozenset(
    {ABOUT, LEVELS, SPOT, HEAD, "levels", "topic", "story", "confirm", "answered", "repeated"}
)


def _not_well(answers: Answers, topic: str) -> bool:
    return levels_in(answers.get(LEVELS)).get(topic, FindingLevel.GOOD) is not FindingLevel.GOOD


VISIT_WORDS = Form(
    "visit_words",
    (
        Step("topic", StepKind.WORDS, optional=True, listed=TOPICS, each=_not_well),
        Step("story", StepKind.STORY, optional=True, located=True),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
    keeps_story=True,
)
VISIT_FOUND = Form(
    "visit_found",
    (
        Step("how", StepKind.CHOICE, tuple(how.value for how in How)),
        Step("trouble", StepKind.CHOICE, listed=TROUBLES),
        Step("story", StepKind.STORY),
    ),
    keeps_story=True,
)
VISIT_DAY = Form("visit_day", (Step("day", StepKind.WORDS),))
VISIT_PLAN = Form("visit_plan", (Step("day", StepKind.WORDS),))
VISIT_PAUSE = Form("visit_pause", (Step("day", StepKind.WORDS),))

VISIT_FORMS = (VISIT_WORDS, VISIT_FOUND, VISIT_DAY, VISIT_PLAN, VISIT_PAUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWordsTold:
    """Which visit, and what was told of it; what was said of its topics is read by `topics_in`."""

    about: Annotated[VisitNote, read_about]
    spot: Annotated[ListPosition | None, read_visit_spot] = None
    head: str = ""
    story: tuple[Piece, ...]


def topics_in(answers: Answers, topics: Iterable[str]) -> dict[str, Piece]:
    """The messages that were sent about topics of the county's list."""
    told = ((topic, answers.get(topic)) for topic in topics)
    return {topic: piece for topic, piece in told if isinstance(piece, dict)}


def levels_told(answers: Answers) -> Levels:
    """How things stand, as it was pressed before."""
    return levels_in(answers.get(LEVELS))


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFoundTold:
    """A problem that was found at a home."""

    household_id: int = 0
    visited_on: Annotated[date | None, read_day] = None
    spot: Annotated[ListPosition | None, read_visit_spot] = None
    how: How
    trouble: str
    story: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class VisitDayTold:
    """A day that was typed: of a visit, or until when nobody comes for a reason."""

    household_id: int = 0
    spot: Annotated[ListPosition | None, read_visit_spot] = None
    reason: PauseReason | None = None
    day: str = ""
