"""What is asked around visits where a press is not enough: words, photos, places, problems, other days."""

from __future__ import annotations

from typing import Final

from desk.domain.county.lists import TOPICS, TROUBLES
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.visits.panel_codes import levels_in
from desk.domain.visits.visit import FindingLevel, How

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
