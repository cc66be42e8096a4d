"""The county's rules, as read from TOML: durations, hours, ages of things. Units are in every name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desk.domain.cases.case import Kind, Trouble
from desk.domain.reports.asking import Asking
from desk.domain.visits.duties import Duty


class Unit(StrEnum):
    """How a deadline is counted."""

    HOURS = "hours"
    DAYS = "days"  # of the plain calendar, ending at closing time
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, in hours, days, or working days of the Chinese calendar."""

    amount: int
    unit: Unit


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

    danger_minutes: int = 15
    grace_minutes: int = 60  # what comes shortly before closing has this long
    morning_hours: int = 2  # after opening, for what came in the night or on a day off


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """How one danger is kept to one card, and how those who cry wolf are muted."""

    running_minutes: int = 60  # so long repeats of an unanswered danger edit the card that is there
    mute_from: int = 3  # so often within a day somebody is heard before the town may ask for muting
    mute_days: int = 7


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the desk works; quiet hours are when nobody is disturbed."""

    opens: time
    closes: time  # what comes later is for the next working morning
    quiet_from: time
    quiet_to: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays and weekends that are worked. In years not listed what is here is provisional."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class DraftAges:
    """What happens to unfinished forms, in hours of silence; in minutes where danger was seen."""

    alarmed_minutes: int
    remind_after: int
    hand_over_after: int
    drop_after: int


@dataclass(frozen=True, slots=True)
class StoryLimit:
    """How long one story may get before its form goes on by itself."""

    pieces: int = 200
    characters: int = 60_000


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean something, for instance that somebody may come to harm, and texts that only look so.

    `…` in either stands for a few characters; in an exception none of `now` may be among them. `lookalikes`
    are pairs of a character as it is sometimes written and the one that is meant. `gravities` are pairs of a
    word and how grave it is; of a word that is not among them nothing is known to be graver.
    """

    words: tuple[str, ...]
    except_in: tuple[str, ...]
    lookalikes: tuple[tuple[str, str], ...] = ()
    now: tuple[str, ...] = ()
    english: tuple[str, ...] = ()  # whole words; `…` between them stands for up to four others
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
    trouble: Trouble | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """When pressure grows, in working days: `notice` after the deadline, each other after the one before.

    Cases of the `exempt` kinds never climb.
    """

    notice: int
    rectification: int
    inspection: int
    accountability: int
    exempt: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Handling:
    """How long things between the deadlines may take. Days are of the plain calendar."""

    material_working_days: int  # what the resident was asked for; then the clock runs again
    extension_working_days: int  # the most that may be asked for at once
    disaster_tally: (
        int  # from so many disaster reports of a village in an hour on the town is told once an hour
    )
    help_working_days: int  # a joined department has this long
    review_days: int  # so long after declining a review may be asked for
    duplicate_days: int  # a report is compared with those of so many days
    sample_percent: int  # of the unanswered call-backs an inspector rings up
    sample_working_days: int  # … and has this long
    broadcast_second_person: int  # over so many recipients a second person must agree
    sweep_remind_working_days: int  # so long before the last day of a sweep people are reminded


@dataclass(frozen=True, slots=True)
class Visiting:
    """Around visits to households. Days are of the plain calendar.

    A window stays open for visits made in it and told of `record_days` later; what was done longer than
    `record_back_days` ago is not taken any more.
    """

    record_days: int = 3
    record_back_days: int = 92
    afternoon: time = time(15, 30)  # what is due today is named again
    tell_household: time = time(17)  # on the day before, who will come
    tell_until: time = time(12)  # … on the day itself until here, if it could not be said before
    pause_days: int = 184  # the longest that a household may be left alone at once


@dataclass(frozen=True, slots=True)
class Procedures:
    """Around the procedures of households. Days are of the plain calendar.

    How long the whole may take is the `decision` of a hardship report.
    """

    notice_days: int = 5
    measures_days: int = 30  # after entering
    early_exit_days: int = 60  # an exit so soon after entering is pointed out
    visit_days: int = 31  # … and so is one without a visit in so many days
    sweep_month: int = 12  # every year from this day on each household under watch is assessed once
    sweep_day: int = 1
    stages: Mapping[str, Span] = field(default_factory=dict)  # by Stage
    departments: Mapping[str, str] = field(default_factory=dict)  # by RiskType: whose records are compared


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a county may set."""

    preset: str
    zone: ZoneInfo
    hours: WorkingHours
    calendar: Calendar
    deadlines: Mapping[str, Deadlines]  # by Kind
    departments: Mapping[Trouble, str]  # which department leads
    danger: Danger
    drafts: DraftAges
    follow_up_days: int
    invitation_hours: int
    inbox_keep_days: int
    consent_version: str
    hotline: str
    routes: tuple[Route, ...]
    ladder: Ladder
    handling: Handling
    story: StoryLimit = field(default_factory=StoryLimit)
    acceptance: Acceptance = field(default_factory=Acceptance)
    alarms: AlarmRules = field(default_factory=AlarmRules)
    complaints: Danger = Danger((), ())  # words that sound like a complaint about somebody in office
    courtesy: frozenset[str] = frozenset()  # a message of these words alone is no report
    asking: Asking = field(default_factory=Asking)  # how a question is told from a report
    visiting: Visiting = field(default_factory=Visiting)
    duties: tuple[Duty, ...] = ()  # who visits whom how often
    procedures: Procedures = field(default_factory=Procedures)

    def day_of(self, moment: datetime) -> date:
        """The day of the county on which that moment lies."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time = time()) -> datetime:
        """That time of day in the county; midnight, with which the day begins, unless said otherwise."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def end_of(self, day: date) -> datetime:
        """The midnight with which a day ends in the county."""
        return self.at(day + timedelta(days=1))
