"""What of the policy library stands in view of a chat. It is kept in the draft, never in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from desk.domain.policy.card import PolicyReason
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Step, StepKind
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import Unanswered, piece_at, read

VIEW: Final = "policy:view"  # among the answers of a draft; no form asks it
VIEWED: Final = ("is_it", "view")  # the steps at which it may stand there
PAGE_OF: Final = 8  # titles on one page

# 问政策: nothing is told yet, so it makes room for whatever comes next.
POLICY: Final = Form("policy", (Step("view", StepKind.CHOICE, ("topics",)),), watched=True)


class Shows(StrEnum):
    """What the message shows."""

    TOPICS = "topics"
    ITEMS = "items"
    POLICY_CARD = "policy_card"
    CHOICE = "choice"
    NO_ANSWER = "no_answer"
    CHECK = "check"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class PolicyView:
    """The state of one message; `cards` are ids in the order of their buttons."""

    shows: Shows
    cards: tuple[str, ...] = ()
    card: str = ""
    topic: str = ""
    page: int = 1
    back: str = ""  # what the card was chosen from
    question: str = ""  # the words that were asked; "" when somebody only looks around
    asked: bool = True  # … and whether they ask something
    reason: PolicyReason = PolicyReason.NONE
    department: str = ""
    yes: tuple[str, ...] = ()  # codes of the self-check
    at: int = 0  # which of its questions is open
    whole: bool = False  # the card, and not only what is read first
    rated: bool = False
    settled: bool = False  # a plain question has its answer: nobody need be told of it

    @property
    def told(self) -> bool:
        """Whether it is about something that was said, and not only looked up."""
        return bool(self.question) or self.reason is PolicyReason.NOT_WORDS

    def to_json(self) -> dict[str, Json]:
        """Ready for the draft."""
        found = {**asdict(self), "shows": self.shows.value, "reason": self.reason.value}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def view_of(answers: Mapping[str, Json]) -> PolicyView | None:
    """What stands in view; None when nothing does."""
    view = read(PolicyView, piece_at(answers, VIEW))
    return None if isinstance(view, Unanswered) else view


def holds_story(draft: Draft) -> bool:
    """Whether words wait in it that are not lost: all but a plain question that has its answer."""
    view = view_of(draft.answers)
    return draft.pieces > 0 and not (view is not None and view.settled)


def gives_way(draft: Draft) -> bool:
    """Whether the next message is a new one and not an answer to this form, which nobody need go on with."""
    view = view_of(draft.answers) if draft.step in VIEWED else None
    return draft.form == POLICY.name or (view is not None and view.settled)
