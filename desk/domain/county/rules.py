"""The county's rules: durations, hours, ages of things. Units are in every name.

Each rule is declared here and nowhere else, with the limits that keep a county from doing harm by a slip of
the pen: `bot.rules` reads the file into these very classes, and refuses what they do not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from annotated_types import Interval, MinLen

from desk.domain.cases.case import Kind
from desk.domain.county.lists import OTHER, TOPICS, TROUBLES, Lists, SweepKind, Trouble, VisitTopic
from desk.domain.households.household import RiskType
from desk.domain.procedures.procedure import FEWEST_NOTICE_DAYS, Stage
from desk.domain.reports.asking import Asking
from desk.domain.visits.duties import Duty


def between(least: int, most: int) -> Interval:
    """The limits of a number, both allowed."""
    return Interval(ge=least, le=most)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: one of hours, days of the plain calendar, or working days of the Chinese one.

    Days of either kind end at closing time. Raises ValueError where it says none or several.
    """

    hours: Annotated[int, between(1, 24 * 90)] | None = None
    days: Annotated[int, between(1, 365)] | None = None
    working_days: Annotated[int, between(1, 250)] | None = None

    def __post_init__(self) -> None:
        if [self.hours, self.days, self.working_days].count(None) != 2:
            raise ValueError("say one of hours, days or working_days")

    def __str__(self) -> str:
        said = {"hours": self.hours, "days": self.days, "working days": self.working_days}
        return next(f"{amount} {unit}" for unit, amount in said.items() if amount is not None)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When a case of one kind must be visited and answered, counted from submission.

    Without `visit` nobody has to go. `decision` is for the household procedure that a case may open.
    """

    reply: Span
    visit: Span | None = None
    decision: Span | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How soon somebody must take a case up."""

    danger_minutes: Annotated[int, between(1, 60)]
    grace_minutes: Annotated[int, between(0, 240)]  # what comes shortly before closing has this long
    morning_hours: Annotated[int, between(0, 8)]  # after opening, for what came in the night or on a day off


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """How one danger is kept to one card, and how those who cry wolf are muted."""

    running_minutes: Annotated[int, between(15, 240)]  # so long repeats of an unanswered danger edit its card
    mute_from: Annotated[int, between(2, 100)]  # so often within a day before the town may ask for muting
    mute_days: Annotated[int, between(1, 7)]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the desk works; quiet hours are when nobody is disturbed."""

    opens: time
    closes: time  # what comes later is for the next working morning
    quiet_from: time
    quiet_to: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("opens must come before closes")
        if self.quiet_from == self.quiet_to:
            raise ValueError("quiet_from and quiet_to must differ")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays and weekends that are worked. In years not listed what is here is provisional."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class DraftAges:
    """What happens to unfinished forms, in hours of silence; in minutes where danger was seen."""

    alarmed_minutes: Annotated[int, between(1, 60)]
    remind_after: Annotated[int, Interval(ge=1)]
    hand_over_after: int
    drop_after: int

    def __post_init__(self) -> None:
        if not self.remind_after < self.hand_over_after <= self.drop_after:
            raise ValueError("remind_after, hand_over_after and drop_after must grow")


@dataclass(frozen=True, slots=True)
class StoryLimit:
    """How long one story may get before its form goes on by itself."""

    pieces: Annotated[int, between(10, 500)]
    characters: Annotated[int, between(10_000, 200_000)]


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean something, for instance that somebody may come to harm, and texts that only look so.

    `…` in either stands for a few characters; in an exception none of `now` may be among them. `lookalikes`
    are pairs of a character as it is sometimes written and the one that is meant. `kinds` are pairs of a word
    and the group that it stands in, `gravities` pairs of a group and how grave it is.
    """

    words: tuple[str, ...]
    except_in: tuple[str, ...]
    lookalikes: tuple[tuple[str, str], ...] = ()
    now: tuple[str, ...] = ()
    english: tuple[str, ...] = ()  # whole words; `…` between them stands for up to four others
    kinds: tuple[tuple[str, str], ...] = field(default=(), hash=False)
    gravities: tuple[tuple[str, int], ...] = field(default=(), hash=False)


