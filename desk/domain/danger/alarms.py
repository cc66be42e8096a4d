"""An alarm: danger that one person told of, until an official answers; one running card for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LINE, OUTSIDE, NAMELESS = "line", "outside", "nameless"  # who hears of it; of anonymous cases `case:<id>`


class AlarmStep(StrEnum):
    """To whom an alarm climbs that nobody answers."""

    LEADER = "leader"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """The card of one alarm in one official's chat; each ring is a new copy, and the one before gives way."""

    staff_id: int
    chat_id: int
    language: str
    mutes: bool = False  # whether its reader may ask that the person be muted
    rings: int = 1
    step: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was heard of danger from one person, by one circle of officials, until somebody answers.

    `stamp` names the update that was heard last: an update that is handled again is heard once. `sentence` is
    the one with the gravest word, `told` the newest of the rest, `left` how many pieces are not on the card.
    """

    id: int
    person_id: int
    scope: str
    begun_at: datetime
    heard_at: datetime
    stamp: str
    gravity: int
    kinds: tuple[str, ...] = ()  # of danger, as they were heard
    sentence: str = ""
    told: str = ""
    left: int = 0
    place: str = ""
    nameless: bool = False
    mutable: bool = False  # a complaint never is
    muted: bool = False
    doubtful: bool = False  # nobody said that it is one: an official is asked to look
    times: int = 1
    before: int = 0  # how often the same person was heard in the alarms of the day before this one
    phone: str = ""  # the number that was given for this: it may be none that the desk keeps
    stopped: bool = False  # its writer cancelled the form
    safe: bool = False  # … and says that nobody is in danger any more
    taken_back: bool = False
    caller: int | None = None  # the official who answered
    false: bool = False  # … and found that nobody was in danger
    case_id: int | None = None  # what came of it
    climbs: bool = True  # whether it still waits for somebody to answer
    climbed: tuple[str, ...] = ()
    cards: tuple[AlarmCard, ...] = ()
    version: int = 1

    @property
    def outside(self) -> bool:
        """Whether only those outside the line know of it."""
        return self.scope in {OUTSIDE, NAMELESS}

    def takes(self, gravity: int, now: datetime, minutes: int) -> bool:
        """Whether danger heard now belongs to it: unanswered, not long ago, and nothing graver."""
        fresh = now - self.begun_at < timedelta(minutes=minutes)
        return self.caller is None and fresh and gravity <= self.gravity

    def is_new(self, kind: str) -> bool:
        """Whether this kind of danger is new to it; none is to an alarm that knows no kinds."""
        return bool(kind and self.kinds) and kind not in self.kinds

    def waits(self, now: datetime, minutes: int) -> bool:
        """Whether nobody has answered for so long."""
        return self.climbs and self.caller is None and now - self.begun_at >= timedelta(minutes=minutes)

    def card_of(self, staff_id: int) -> AlarmCard | None:
        """The card in that official's chat."""
        return next((card for card in self.cards if card.staff_id == staff_id), None)
