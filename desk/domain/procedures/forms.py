"""What officials are asked in the procedure of a household, and about its measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desk.domain.households.household import MonitoredKind, RiskType
from desk.domain.procedures.procedure import Condition, MatchFinding, ProcedureAct, ProcedureKind, StepTaken
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.talk.pieces import Piece

PROCEDURE: Final = "procedure_id"  # the answer that says which procedure a form is about
TURN: Final = "turn"  # … and as it stood then
KIND: Final = "kind_of_procedure"
ACT: Final = "act"
HOUSEHOLD: Final = "household_id"
HEAD: Final = "head"
NEW, SEARCH = "new", "search"
GOES_ON, STOPS = "goes_on", "stops"
YES, NO = "yes", "no"
NONE: Final = "nothing"

_RISKS: Final = tuple(risk.value for risk in RiskType)
_KINDS: Final = tuple(kind.value for kind in MonitoredKind)


def _includes(answers: Answers) -> bool:
    return answers.get(KIND) == ProcedureKind.INCLUSION and answers.get("result") != STOPS


def _stops(answers: Answers) -> bool:
    return answers.get("result") == STOPS


def _new(answers: Answers) -> bool:
    return answers.get("household") == NEW


def _search(answers: Answers) -> bool:
    return answers.get("household") == SEARCH


_REASON: Final = Step("reason", StepKind.WORDS, when=_stops)
# A clue of an official's own: they saw it.
CLUE = Form(
    "procedure.clue",
    (Step("risk", StepKind.CHOICE, _RISKS), Step("words", StepKind.WORDS, optional=True)),
)
# Nothing begins by a slip of the finger.
BEGIN_EXIT = Form("procedure.begin_exit", (Step("confirm", StepKind.CONFIRM, ("send",)),))
# A case goes on as a procedure: of which household, and who is in it where the register has none.
REFERRAL = Form(
    "procedure.referral",
    (
        Step("household", StepKind.PICK, (SEARCH, NEW)),
        Step("name", StepKind.WORDS, when=_search),
        Step("head", StepKind.WORDS, when=_new),
        Step("id_number", StepKind.WORDS, when=_new, optional=True),
        Step("risk", StepKind.CHOICE, _RISKS),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)
CHECK = Form(
    "procedure.check",
    (
        Step("finding", StepKind.WORDS),
        Step("result", StepKind.CHOICE, (GOES_ON, STOPS)),
        Step("kind", StepKind.CHOICE, _KINDS, when=_includes),
        Step("risk", StepKind.CHOICE, _RISKS, when=_includes),
        Step("second", StepKind.CHOICE, (*_RISKS, NONE), when=_includes),
        Step("people", StepKind.PICK, when=_includes),
        _REASON,
    ),
)
MATCHING = Form(
    "procedure.matching",
    (
        Step("finding", StepKind.CHOICE, tuple(one.value for one in MatchFinding)),
        Step("words", StepKind.WORDS, optional=True),
    ),
)
MEETING = Form(
    "procedure.meeting",
    (
        Step("votes", StepKind.WORDS),
        Step("minutes", StepKind.WORDS),
        Step("photo", StepKind.WORDS, optional=True),
        Step("result", StepKind.CHOICE, (GOES_ON, STOPS)),
        _REASON,
    ),
)
ASSESSMENT = Form(
    "procedure.assessment",
    (
        *(Step(condition.value, StepKind.CHOICE, (YES, NO)) for condition in Condition),
        Step("result", StepKind.CHOICE, (GOES_ON, STOPS)),
        _REASON,
    ),
)
POSTED = Form("procedure.posted", (Step("photo", StepKind.WORDS, optional=True),))
# What the town and the county agree to, perhaps with a word.
CONSENT = Form(
    "procedure.consent",
    (
        Step("words", StepKind.WORDS, optional=True),
        Step("confirm", StepKind.CONFIRM, ("send",)),
    ),
)
# An objection, a way back, an end: never without the reason.
REASON = Form("procedure.reason", (Step("words", StepKind.WORDS),))
MEASURE = Form(
    "procedure.measure",
    (
        Step("risk", StepKind.CHOICE, _RISKS),
        Step("words", StepKind.WORDS),
        Step("until", StepKind.CHOICE, ("today", "days_7", "days_30", "days_90")),
    ),
)
FINISH = Form("procedure.finish", (Step("measure", StepKind.PICK),))

PROCEDURE_FORMS = (
    CLUE,
    BEGIN_EXIT,
    REFERRAL,
    CHECK,
    MATCHING,
    MEETING,
    ASSESSMENT,
    POSTED,
    CONSENT,
    REASON,
    MEASURE,
    FINISH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTold:
    """What an official saw at a household."""

    household_id: int = 0
    risk: RiskType
    words: Piece


@dataclass(frozen=True, slots=True)
class ExitTold:
    """Of which household the risk may be over."""

    household_id: int = 0


@dataclass(frozen=True, slots=True)
class ReferralTold:
    """Which household a case is about: a row, words to look for, or the head of a new one."""

    risk: RiskType
    case_id: int = 0
    household: int = 0
    name: str = ""
    head: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStep:
    """Told at a step of a procedure, as that stood when the form was opened."""

    procedure_id: int = 0
    turn: int = 0

    @property
    def step(self) -> StepTaken:
        """Which procedure, as it was seen."""
        return StepTaken(self.procedure_id, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold(AtStep):
    """What was said at a step: a message or a photo."""

    act: ProcedureAct | None = None
    words: Piece
    photo: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTold(AtStep):
    """What was found at a home. Nothing is proposed for a household whose risk may be over."""

    finding: Piece
    result: str
    reason: Piece
    kind: MonitoredKind | None = None
    risk: RiskType | None = None
    second: RiskType | None = None
    people: int = 0

    @property
    def risks(self) -> tuple[RiskType, ...]:
        """Those that were named, each once."""
        return tuple(dict.fromkeys(risk for risk in (self.risk, self.second) if risk is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingTold(AtStep):
    """What a department's records say."""

    finding: MatchFinding
    words: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTold(AtStep):
    """How the village has voted."""

    votes: str = ""
    minutes: Piece
    photo: Piece
    result: str
    reason: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTold(AtStep):
    """Whether to apply for an exit; the conditions are read by `met_in`."""

    result: str
    reason: Piece


def met_in(answers: Answers) -> list[Condition]:
    """The conditions of an exit that were answered with yes."""
    return [condition for condition in Condition if answers.get(condition.value) == YES]


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A help that was agreed on, and by when."""

    risk: RiskType
    until: str
    household_id: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class MeasureDoneTold:
    """Which help was given."""

    household_id: int = 0
    measure: int = 0
