"""What is due: the list of an official, overdue first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk.actions.holdings import find_held
from desk.actions.ports import Work
from desk.domain.cases import Case
from desk.domain.people import Person

A_PAGE = 10


class Urgency(StrEnum):
    """In which part of the list a case stands."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; pages count from 0. `counts` are over the whole list."""

    cases: tuple[tuple[Urgency, Case], ...]
    number: int
    pages: int
    counts: dict[str, int]


async def find_due(work: Work, person: Person, number: int) -> Page | None:
    """What this official owes, nearest deadline first; None for somebody who is no official."""
    staff = await work.staff.find_by_person(person.id)
    if staff is None or staff.revoked:
        return None
    cases = [(urgency_of(work, case), case) for case in await find_held(work, staff)]
    pages = max(1, -(-len(cases) // A_PAGE))
    number = min(max(number, 0), pages - 1)
    shown = tuple(cases[number * A_PAGE : (number + 1) * A_PAGE])
    return Page(shown, number, pages, _counts(cases))


def urgency_of(work: Work, case: Case) -> Urgency:
    """Overdue, due today in the county's time, or later."""
    if case.due_at is None:
        return Urgency.LATER
    if case.due_at < work.now:
        return Urgency.OVERDUE
    zone = work.rules.zone
    same_day = case.due_at.astimezone(zone).date() == work.now.astimezone(zone).date()
    return Urgency.TODAY if same_day else Urgency.LATER


def _counts(cases: Sequence[tuple[Urgency, Case]]) -> dict[str, int]:
    return {part.value: sum(1 for urgency, _ in cases if urgency is part) for part in Urgency}
