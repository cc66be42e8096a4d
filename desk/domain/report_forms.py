"""What residents are asked: the report itself, a policy question, and more words for a case."""

from __future__ import annotations

from desk.domain.cases import Trouble
from desk.domain.drafts import ALARMED
from desk.domain.forms import Answers, Form, Step, StepKind

# Facts that are known before the form begins; they only decide what is asked.
FREE = "free"  # the story was there before the form
CONSENTED = "consented"
KNOWN_PLACE = "known_place"
KNOWN_PHONE = "known_phone"
ASK_SUBJECT = "ask_subject"


def _consent_missing(answers: Answers) -> bool:
    return not answers.get(CONSENTED)


def _place_missing(answers: Answers) -> bool:
    # Whoever speaks for somebody else may live elsewhere.
    return not answers.get(KNOWN_PLACE) or bool(answers.get("subject"))


def _story_missing(answers: Answers) -> bool:
    return not answers.get(FREE)


CONSENT = Step(
    "consent", StepKind.CHOICE, ("agree", "decline"), when=_consent_missing, leaves=frozenset({"decline"})
)
PLACE = Step("place", StepKind.PLACE, when=_place_missing)

REPORT = Form(
    "report",
    (
        Step(
            "is_it",
            StepKind.CHOICE,
            ("mine", "asking"),
            when=lambda answers: bool(answers.get(FREE)),
            leaves=frozenset({"asking"}),
        ),
        CONSENT,
        Step("subject", StepKind.WORDS, when=lambda answers: bool(answers.get(ASK_SUBJECT))),
        Step(
            "trouble",
            StepKind.CHOICE,
            (*(trouble.value for trouble in Trouble), "for_other"),
            jumps={"for_other": "subject"},
        ),
        PLACE,
        Step("story", StepKind.STORY, when=_story_missing),
        Step("danger", StepKind.CHOICE, ("no", "yes"), when=lambda answers: not answers.get(ALARMED)),
        Step("contact", StepKind.CONTACT, when=lambda answers: not answers.get(KNOWN_PHONE), optional=True),
        Step(
            "confirm",
            StepKind.CONFIRM,
            ("send", "more", "place", "contact"),
            jumps={"more": "story", "place": "place", "contact": "contact"},
        ),
    ),
    keeps_story=True,
    watched=True,
)

QUESTION = Form(
    "question",
    (
        CONSENT,
        Step("story", StepKind.STORY, when=_story_missing),
        PLACE,
        Step("confirm", StepKind.CONFIRM, ("send", "more"), jumps={"more": "story"}),
    ),
    keeps_story=True,
    watched=True,
)

ADDITION = Form("addition", (Step("story", StepKind.STORY),), keeps_story=True, watched=True)

# Where somebody lives, asked from the menu.
HOME = Form("home", (Step("place", StepKind.PLACE),))

RESIDENT_FORMS = (REPORT, QUESTION, ADDITION, HOME)
