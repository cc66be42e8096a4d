"""What the policy library says, as the desk knows it. No word of a card is ever made up or changed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PolicyKind(StrEnum):
    """What is done with a question."""

    ANSWER = "answer"
    CHOOSE = "choose"
    HAND_OVER = "hand_over"


class PolicyReason(StrEnum):
    """Why a question is handed over."""

    NONE = ""
    UNSURE = "unsure"
    LOCAL_FIGURE = "local_figure"  # the county sets the sum
    ONE_CASE = "one_case"  # only an official can look it up
    NOT_CURRENT = "not_current"
    NOT_WORDS = "not_words"  # a voice or a photo: only a person understands it


class PolicyValidity(StrEnum):
    """Whether a card may be shown as current."""

    CURRENT = "current"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    UNVERIFIED = "unverified"


class PolicyOutcome(StrEnum):
    """What became of a question; written down without saying whose it was."""

    ASKED = "asked"
    CHOSEN = "chosen"
    HELPFUL = "helpful"
    USELESS = "useless"
    HANDED_OVER = "handed_over"


class PolicyAct(StrEnum):
    """What officials do to the library; each is one ledger entry."""

    PROPOSE_ITEM = "propose_item"
    ADD_ITEM = "add_item"
    REJECT_ITEM = "reject_item"


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """One thing that may be asked. `text` is shown as it stands; `sources` are lines ready to be read."""

    id: str
    title: str
    text: str
    sources: tuple[str, ...] = ()
    dated: str = ""  # when it was compared with its sources, or the date of the document
    department: str = ""
    topic: str = ""
    troubles: tuple[str, ...] = ()
    validity: PolicyValidity = PolicyValidity.CURRENT
    amount_is_local: bool = False

    @property
    def current(self) -> bool:
        """Whether it may be shown as what holds today."""
        return self.validity is PolicyValidity.CURRENT


@dataclass(frozen=True, slots=True)
class PolicyDecision:
    """Answer, offer or hand over; `department` is who leads in the matter, "" when nobody can tell."""

    kind: PolicyKind
    reason: PolicyReason = PolicyReason.NONE
    cards: tuple[PolicyCard, ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True)
class PolicyTopic:
    """A group of cards."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SelfQuestion:
    """A question of the self-check, answered with yes or no."""

    code: str
    ask: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An answer that becomes an item of the county's own, once a second person agreed."""

    title: str
    topic: str
    department: str
    question: str
    words: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class ItemWish:
    """A new item that waits for a second person, or had its answer."""

    id: int
    case_id: int
    item: NewItem
    asked_by: int
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class QuestionNote:
    """What is written down of a question: never who asked, nor at which hour."""

    question: str
    kind: PolicyKind
    reason: PolicyReason
    shown: Sequence[str]
    outcome: PolicyOutcome
    day: date
