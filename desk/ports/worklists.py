"""What the queue of a desk and the search for cases need of `storage`; part of `desk.ports.work`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.cases.case import Case
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
