"""How many cases stand where: what digests and lists of overdue cases count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import LadderStep


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases are counted: those in these areas, or of them those that a department's desk holds.

    Complaints about officials are never counted: who counts could guess.
    """

    area_codes: Sequence[str]
    department: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Cases of one scope. `new`, `solved` and `closed` since a moment, the others now; overdue and danger
    are among the open ones.
    """

    new: int = 0
    solved: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0
    due_today: int = 0
    danger: int = 0
    supervised: int = 0


@dataclass(frozen=True, slots=True)
class OverdueGroup:
    """So many overdue cases of one place, holder, official and step of the ladder (None: not yet there)."""

    area_code: str
    level: Level
    department: str
    staff_id: int | None
    step: LadderStep | None
    count: int


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A name and how many cases; `code` says what of: an area, a department, an official, a step."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """Overdue cases by step of the ladder, by unit and by person, the largest numbers first."""

    total: int
    steps: tuple[NamedCount, ...]
    units: tuple[NamedCount, ...]
    people: tuple[NamedCount, ...]