class Destination(StrEnum):
    """To whom a new case goes first."""

    VILLAGE = "village"
    TOWN = "town"
    COUNTY = "county"
    DEPARTMENT = "department"  # the one named in the route, or the one that leads for the trouble


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the routing table; what is left out fits everything. The first that fits counts."""

    to: Destination
    kind: Kind | None = None
    trouble: str | None = None
    department: str = ""

    def __post_init__(self) -> None:
        if self.department and self.to is not Destination.DEPARTMENT:
            raise ValueError('a line that names a department must say to = "department"')


@dataclass(frozen=True, slots=True)
class Ladder:
    """When pressure grows, in working days: `notice` after the deadline, each other after the one before.

    Cases of the `exempt` kinds never climb.
    """

    notice: Annotated[int, between(1, 30)]
    rectification: Annotated[int, between(1, 30)]
    inspection: Annotated[int, between(1, 30)]
    accountability: Annotated[int, between(1, 60)]
    exempt: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Handling:
    """How long things between the deadlines may take. Days are of the plain calendar."""

    material_working_days: Annotated[int, between(1, 60)]  # for the resident; then the clock runs again
    extension_working_days: Annotated[int, between(1, 60)]  # the most that may be asked for at once
    # From so many disaster reports of a village in an hour on the town is told once an hour.
    disaster_tally: Annotated[int, between(2, 100)]
    help_working_days: Annotated[int, between(1, 30)]  # a joined department has this long
    review_days: Annotated[int, between(1, 365)]  # so long after declining a review may be asked for
    duplicate_days: Annotated[int, between(0, 365)]  # a report is compared with those of so many days
    sample_percent: Annotated[int, between(0, 100)]  # of the unanswered call-backs an inspector rings up
    sample_working_days: Annotated[int, between(1, 30)]  # … and has this long
    # Over so many recipients a second person must agree.
    broadcast_second_person: Annotated[int, between(0, 1_000_000)]
    # So long before the last day of a sweep people are reminded.
    sweep_remind_working_days: Annotated[int, between(0, 30)]


@dataclass(frozen=True, slots=True)
class Visiting:
    """Around visits to households. Days are of the plain calendar.

    A window stays open for visits made in it and told of `record_days` later; what was done longer than
    `record_back_days` ago is not taken any more.
    """

    record_days: Annotated[int, between(0, 15)]
    record_back_days: Annotated[int, between(1, 366)]
    afternoon: time  # what is due today is named again
    tell_household: time  # on the day before, who will come
    tell_until: time  # … on the day itself until here, if it could not be said before
    pause_days: Annotated[int, between(1, 366)]  # the longest that a household may be left alone at once


@dataclass(frozen=True, slots=True)
class Procedures:
    """Around the procedures of households. Days are of the plain calendar.

    How long the whole may take is the `decision` of a hardship report.
    """

    notice_days: Annotated[int, between(FEWEST_NOTICE_DAYS, 30)]
    measures_days: Annotated[int, between(1, 90)]  # after entering
    early_exit_days: Annotated[int, between(1, 366)]  # an exit so soon after entering is pointed out
    visit_days: Annotated[int, between(1, 366)]  # … and so is one without a visit in so many days
    sweep_month: Annotated[int, between(1, 12)]  # every year from this day on each household under watch …
    sweep_day: Annotated[int, between(1, 31)]  # … is assessed once
    stages: Mapping[Stage, Span]
    departments: Mapping[RiskType, Annotated[str, MinLen(1)]]  # whose records are compared

    def __post_init__(self) -> None:
        date(2027, self.sweep_month, self.sweep_day)  # a day of every year; raises ValueError


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a county may set."""

    preset: str
    zone: ZoneInfo
    hours: WorkingHours
    calendar: Calendar
    deadlines: Mapping[Kind, Deadlines]
    troubles: Mapping[str, Trouble]  # in the order in which they are offered
    visit_topics: Mapping[str, VisitTopic]  # in the order in which they are asked
    sweep_kinds: Mapping[str, SweepKind]
    danger: Danger
    drafts: DraftAges
    follow_up_days: int
    invitation_days: int
    inbox_keep_days: int
    consent_version: str
    hotline: str
    routes: tuple[Route, ...]
    ladder: Ladder
    handling: Handling
    story: StoryLimit
    acceptance: Acceptance
    alarms: AlarmRules
    complaints: Danger  # words that sound like a complaint about somebody in office
    courtesy: frozenset[str]  # a message of these words alone is no report
    asking: Asking  # how a question is told from a report
    visiting: Visiting
    duties: tuple[Duty, ...]  # who visits whom how often
    procedures: Procedures

    @property
    def lists(self) -> Lists:
        """The codes of every list that a form may offer."""
        return {TROUBLES: tuple(self.troubles), TOPICS: tuple(self.visit_topics)}

    @property
    def leading(self) -> Sequence[str]:
        """The departments that lead for some trouble, each once."""
        return tuple(dict.fromkeys(one.department for one in self.troubles.values()))

    def trouble(self, code: str) -> Trouble:
        """The entry of that code; `other` for one that the county's list has no more."""
        return self.troubles.get(code) or self.troubles[OTHER]

    def day_of(self, moment: datetime) -> date:
        """The day of the county on which that moment lies."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time = time()) -> datetime:
        """That time of day in the county; midnight, with which the day begins, unless said otherwise."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def end_of(self, day: date) -> datetime:
        """The midnight with which a day ends in the county."""
        return self.at(day + timedelta(days=1))
