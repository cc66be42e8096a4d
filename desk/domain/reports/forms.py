"""What residents are asked: a report, a complaint, an idea, a policy question, and more words for a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.county.lists import TROUBLES
from desk.domain.talk.drafts import ALARMED
from desk.domain.talk.forms import Answers, Form, Move, Step, StepKind
from desk.domain.talk.pieces import Piece
from desk.domain.talk.reading import number_at, text_at
from desk.domain.talk.short_answers import ShortAnswer

# Facts that are known before the form begins; they only decide what is asked.
FREE = "free"  # the story was there before the form
HEARD_AS = "heard_as"  # … what the listener took it for
SOUNDS_LIKE = "sounds_like"  # … and it is surely a trouble of this kind
COMPLAINING = "complaining"  # … and it sounds like a complaint about somebody in office
ACCUSES = "accuses"  # … or a later piece of it did
CONSENTED = "consented"
KNOWN_PLACE = "known_place"
KNOWN_PHONE = "known_phone"
ASK_SUBJECT = "ask_subject"
PREFILLED = "prefilled"  # the trouble is known from a policy card
DEPARTMENT = "department"  # who leads in what is asked


class ComplaintTarget(StrEnum):
    """Of which officials a complaint is; the levels are those at which they hold their posts."""

    VILLAGE = "village"
    TOWN = "town"
    COUNTY = "county"
    NOBODY = "nobody"

    @property
    def level(self) -> Level | None:
        """Where to look for them."""
        return None if self is ComplaintTarget.NOBODY else Level(self.value)


IS_IT = "is_it"  # the question to free words
WHICH = "which"  # … that sound like a complaint
OPENING = (IS_IT, WHICH)  # the questions that are themselves the answer to free words
UNLISTED = "unlisted"  # the official is not among those offered, or it is not clear who it was
NAMELESS, NAMED = "nameless", "named"


def _consent_missing(answers: Answers) -> bool:
    return not answers.get(CONSENTED)


def _place_missing(answers: Answers) -> bool:
    # Whoever speaks for somebody else may live elsewhere.
    return not answers.get(KNOWN_PLACE) or bool(answers.get("subject"))


def _story_missing(answers: Answers) -> bool:
    return not answers.get(FREE)


def _free_words(answers: Answers) -> bool:
    told = answers.get(FREE) and not answers.get(PREFILLED)
    return bool(told) and not answers.get(COMPLAINING) and not answers.get(ALARMED)


def _trouble_unknown(answers: Answers) -> bool:
    """Whoever wants somebody to come about what their words sound like has said what it is about."""
    heard = answers.get(IS_IT) == "mine" and answers.get(SOUNDS_LIKE)
    return not (answers.get("trouble") and (heard or answers.get(PREFILLED)))


def _danger_unknown(answers: Answers) -> bool:
    return not answers.get(ALARMED)


def agreed_before(answers: Answers) -> bool:
    """Whether whoever began the form had agreed by then that officials may read it."""
    return bool(answers.get(CONSENTED))


def about_official(answers: Answers) -> bool:
    """Whether the complaint is about somebody in office; as long as nobody has said, it may be."""
    return answers.get("about") != ComplaintTarget.NOBODY


def is_nameless(answers: Answers) -> bool:
    """Whether the reporter wants to stay unknown."""
    return answers.get("identity") == NAMELESS


def _phone_wanted(answers: Answers) -> bool:
    # Whoever was in danger was asked first of all.
    return not (answers.get(KNOWN_PHONE) or is_nameless(answers) or "contact" in answers)


_YES, _NO, _AGREE, _REFUSE = ShortAnswer.YES, ShortAnswer.NO, ShortAnswer.AGREE, ShortAnswer.REFUSE
CONSENT = Step(
    "consent",
    StepKind.CHOICE,
    ("agree", "decline"),
    when=_consent_missing,
    leaves=frozenset({"decline"}),
    in_short={_AGREE: "agree", _REFUSE: "decline"},
)
PLACE = Step("place", StepKind.PLACE, when=_place_missing)
STORY = Step("story", StepKind.STORY, when=_story_missing)
DANGER = Step(
    "danger", StepKind.CHOICE, ("no", "yes"), when=_danger_unknown, in_short={_YES: "yes", _NO: "no"}
)
CONTACT = Step(
    "contact",
    StepKind.CONTACT,
    when=_phone_wanted,
    optional=True,
    in_short={_NO: Move.SKIP, _REFUSE: Move.SKIP},
)
_SEND: Final = {_YES: "send", _AGREE: "send"}
_CONFIRM: Final = Step("confirm", StepKind.CONFIRM, ("send", "more"), jumps={"more": "story"}, in_short=_SEND)

REPORT = Form(
    "report",
    (
        Step(
            IS_IT,
            StepKind.CHOICE,
            ("mine", "look", "asking"),
            when=_free_words,
            leaves=frozenset({"look", "asking"}),
            in_short={_YES: "mine", _AGREE: "mine", _NO: "asking"},
        ),
        Step(
            WHICH,
            StepKind.CHOICE,
            ("complaint", "mine", "asking"),
            when=lambda answers: bool(answers.get(COMPLAINING)),
            leaves=frozenset({"complaint", "asking"}),
        ),
        CONSENT,
        Step("subject", StepKind.WORDS, when=lambda answers: bool(answers.get(ASK_SUBJECT))),
        Step(
            "trouble",
            StepKind.CHOICE,
            ("for_other",),
            jumps={"for_other": "subject"},
            when=_trouble_unknown,
            listed=TROUBLES,
        ),
        PLACE,
        STORY,
        DANGER,
        CONTACT,
        Step(
            "confirm",
            StepKind.CONFIRM,
            ("send", "more", "trouble", "place", "contact"),
            jumps={"more": "story", "trouble": "trouble", "place": "place", "contact": "contact"},
            in_short=_SEND,
        ),
    ),
    keeps_story=True,
    watched=True,
)

QUESTION = Form(
    "question",
    (CONSENT, STORY, PLACE, _CONFIRM),
    keeps_story=True,
    watched=True,
)

# A question that was put already, and that an official shall answer: nothing is missing but consent.
ASK_PERSON = Form("ask_person", (CONSENT,), keeps_story=True, watched=True)

# Who may not learn of it is asked before what happened: danger in the story is told to the right ones.
COMPLAINT = Form(
    "complaint",
    (
        CONSENT,
        PLACE,
        Step("about", StepKind.CHOICE, tuple(about.value for about in ComplaintTarget)),
        Step("official", StepKind.PICK, (UNLISTED,), when=about_official),
        Step("identity", StepKind.CHOICE, (NAMELESS, NAMED)),
        STORY,
        DANGER,
        CONTACT,
        Step(
            "confirm",
            StepKind.CONFIRM,
            ("send", "more", "identity"),
            jumps={"more": "story", "identity": "identity"},
            in_short=_SEND,
        ),
    ),
    keeps_story=True,
    watched=True,
)

SUGGESTION = Form(
    "suggestion",
    (CONSENT, STORY, PLACE, _CONFIRM),
    keeps_story=True,
    watched=True,
)

ADDITION = Form("addition", (Step("story", StepKind.STORY),), keeps_story=True, watched=True)

# The same person has reported the same trouble of the same place a few days ago.
DUPLICATE = Form(
    "duplicate",
    (Step("is", StepKind.CHOICE, ("same", "another"), in_short={_YES: "same", _NO: "another"}),),
    keeps_story=True,
    watched=True,
)

# Where somebody lives, asked from the menu.
HOME = Form("home", (Step("place", StepKind.PLACE),))

# What an official found on the way. Officials write of danger without being in it.
PATROL = Form(
    "patrol",
    (
        Step("what", StepKind.WORDS),
        Step("where", StepKind.PICK, ("elsewhere",)),
        Step("place", StepKind.PLACE, when=lambda answers: answers.get("where") == "elsewhere"),
        Step("trouble", StepKind.CHOICE, listed=TROUBLES),
    ),
    keeps_story=True,
)

# What somebody says out of the blue who was asked for material: for that case, or something else?
GIVING = Form(
    "giving",
    (
        Step(
            "is_it",
            StepKind.CHOICE,
            ("material", "other"),
            leaves=frozenset({"other"}),
            in_short={_YES: "material", _AGREE: "material", _NO: "other"},
        ),
        Step("story", StepKind.STORY),
    ),
    keeps_story=True,
    watched=True,
)

RESIDENT_FORMS = (
    REPORT,
    QUESTION,
    ASK_PERSON,
    COMPLAINT,
    SUGGESTION,
    ADDITION,
    DUPLICATE,
    HOME,
    PATROL,
    GIVING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionTold:
    """More words for a case."""

    case_id: int = 0
    story: tuple[Piece, ...]


def same_case_in(answers: Answers) -> int | None:
    """The case of which it is more, where its reporter said so."""
    return number_at(answers, "case_id") if text_at(answers, "is") == "same" else None


@dataclass(frozen=True, slots=True)
class HomeTold:
    """Where somebody lives, and whether that was asked to show them who answers there."""

    place: str
    show_officials: bool = False
