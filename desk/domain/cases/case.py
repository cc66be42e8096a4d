"""A case: something that was raised, with one accountable person and one next deadline while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.talk.messages import Json
from desk.domain.talk.said import SaidKind


class Kind(StrEnum):
    """What sort of case."""

    HARDSHIP = "hardship"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    POLICY_QUESTION = "policy_question"
    WARNING = "warning"  # a department's list says that somebody may be in trouble: go and see
    PATROL = "patrol"  # found by an official on the way
    VISIT_PROBLEM = "visit_problem"  # found at a home that was visited for something else
    DISASTER = "disaster"


class Source(StrEnum):
    """How it reached the desk."""

    SELF = "self"
    PROXY = "proxy"
    PATROL = "patrol"
    WARNING = "warning"
    HOTLINE = "hotline"
    SUPERIOR = "superior"


class State(StrEnum):
    """Where a case is in its life."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_WORK = "in_work"
    AWAITING_MATERIAL = "awaiting_material"  # the clock stands still, and everybody sees it
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    MERGED = "merged"


# Nobody owes anything any more. A declined case alone can come back: its reporter may ask for a review.
FINISHED = frozenset({State.CLOSED, State.WITHDRAWN, State.DECLINED, State.REDIRECTED, State.MERGED})


class Act(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    ASSIGN = "assign"
    ACCEPT = "accept"
    VISIT = "visit"
    REPLY = "reply"
    COMMENT = "comment"  # a note among officials; it moves no deadline
    FOUND = "found"  # another problem was found at the home, and became a case of its own
    DISPUTE = "dispute"
    RETURN = "return"  # a superior rules that the dispute was wrong
    TAKE = "take"  # a superior takes a case up that nobody has taken
    PASS_UP = "pass_up"
    TRANSFER = "transfer"  # to another unit, for good
    JOIN = "join"  # another department adds its part; the owner stays
    REFER = "refer"  # it opened the procedure of a household, and goes on beside it
    HELP = "help"  # the joined department has done its part
    ASK_MATERIAL = "ask_material"  # the clock stops until the resident has sent it
    GIVE_MATERIAL = "give_material"
    RESUME = "resume"  # the clock runs again without it
    ASK_EXTENSION = "ask_extension"
    GRANT = "grant"
    REFUSE = "refuse"
    DECLINE = "decline"
    REVIEW = "review"  # the resident asks the level above to look at what was declined
    MERGE = "merge"
    REDIRECT = "redirect"  # another office is the right one
    CALL_HELP = "call_help"  # the resident is sent to 110, 119 or 120 at once; the case goes on
    ADD = "add"
    CORRECT = "correct"  # somebody edited what they had said; the ledger keeps what it was
    URGE = "urge"
    WITHDRAW = "withdraw"
    ASK_WITHDRAWAL = "ask_withdrawal"  # the reporter of danger says that it is over
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"  # … and an official has rung up, or gone there
    RATE = "rate"
    CLOSE = "close"  # by time, when a call-back stays unanswered
    REOPEN = "reopen"
    VERIFY = "verify"  # a superior has looked at what an official reported and settled
    SEND_BACK = "send_back"  # … and found it not settled
    SUPERVISE = "supervise"
    CLIMB = "climb"  # the next step of the ladder was taken by the clock
    RECEIVE = "receive"  # a step of the ladder was received
    RECTIFY = "rectify"  # what will be done about it, and by when
    INSPECT = "inspect"  # what the superior found
    ISSUE = "issue"  # a person decides what follows from the accountability file
    VIEW = "view"
    REASSIGN = "reassign"  # the accountable person changed with time
    RECOMPUTE = "recompute"  # a new holiday notice or rule moved the deadlines


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
    MATERIAL = "material"  # what the resident was asked for; then the clock runs again
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Hold:
    """Where a case is held: a level of the line, a department's desk, or outside the line.

    `department` is the name of the department whose desk answers, empty for the line itself. What is held
    outside is a complaint about an official: the line never sees it.
    """

    level: Level
    department: str = ""
    outside: bool = False


OUTSIDE: Final = Hold(Level.COUNTY, outside=True)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is stored. `version` grows by one with every change; deadlines are moments.

    `counted_from` is where deadlines are counted from: submission, or the last reopening. `extension_until`
    is asked for until somebody has ruled. Of an anonymous case no official may learn the reporter.
    """

    id: int
    number: str
    kind: Kind
    trouble: str  # a code of the county's list
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
    department: str = ""
    outside: bool = False
    anonymous: bool = False
    accused_id: int | None = None  # the official whom a complaint is about, where one was named
    counted_from: datetime | None = None
    paused_at: datetime | None = None
    extension_until: datetime | None = None
    extended: int = 0
    transfers: int = 0
    supervised_at: datetime | None = None
    merged_into: int | None = None
    withdrawal_asked_at: datetime | None = None  # since when the reporter of danger wishes it over

    @property
    def hold(self) -> Hold:
        """Where it is held now."""
        return Hold(self.level, self.department, self.outside)


# In the body of a word that was said in another case, before that was merged into this one: its number.
MERGED_FROM = "merged_from"


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
    id: int = 0
