"""What is due: the list of an official, overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.actions.cases.officials import official_of
from desk.actions.cases.responsible import who_holds
from desk.actions.staff.holdings import find_held
from desk.domain.cases.case import Case
from desk.domain.people.people import Person, Staff
from desk.ports.work import Work

A_PAGE = 8


class Urgency(StrEnum):
    """In which part of the list a case stands."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to do: a case of one's own, or the part that one's department adds to somebody else's."""

    urgency: Urgency
    case: Case
    due_at: datetime | None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class TodayPage:
    """One page of the list; pages count from 0. `counts` are over the whole list."""

    cases: tuple[Owed, ...]
    number: int
    pages: int
    counts: dict[str, int]


async def find_due(work: Work, person: Person, number: int) -> TodayPage | None:
    """What this official owes, nearest deadline first; None for somebody who is no official."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    cases = [*await _own(work, staff), *await _joined(work, staff)]
    cases.sort(key=lambda owed: (owed.due_at is None, owed.due_at or work.now, owed.case.id))
    pages = max(1, -(-len(cases) // A_PAGE))
    number = min(max(number, 0), pages - 1)
    shown = tuple(cases[number * A_PAGE : (number + 1) * A_PAGE])
    return TodayPage(shown, number, pages, _counts(cases))


async def _own(work: Work, staff: Staff) -> Sequence[Owed]:
    """A complaint about an official is in nobody's list but its holder's, even in the minute of a change."""
    held = await find_held(work, staff)
    return [
        Owed(urgency_of(work, case.due_at), case, case.due_at)
        for case in held
        if not case.outside or (await who_holds(work, case)).staff.id == staff.id
    ]


async def _joined(work: Work, staff: Staff) -> Sequence[Owed]:
    parts = await work.queue.joined_by(staff.id)
    return [Owed(urgency_of(work, due_at), item.case, due_at, joined=True) for item, due_at in parts]


def urgency_of(work: Work, due_at: datetime | None) -> Urgency:
    """Overdue, due today in the county's time, or later."""
    if due_at is None:
        return Urgency.LATER
    if due_at < work.now:
        return Urgency.OVERDUE
    return Urgency.TODAY if work.rules.day_of(due_at) == work.today else Urgency.LATER


def _counts(cases: Sequence[Owed]) -> dict[str, int]:
    return {part.value: sum(1 for owed in cases if owed.urgency is part) for part in Urgency}
