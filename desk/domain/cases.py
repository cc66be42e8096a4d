"""A case: something that was raised, with one accountable person and one next deadline while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.domain.areas import Level
from desk.domain.messages import Json
from desk.domain.said import SaidKind


class Kind(StrEnum):
    """What sort of case."""

    HARDSHIP = "hardship"
    POLICY_QUESTION = "policy_question"


class Trouble(StrEnum):
    """The eight everyday words that residents choose from."""

    ILLNESS = "illness"
    CHRONIC = "chronic"
    HOUSING = "housing"
    SCHOOL = "school"
    WATER = "water"
    WORK = "work"
    DISASTER = "disaster"
    OTHER = "other"


class Source(StrEnum):
    """How it reached the desk."""

    SELF = "self"
    PROXY = "proxy"


class State(StrEnum):
    """Where a case is in its life."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_WORK = "in_work"
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


FINISHED = frozenset({State.CLOSED, State.WITHDRAWN})


class Act(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    ASSIGN = "assign"
    ACCEPT = "accept"
    VISIT = "visit"
    REPLY = "reply"
    DISPUTE = "dispute"
    RETURN = "return"  # a superior rules that the dispute was wrong
    TAKE = "take"  # a superior takes a disputed case up
    PASS_UP = "pass_up"
    ADD = "add"
    URGE = "urge"
    WITHDRAW = "withdraw"
    RATE = "rate"
    CLOSE = "close"  # by time, when a call-back stays unanswered
    REOPEN = "reopen"
    VIEW = "view"
    REASSIGN = "reassign"  # the accountable person changed with time


class Rating(StrEnum):
    """What the resident says at the call-back."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    PARTLY = "partly"
    DISSATISFIED = "dissatisfied"
    UNRATED = "unrated"


class DueStage(StrEnum):
    """Which act the next deadline waits for."""

    ACCEPT = "accept"
    VISIT = "visit"
    REPLY = "reply"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is stored. `version` grows by one with every change; deadlines are moments."""

    id: int
    number: str
    kind: Kind
    trouble: Trouble
    source: Source
    state: State
    version: int
    reporter_id: int
    area_code: str
    level: Level
    danger: bool
    submitted_at: datetime
    visit_due_at: datetime
    reply_due_at: datetime
    subject: str = ""
    contact: str = ""
    place_words: str = ""
    unfinished: bool = False
    told_staff_id: int | None = None
    accepted_by: int | None = None
    disputes: int = 0
    reopened: int = 0
    due_stage: DueStage | None = None
    due_at: datetime | None = None
    accepted_at: datetime | None = None
    visited_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closed_level: Level | None = None
    rating: Rating | None = None
    urged_at: datetime | None = None


class Author(StrEnum):
    """Whose words they are."""

    RESIDENT = "resident"
    OFFICIAL = "official"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of what was said in a case. `body` is `Said.piece()` or {"text": …}."""

    author: Author
    kind: SaidKind | str
    body: dict[str, Json]
    said_at: datetime
    person_id: int | None = None
