"""What the queue of a desk, the search for cases and the figures need of `storage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.cases.case import Case
from desk.domain.worklists.counts import OverdueGroup, Scope, Totals
from desk.domain.worklists.queue import QueueLine, QueueSlice, QueueView, Reach


class QueueRepository(Protocol):
    """What desks look after. Nothing of it stands outside the line."""

    async def page(self, reach: Reach, part: QueueSlice, limit: int) -> Sequence[QueueLine]:
        """The lines of a part, nearest deadline first, behind its mark or just before it."""
        ...

    async def counts(self, reach: Reach) -> Mapping[QueueView, int]:
        """How many lines each part has."""
        ...

    async def joined_by(self, staff_id: int, limit: int = 100) -> Sequence[tuple[QueueLine, datetime]]:
        """The open parts whose card went to this official, with their deadlines, nearest first."""
        ...


class SearchRepository(Protocol):
    """Cases by what people remember of them, newest first, finished ones included."""

    async def by_number(self, reach: Reach, numbers: Sequence[str], limit: int) -> Sequence[Case]:
        """The cases with any of these full numbers."""
        ...

    async def by_place(self, reach: Reach, codes: Sequence[str], limit: int) -> Sequence[Case]:
        """The cases in these areas."""
        ...

    async def by_phone(self, reach: Reach, phone: str, limit: int) -> Sequence[Case]:
        """The cases that whoever has this telephone reported, then those in which it was left."""
        ...

    async def by_name(self, reach: Reach, name: str, limit: int) -> Sequence[Case]:
        """The cases whose reporter, or whom they are about, has this in the name."""
        ...


class CountRepository(Protocol):
    """How many cases stand where; what is outside the line is never counted."""

    async def totals(self, scope: Scope, since: datetime, midnight: datetime) -> Totals:
        """How the scope stands now, and what happened since; the day ends at `midnight`."""
        ...

    async def overdue(self, scope: Scope) -> Sequence[OverdueGroup]:
        """The overdue cases of the scope in groups."""
        ...

    async def worst(self, scope: Scope, limit: int) -> Sequence[int]:
        """The overdue cases to look at first."""
        ...


class WorklistPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def queue(self) -> QueueRepository: ...
    @property
    def search(self) -> SearchRepository: ...
    @property
    def counts(self) -> CountRepository: ...
