"""What officials are asked after pressing a button of a card, and residents after the call-back."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.cases.case import Rating
from desk.domain.county.lists import TROUBLES
from desk.domain.talk.forms import Answers, Form, Step, StepKind, has_picks
from desk.domain.talk.pieces import Piece

CASE_ID = "case_id"  # the answer that says which case a form is about
NUMBER = "number"
RATING = "rating"
UNIT = "unit"  # the code of a receiver
TWIN = "twin"  # the number of the case with which one is merged
INVITATION = "invitation"  # the digest of an invitation's token


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """One message about a case."""

    case_id: int = 0
    words: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStory:
    """A story about a case."""

    case_id: int = 0
    story: tuple[Piece, ...]


JOIN = Form("join", (Step("contact", StepKind.CONTACT),))
VISIT = Form(
    "visit",
    (Step("how", StepKind.CHOICE, ("home", "phone")), Step("story", StepKind.STORY)),
    keeps_story=True,
)
# How an official has made sure that danger is over, as its reporter says.
WITHDRAWAL = Form(
    "withdrawal", (Step("how", StepKind.CHOICE, ("phone", "home", "not_yet"), leaves=frozenset({"not_yet"})),)
)


def _elsewhere(answers: Answers) -> bool:
    return answers.get(UNIT) == "elsewhere"


# Which village, where it belongs to another one.
_PLACE = Step("place", StepKind.PLACE, when=_elsewhere)
DISPUTE = Form(
    "dispute",
    (Step("reason", StepKind.WORDS), Step(UNIT, StepKind.PICK, ("elsewhere", "unsure")), _PLACE),
)
# A village has one way up; a town chooses.
PASS_UP = Form(
    "pass_up",
    (
        Step(UNIT, StepKind.PICK, when=lambda answers: has_picks(answers, UNIT)),
        Step("reason", StepKind.WORDS),
    ),
)
TRANSFER = Form(
    "transfer",
    (Step(UNIT, StepKind.PICK, ("elsewhere",)), _PLACE, Step("reason", StepKind.WORDS, optional=True)),
)
JOINING = Form("joining", (Step(UNIT, StepKind.PICK), Step("words", StepKind.WORDS)))
HELPING = Form("helping", (Step("words", StepKind.WORDS),))
MERGE = Form("merge", (Step(TWIN, StepKind.PICK), Step("confirm", StepKind.CONFIRM, ("merge",))))
# Danger is looked for in what residents say, so this story is kept like that of a report.
WHY = Form("why", (Step("story", StepKind.STORY, optional=True),), keeps_story=True, watched=True)

# Another problem of the same family.
FOUND = Form(
    "found",
    (
        Step("trouble", StepKind.CHOICE, listed=TROUBLES),
        Step("story", StepKind.STORY),
    ),
    keeps_story=True,
)

TASK_FORMS = (JOIN, VISIT, WITHDRAWAL, DISPUTE, PASS_UP, TRANSFER, JOINING, HELPING, MERGE, FOUND, WHY)


@dataclass(frozen=True, slots=True)
class JoinTold:
    """The digest of an invitation, and the number of whoever opened it."""

    contact: str
    invitation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVisitTold:
    """How the official was there, and what they found."""

    case_id: int = 0
    how: str
    story: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalTold:
    """How an official has made sure that danger is over."""

    case_id: int = 0
    number: str = ""
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingTold:
    """To whom a case shall go, and why: `unit` is a receiver's code, `place` a village if it is elsewhere."""

    case_id: int = 0
    unit: str = ""
    place: str = ""
    reason: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningTold:
    """Which department is asked for what."""

    case_id: int = 0
    unit: str = ""
    words: Piece


@dataclass(frozen=True, slots=True)
class MergeTold:
    """With which case one is merged, by its number."""

    case_id: int = 0
    twin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTold:
    """Another problem of the same family."""

    case_id: int = 0
    trouble: str
    story: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyTold:
    """Why it did not help; no word is fine too."""

    case_id: int = 0
    rating: Rating = Rating.DISSATISFIED
    story: tuple[Piece, ...]
