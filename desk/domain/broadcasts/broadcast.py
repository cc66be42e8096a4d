"""Broadcasts: one text to many, from a desk to the people of its area or to officials in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from desk.domain.county.areas import Area, Areas
from desk.domain.households.policy_sheet import CHOICES, RISK, HouseholdChoice
from desk.domain.people.people import Role
from desk.domain.talk.forms import Answers, Form, Step, StepKind
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import Piece

AUTHORS: Final = frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE})
SENDERS: Final = AUTHORS | {Role.DEPARTMENT_DESK}  # of policy sheets
PORTION: Final = 400  # messages of one broadcast before the sender; a tick later there are more
TICK_SECONDS: Final = 10  # until the next portion
APPROVAL_DAYS: Final = 3  # then a second person's word is asked for in vain
_LONGEST_WORDS: Final = 3500  # characters, so that heading and words are one message
_LONGEST_CAPTION: Final = 950
FILES: Final = frozenset({"photo", "video", "video_note", "animation", "document", "voice", "audio"})
ALL_RUNG: Final = -1  # in place of the number of villages asked
PAGE: Final = 20  # people on one page of results


class Audience(StrEnum):
    """Who is written to within the area."""

    RESIDENTS = "residents"  # who named a village there as theirs and want notices
    HOUSEHOLDS = "households"  # whose telephone is that of a household of the register there; likewise
    VILLAGE_MONITOR = "village_monitor"
    RESPONSIBLE_OFFICER = "responsible_officer"
    TOWN_DESK = "town_desk"
    DEPARTMENT_DESK = "department_desk"
    OFFICIALS = "officials"


class BroadcastState(StrEnum):
    """How far it is."""

    COMPOSED = "composed"  # read back to its author
    ASKED = "asked"  # a second person is asked
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DECLINED = "declined"
    DONE = "done"


class BroadcastAct(StrEnum):
    """What people do with it; each is one ledger entry."""

    COMPOSE = "compose_broadcast"
    SEND = "send_broadcast"
    APPROVE = "approve_broadcast"
    DECLINE = "decline_broadcast"
    PAUSE = "pause_broadcast"
    RESUME = "resume_broadcast"
    STOP = "stop_broadcast"
    RESEND = "resend_broadcast"  # once more to those of whom nobody knows whether they got it
    LEAVE = "leave_broadcast"  # … or not
    RING = "ring_broadcast"  # villages are asked to ring up those who have not read it
    READERS = "see_unread"  # … and look at whom


class Fate(StrEnum):
    """What became of one message."""

    ARRIVED = "arrived"
    READ = "read"
    WAITS = "waits"
    FAILED = "failed"
    BLOCKED = "blocked"
    HELD = "held"  # it may have arrived
    LEFT = "left"  # it may have arrived, and a person has left it at that
    DROPPED = "dropped"


# From which states an act is possible, and where it leads.
_OPEN: Final = (BroadcastState.COMPOSED, BroadcastState.ASKED, BroadcastState.RUNNING, BroadcastState.PAUSED)
POSSIBLE: Final[Mapping[BroadcastAct, tuple[tuple[BroadcastState, ...], BroadcastState]]] = {
    BroadcastAct.SEND: ((BroadcastState.COMPOSED,), BroadcastState.RUNNING),
    BroadcastAct.APPROVE: ((BroadcastState.ASKED,), BroadcastState.RUNNING),
    BroadcastAct.DECLINE: ((BroadcastState.ASKED,), BroadcastState.DECLINED),
    BroadcastAct.PAUSE: ((BroadcastState.RUNNING,), BroadcastState.PAUSED),
    BroadcastAct.RESUME: ((BroadcastState.PAUSED,), BroadcastState.RUNNING),
    BroadcastAct.STOP: (_OPEN, BroadcastState.STOPPED),
    BroadcastAct.RESEND: ((BroadcastState.RUNNING, BroadcastState.DONE), BroadcastState.RUNNING),
}
# These change nothing about how far it is.
_BEGUN: Final = (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.DONE)
ASIDE: Final[Mapping[BroadcastAct, tuple[BroadcastState, ...]]] = {
    BroadcastAct.LEAVE: _BEGUN,
    BroadcastAct.RING: _BEGUN,
}


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a broadcast is for: an audience within an area."""

    area_code: str
    audience: Audience
    households: HouseholdChoice | None = None

    @property
    def private(self) -> bool:
        """Whether they get it as residents, who may unsubscribe."""
        return self.audience in (Audience.RESIDENTS, Audience.HOUSEHOLDS)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The posts that are written to; none for residents."""
        if self.private:
            return ()
        if self.audience is Audience.OFFICIALS:
            return tuple(role for role in Role if role is not Role.RESIDENT)
        return (Role(self.audience.value),)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One broadcast. `office_code` is the area of the desk that speaks, `department` is set where it has one.

    `count` are those counted so far, `counted` among which people; None says all of them. `spread` says that
    every recipient has a row in the outbox. Of a policy sheet `sheet` is the card, `quoted` what the library
    says beside its words.
    """

    id: int
    recipients: Recipients
    office_code: str
    author_id: int  # a person
    text: str
    file_id: str = ""
    file_kind: str = ""
    state: BroadcastState = BroadcastState.COMPOSED
    version: int = 1
    count: int = 0
    counted: int | None = None
    spread: bool = False
    asked_at: datetime | None = None
    ruled_by: int | None = None  # a person
    department: str = ""
    sheet: str = ""
    sheet_title: str = ""
    quoted: Mapping[str, Json] = field(default_factory=dict)

    def lapsed(self, now: datetime) -> bool:
        """Whether a second person's word comes too late."""
        return self.asked_at is not None and now > self.asked_at + timedelta(days=APPROVAL_DAYS)


