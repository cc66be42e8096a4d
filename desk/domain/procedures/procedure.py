"""The procedure of a household: how it comes under watch, and how its risk is found to be over.

People decide at every stage; the desk keeps the order, the clock, and who decided what in which capacity.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.cases.case import Source
from desk.domain.households.household import MonitoredKind, RiskType


class ProcedureKind(StrEnum):
    """Which way it leads."""

    INCLUSION = "inclusion"  # the household is to be watched
    EXIT = "risk_elimination"  # its risk is to be recorded as over


class Stage(StrEnum):
    """What is waited for."""

    ASSESSMENT = "assessment"  # of an exit: whether the conditions seem to be met
    VERIFICATION = "verification"  # somebody looks at the home
    MATCHING = "matching"  # departments compare their records; they may begin while the home is verified
    MEETING = "meeting"  # the village votes
    NOTICE = "notice"  # the public notice is to be put up
    ON_NOTICE = "on_notice"  # it hangs
    TOWN_REVIEW = "town_review"
    COUNTY_APPROVAL = "county_approval"
    MEASURES = "measures"  # entered; help is to be agreed on
    DONE = "done"
    REFUSED = "refused"


class ProcedureAct(StrEnum):
    """What somebody does in it; each is one entry in the ledger of the household."""

    OPEN = "open_procedure"
    ASSESS = "assess"
    VERIFY = "verify_home"
    MATCH = "match"
    MEET = "hold_meeting"
    POST = "post_notice"
    OBJECT = "object"
    END_NOTICE = "end_notice"
    AGREE = "agree_town"
    APPROVE = "approve"
    ROLL_BACK = "roll_back"
    REFUSE = "refuse_procedure"
    SETTLE = "settle_measures"
    REASSIGN = "reassign_step"  # the person asked changed with time


class Condition(StrEnum):
    """What must be so before a risk is over; people answer, the desk only asks."""

    INCOME = "stable_income"
    LINE = "above_line"
    SECURITY = "three_securities"
    WATER = "safe_water"


OVER: Final = frozenset({Stage.DONE, Stage.REFUSED})
# Nobody decides at two of these in one procedure.
DECIDING: Final = frozenset({Stage.MEETING, Stage.TOWN_REVIEW, Stage.COUNTY_APPROVAL})
FEWEST_NOTICE_DAYS: Final = 5  # by national rule; a county's rules may say more


@dataclass(frozen=True, slots=True)
class Votes:
    """How the village voted."""

    for_it: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        """All of them."""
        return self.for_it + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody of the staff list who decided at a stage, for or against."""

    stage: Stage
    staff_id: int


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure. `version` grows with every change, `turn` only with the stage: buttons carry it.

    `decide_by` is the end of the clock that the county must keep; an exit has none before it was assessed.
    `told_staff_id` is who has the card of the stage, `moved_by` who did the last step.
    """

    id: int
    household_id: int
    kind: ProcedureKind
    stage: Stage
    source: Source
    opened_at: datetime
    due_at: datetime
    version: int = 1
    turn: int = 1
    decide_by: datetime | None = None
    case_id: int | None = None
    told_staff_id: int | None = None
    moved_by: int | None = None
    proposed_kind: MonitoredKind | None = None
    risks: tuple[RiskType, ...] = ()
    people: int = 0  # as counted at the home
    met: tuple[Condition, ...] = ()
    votes: Votes | None = None
    posted_at: datetime | None = None
    notice_ended_at: datetime | None = None
    deciders: tuple[Decider, ...] = ()
    returned: int = 0
    entered_at: datetime | None = None
    closed_at: datetime | None = None
    sweep_year: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether a step is still to be done."""
        return self.stage not in OVER


class MatchFinding(StrEnum):
    """What a department's records say."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_RECORD = "no_record"


@dataclass(frozen=True, slots=True)
class Match:
    """The part of one department: to compare what it knows. `finding` is empty until then."""

    id: int
    procedure_id: int
    department: str
    finding: MatchFinding | None = None
    done_by: int | None = None


@dataclass(frozen=True, slots=True)
class StepNote:
    """Words of somebody at a step: what was found, the minutes, an objection, a reason; perhaps a file."""

    act: ProcedureAct
    staff_id: int | None
    text: str = ""
    file_id: str = ""
    file_kind: str = ""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Which procedure as it was seen."""

    id: int
    turn: int
