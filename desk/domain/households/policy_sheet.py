"""Policy sheets: what the library says, told to households, and who of them has got it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.households.household import HouseholdClass, MonitoredKind, RiskType
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import text_at

EVERY: Final = "every"
BY_RISK: Final = "by_risk"
CHOICES: Final = (
    EVERY,
    HouseholdClass.LIFTED,
    HouseholdClass.MONITORED,
    *MonitoredKind,
    HouseholdClass.ORDINARY,
    BY_RISK,
)
_RISK: Final = "risk."


class SheetAct(StrEnum):
    """What officials do with sheets; each is one entry in the ledger of that household."""

    HAND_SHEET = "hand_sheet"  # on paper, at the home


@dataclass(frozen=True, slots=True)
class HouseholdChoice:
    """Which households of the register: all of them, or those of one class, one kind or one risk."""

    household_class: HouseholdClass | None = None
    monitored_kind: MonitoredKind | None = None
    risk: RiskType | None = None

    @property
    def code(self) -> str:
        """What stands for it in rows, texts and buttons."""
        if self.risk is not None:
            return f"{_RISK}{self.risk}"
        return str(self.monitored_kind or self.household_class or EVERY)

    def answers(self) -> dict[str, Json]:
        """The same as answers to the two questions about households."""
        return {"class": BY_RISK, "risk": self.risk.value} if self.risk is not None else {"class": self.code}

    @classmethod
    def of(cls, code: str) -> HouseholdChoice:
        """The choice that a code stands for. Raises ValueError."""
        if code.startswith(_RISK):
            return cls(risk=RiskType(code.removeprefix(_RISK)))
        if code in set(MonitoredKind):
            return cls(monitored_kind=MonitoredKind(code))
        return cls() if code == EVERY else cls(HouseholdClass(code))


@dataclass(frozen=True, slots=True)
class HouseholdSheet:
    """One sheet that is for a household; `got_at` is when it arrived in a chat, `paper_at` by hand."""

    broadcast_id: int
    title: str
    got_at: datetime | None = None
    paper_at: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """When the household got it, if it did."""
        known = [one for one in (self.got_at, self.paper_at) if one is not None]
        return min(known, default=None)


@dataclass(frozen=True, slots=True)
class SheetCount:
    """Of the households that a sheet is for so many got it; `chat` and `paper` overlap where both came."""

    area_code: str
    meant: int
    got: int
    chat: int
    paper: int


def chosen_households(answers: Answers) -> HouseholdChoice | None:
    """What was answered to the two questions about households; None where that is no choice any more."""
    choice = text_at(answers, "class")
    try:
        return HouseholdChoice.of(f"{_RISK}{text_at(answers, 'risk')}" if choice == BY_RISK else choice)
    except ValueError:
        return None


def _by_risk(answers: Answers) -> bool:
    return answers.get("class") == BY_RISK


RISK: Final = Step("risk", StepKind.CHOICE, tuple(risk.value for risk in RiskType), when=_by_risk)
SHEET: Final = Form(
    "sheet",
    (
        Step("where", StepKind.PICK),
        Step("class", StepKind.CHOICE, CHOICES),
        RISK,
        Step("topic", StepKind.PICK),
    ),
)
# What may be picked depends on the topic.
SHEET_ITEM: Final = Form("sheet_item", (Step("item", StepKind.PICK),))
SHEET_FORMS: Final = (SHEET, SHEET_ITEM)


@dataclass(frozen=True, slots=True)
class SheetTold:
    """Of which topic a policy sheet shall be; to whom it goes is read with the sheet itself."""

    topic: str


@dataclass(frozen=True, slots=True)
class SheetItemTold:
    """Which item goes to which place."""

    where: str
    item: str