@dataclass(frozen=True, slots=True)
class DeliveryTally:
    """What became of the messages so far. `blocked` cannot be reached, `held` may have arrived."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    blocked: int = 0
    held: int = 0
    dropped: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """So many recipients among the people up to that one; None: among all."""

    count: int
    upto: int | None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of the message to one person."""

    name: str
    area_code: str
    fate: Fate
    at: datetime | None = None  # when it arrived


@dataclass(frozen=True, slots=True)
class Readers:
    """How many in a village got it, and how many of those have said that they read it."""

    area_code: str
    sent: int
    read: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody who got it and has not said that they read it."""

    name: str
    phone: str


def area_and_below(areas: Areas, code: str) -> list[str]:
    """The codes of an area and of everything in it."""
    found, newest = [code], {code}
    while newest:
        newest = {area.code for area in areas if area.parent_code in newest}
        found += sorted(newest)
    return found


def parts(areas: Areas, code: str) -> list[Area]:
    """An area, then what it consists of."""
    own = areas.get(code)
    return ([] if own is None else [own]) + [area for area in areas if area.parent_code == code]


def minutes_for(count: int, pace: float) -> int:
    """How long so many messages take at so many a second, in minutes, rounded up."""
    return ceil(count / (min(pace, PORTION / TICK_SECONDS) * 60))


def too_long(text: str, file_id: str) -> bool:
    """Whether the words do not go into one message, or under one file; Telegram counts in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2 > (_LONGEST_CAPTION if file_id else _LONGEST_WORDS)


AGAIN: Final = "again"  # everything is known but what is to be said
REPLACES: Final = "replaces"  # the broadcast in whose place it is said


def _new(answers: Answers) -> bool:
    return not answers.get(AGAIN)


def _households(answers: Answers) -> bool:
    return answers.get("who") == Audience.HOUSEHOLDS and _new(answers)


def _by_risk(answers: Answers) -> bool:
    return _households(answers) and RISK.when(answers)


BROADCAST: Final = Form(
    "broadcast",
    (
        Step("where", StepKind.PICK, when=_new),
        Step("who", StepKind.CHOICE, tuple(one.value for one in Audience), when=_new),
        Step("class", StepKind.CHOICE, CHOICES, when=_households),
        Step("risk", StepKind.CHOICE, RISK.options, when=_by_risk),
        Step("what", StepKind.WORDS),
    ),
)


@dataclass(frozen=True, slots=True)
class RecipientsTold:
    """To whom it goes, before anything is written."""

    where: str
    who: Audience


@dataclass(frozen=True, slots=True)
class BroadcastTold:
    """To whom what is to be said; which households is read by `chosen_households`."""

    where: str
    who: Audience
    what: Piece
    replaces: int = 0
