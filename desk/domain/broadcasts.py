"""Broadcasts: one text to many, from a desk to the people of its area or to officials in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from desk.domain.areas import Area, Areas
from desk.domain.forms import Form, Step, StepKind
from desk.domain.people import Role

AUTHORS: Final = frozenset({Role.TOWN_DESK, Role.COUNTY_OFFICE})
PACE: Final = 25  # messages a second that Telegram advises for all chats together
APPROVAL_DAYS: Final = 3  # then a second person's word is asked for in vain
_LONGEST_WORDS: Final = 3500  # characters, so that heading and words are one message
_LONGEST_CAPTION: Final = 950
FILES: Final = frozenset({"photo", "video", "document"})


class Audience(StrEnum):
    """Who is written to within the area."""

    RESIDENTS = "residents"  # who named a village there as theirs and did not unsubscribe
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


# From which states an act is possible, and where it leads.
_OPEN: Final = (BroadcastState.COMPOSED, BroadcastState.ASKED, BroadcastState.RUNNING, BroadcastState.PAUSED)
POSSIBLE: Final[Mapping[BroadcastAct, tuple[tuple[BroadcastState, ...], BroadcastState]]] = {
    BroadcastAct.SEND: ((BroadcastState.COMPOSED,), BroadcastState.RUNNING),
    BroadcastAct.APPROVE: ((BroadcastState.ASKED,), BroadcastState.RUNNING),
    BroadcastAct.DECLINE: ((BroadcastState.ASKED,), BroadcastState.DECLINED),
    BroadcastAct.PAUSE: ((BroadcastState.RUNNING,), BroadcastState.PAUSED),
    BroadcastAct.RESUME: ((BroadcastState.PAUSED,), BroadcastState.RUNNING),
    BroadcastAct.STOP: (_OPEN, BroadcastState.STOPPED),
}


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a broadcast is for: an audience within an area."""

    area_code: str
    audience: Audience

    @property
    def roles(self) -> tuple[Role, ...]:
        """The posts that are written to; none for residents."""
        if self.audience is Audience.RESIDENTS:
            return ()
        if self.audience is Audience.OFFICIALS:
            return tuple(role for role in Role if role is not Role.RESIDENT)
        return (Role(self.audience.value),)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One broadcast. `office_code` is the area of the desk that speaks; `count` was counted when it was sent.

    `spread` says that every recipient has a row in the outbox.
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
    spread: bool = False
    asked_at: datetime | None = None
    ruled_by: int | None = None  # a person

    def lapsed(self, now: datetime) -> bool:
        """Whether a second person's word comes too late."""
        return self.asked_at is not None and now > self.asked_at + timedelta(days=APPROVAL_DAYS)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the messages so far. `blocked` cannot be reached, `held` may have arrived."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    blocked: int = 0
    held: int = 0
    dropped: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody whom it did not reach for certain."""

    name: str
    area_code: str
    fate: str  # failed · blocked · held


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


def minutes_for(count: int) -> int:
    """How long so many messages take at the allowed pace, in minutes, rounded up."""
    return -(-count // (PACE * 60))


def too_long(text: str, file_id: str) -> bool:
    """Whether the words do not go into one message, or under one file."""
    return len(text) > (_LONGEST_CAPTION if file_id else _LONGEST_WORDS)


BROADCAST: Final = Form(
    "broadcast",
    (
        Step("where", StepKind.PICK),
        Step("who", StepKind.CHOICE, tuple(one.value for one in Audience)),
        Step("what", StepKind.WORDS),
    ),
)
