"""What is asked around visits where a press is not enough: words, photos, places, problems, other days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desk.domain.county.lists import TROUBLES
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.visits.panel_codes import levels_in
from desk.domain.visits.visit import FindingLevel, How, Topic

ABOUT: Final = "about"  # which visit, as the buttons have it
LEVELS: Final = "levels_said"  # … and how things stand
SPOT: Final = "spot"  # where the list was when the form was opened
HOUSEHOLD_ID: Final = "household_id"
HEAD: Final = "head"
DAY: Final = "visited_on"  # the day that was chosen before; empty for the one on which it is told
REASON: Final = "reason"  # of a pause


def _not_well(topic: Topic) -> Callable[[Answers], bool]:
    return lambda answers: (
        levels_in(answers.get(LEVELS)).get(topic, FindingLevel.GOOD) is not FindingLevel.GOOD
    )


VISIT_WORDS = Form(
    "visit_words",
    (
        *(Step(topic.value, StepKind.WORDS, when=_not_well(topic), optional=True) for topic in Topic),
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
