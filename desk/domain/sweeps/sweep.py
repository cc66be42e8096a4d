"""Sweeps: a list of objects that officials look at one by one, village by village, until a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from desk.domain.people.people import Role

OF_REGISTER: Final = "household"  # the kind whose objects are households of the register


class SweepState(StrEnum):
    """How far it is."""

    PREPARED = "prepared"  # the list is there; officials do not see it yet
    RUNNING = "running"
    ENDED = "ended"


class TickResult(StrEnum):
    """What an official says of one object: the tick."""

    FINE = "fine"
    PROBLEM = "problem"  # it became a case
    MISSING = "missing"  # the object itself was not found


class Missing(StrEnum):
    """Why an object was not found."""

    MOVED = "moved"
    GONE = "gone"
    WRONG_ENTRY = "wrong_entry"
    NOT_MET = "not_met"
    ELSE = "else"  # said in words


class SweepAct(StrEnum):
    """What is done with a sweep; each is one entry in the ledger."""

    IMPORT = "import_sweep"
    START = "start_sweep"
    END = "end_sweep"
    TICK = "tick_object"
    SAMPLE = "draw_sample"
    CHECK = "check_object"
    EXPORT = "export_sweep"


OWNERS: Final = (Role.TOWN_DESK, Role.COUNTY_OFFICE)
WATCHERS: Final = frozenset({*OWNERS, Role.LEADER})  # who sees how far the places below them are
TICKERS: Final = frozenset({Role.VILLAGE_MONITOR, Role.RESPONSIBLE_OFFICER, *OWNERS})
READERS: Final = TICKERS | WATCHERS | {Role.INSPECTOR}


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep. `office_code` is the area of the desk whose sweep it is; `due_on` is a day of the county."""

    id: int
    name: str
    kind: str  # a code of the county's list
    office_code: str
    due_on: date
    state: SweepState = SweepState.PREPARED
    started_at: datetime | None = None
    ended_at: datetime | None = None

    def days_over(self, today: date) -> int:
        """For how many days its last day has been over; 0 up to that day."""
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True, slots=True)
class Listed:
    """One object as its list has it. `number` is the office's own."""

    number: str
    area_code: str
    name: str
    address: str = ""
    note: str = ""
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class SweepObject:
    """One object of a sweep, and what was ticked of it by whom."""

    id: int
    sweep_id: int
    listed: Listed
    version: int = 1
    found: TickResult | None = None
    missing: Missing | None = None
    said: str = ""
    ticked_by: int | None = None  # a row of the staff list
    ticked_at: datetime | None = None  # for the first time
    changed_at: datetime | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is. Every figure is a number of objects."""

    total: int = 0
    fine: int = 0
    problem: int = 0
    missing: int = 0

    @property
    def done(self) -> int:
        """How many are ticked: the numerator of the completion rate, `total` being its denominator."""
        return self.fine + self.problem + self.missing

    @property
    def left(self) -> int:
        """How many are not."""
        return self.total - self.done

    @property
    def percent(self) -> int:
        """The completion rate, rounded down: a hundred only when nothing is left."""
        return 100 * self.done // self.total if self.total else 100

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.total + other.total,
            self.fine + other.fine,
            self.problem + other.problem,
            self.missing + other.missing,
        )


def progress_of(found: TickResult | None) -> Progress:
    """What one object adds to the figures."""
    return Progress(
        1, *(int(found is one) for one in (TickResult.FINE, TickResult.PROBLEM, TickResult.MISSING))
    )


def together(parts: Iterable[Progress]) -> Progress:
    """The figures of several lists as one."""
    return sum(parts, Progress())


@dataclass(frozen=True, slots=True)
class ObjectRange:
    """Some objects of a sweep that follow one another: of one village or, without one, of these officers.

    Those behind the object `after`, or before it where `backwards`; what is ticked, or what is not.
    """

    sweep_id: int
    village: str = ""
    officers: tuple[int, ...] = ()
    done: bool = False
    after: int = 0
    backwards: bool = False
