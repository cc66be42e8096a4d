"""The queue of a desk as its officials read it: a page, the counts above it, and how each line is put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.actions.cases.card_text import short_arguments
from desk.actions.cases.officials import official_of
from desk.domain.cases.case import Case
from desk.domain.county.areas import Level
from desk.domain.people.people import Person, Post, Role, Staff
from desk.domain.talk.messages import Json
from desk.domain.worklists.queue import DESKS, QueueLine, QueueSlice, QueueView, Reach, queue_reach
from desk.ports.work import Work

A_PAGE = 8


@dataclass(frozen=True, slots=True)
class DeskViewer:
    """Who looks, through which posts, and what they look after; without a desk the reach is empty."""

    staff: Staff
    posts: Sequence[Post]
    reach: Reach


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue. `before` and `after` say whether there is more on either side."""

    part: QueueSlice
    items: tuple[QueueLine, ...]
    counts: Mapping[QueueView, int]
    before: bool
    after: bool


async def desk_of(work: Work, person: Person) -> DeskViewer | None:
    """The desk of an official; None for somebody who is none."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    posts = await work.staff.posts_of(staff.id)
    return DeskViewer(staff, posts, queue_reach(posts, work.areas))


async def read_page(work: Work, desk: DeskViewer, part: QueueSlice) -> QueuePage:
    """The page of a queue from the mark of `part`; its first page where nothing is left there."""
    counts = await work.queue.counts(desk.reach)
    items = await work.queue.page(desk.reach, part, A_PAGE + 1)
    more = len(items) > A_PAGE
    if part.backwards and more:
        return QueuePage(part, tuple(items[-A_PAGE:]), counts, before=True, after=True)
    if part.backwards or (part.mark is not None and not items):
        return await read_page(work, desk, replace(part, mark=None, backwards=False))
    return QueuePage(part, tuple(items[:A_PAGE]), counts, before=part.mark is not None, after=more)


def place_of(work: Work, desk: DeskViewer) -> str:
    """Whose desk it is, in words: towns, departments, the county."""
    names = [post.department or work.areas.path(post.area_code) for post in desk.posts if post.role in DESKS]
    return " ".join(dict.fromkeys(names))


def has_units(desk: DeskViewer) -> bool:
    """Whether departments hold any of what this desk looks after, beside itself."""
    return any(post.role in DESKS and post.role is not Role.DEPARTMENT_DESK for post in desk.posts)


def line_arguments(work: Work, item: QueueLine, reader: Staff) -> dict[str, Json]:
    """What one line says: number, what, village, who has it, by when."""
    case = item.case
    return {
        **short_arguments(work, case),
        "village": village_of(work, case),
        "owner": item.owner,
        "mine": case.told_staff_id == reader.id,
        "department": case.department,
        "joined": item.joined,
        "due": due_arguments(work, case.due_at),
    }


def village_of(work: Work, case: Case) -> str:
    """The village alone, or as much as is known."""
    line = work.areas.line(case.area_code)
    return line[0].name if line and line[0].level is not Level.COUNTY else work.areas.path(case.area_code)


def due_arguments(work: Work, due_at: datetime | None) -> dict[str, Json]:
    """How far a deadline is: days over (`late`), today, tomorrow, or a date."""
    if due_at is None:
        return {"when": "never", "days": 0, "at": None, "month": 0, "day": 0}
    local = due_at.astimezone(work.rules.zone)
    days = (local.date() - work.today).days
    near = {0: "today", 1: "tomorrow"}.get(days, "later")
    late = "late" if days < 0 else "late_today"
    when = late if due_at < work.now else near
    date: dict[str, Json] = {"month": local.month, "day": local.day}
    return {"when": when, "days": abs(days), "at": due_at.isoformat(), **date}
