"""The queue of a desk: which cases its officials look after, in which order, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from desk.domain.cases.case import Case
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.people.people import Post, Role


class QueueView(StrEnum):
    """Which part of the queue is shown."""

    ALL = "all"
    OVERDUE = "overdue"
    UNTAKEN = "untaken"  # nobody has taken it up yet
    DISPUTED = "disputed"
    URGENT = "urgent"
    UNITS = "units"  # held by a department


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the queue: the deadline and the row of a case. A case without a deadline comes last."""

    due_at: datetime | None
    case_id: int


@dataclass(frozen=True, slots=True)
class QueueSlice:
    """What is shown of a queue: a view, from a mark on or, `backwards`, up to it."""

    view: QueueView = QueueView.ALL
    mark: Mark | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of the queue. `owner` was told last; `joined` where departments add their part."""

    case: Case
    owner: str
    joined: bool = False

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return Mark(self.case.due_at, self.case.id)


Reach = tuple[str, ...]  # what a case must be one of: an area's code, a level, a department, both of them

DESKS: Final = frozenset({Role.TOWN_DESK, Role.DEPARTMENT_DESK, Role.COUNTY_OFFICE, Role.LEADER})
_OVER_AREAS: Final = frozenset({*DESKS, Role.VILLAGE_MONITOR, Role.INSPECTOR}) - {Role.DEPARTMENT_DESK}


def queue_reach(posts: Iterable[Post], areas: Areas) -> Reach:
    """What the queue of these posts holds; empty for posts that have no desk.

    A town looks after everything in its villages, a department after what it holds or has joined, the county
    after what is held there and whatever is disputed, urgent or overdue below.
    """
    found = {token for post in posts if post.role in DESKS for token in _desk_tokens(post, areas)}
    return tuple(sorted(found))


def search_reach(posts: Iterable[Post], areas: Areas) -> Reach:
    """What officials of these posts may look for; the door still decides what they may see."""
    found: set[str] = set()
    for post in posts:
        if post.role in _OVER_AREAS:
            found.update(area.code for area in within(areas, post.area_code))
        elif post.role is Role.DEPARTMENT_DESK:
            found.update(_desk_tokens(post, areas))
    return tuple(sorted(found))


def _desk_tokens(post: Post, areas: Areas) -> Iterator[str]:
    area = areas.get(post.area_code)
    if area is None:
        return
    at_county = area.level is Level.COUNTY
    if post.role is Role.DEPARTMENT_DESK:
        department = post.department or ""
        yield from (
            [department] if at_county else [f"{department}:{one.code}" for one in within(areas, area.code)]
        )
    elif at_county:
        yield Level.COUNTY.value
    else:
        yield from (one.code for one in within(areas, area.code))


def within(areas: Areas, code: str) -> Iterator[Area]:
    """An area and everything below it."""
    return areas.within(code)
