"""What calls back need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.callbacks.calls import CallEnd, InspectorCall
from desk.domain.cases.case import Rating


class CallRepository(Protocol):
    """Call-backs that inspectors make by telephone."""

    def lot(self, number: str, round_number: int) -> int:
        """The lot of a call-back, from 0 to 99, which nobody can foretell."""
        ...

    async def draw(self, case_id: int, round_number: int, due_at: datetime) -> None:
        """Put a call on the list."""
        ...

    async def find(self, case_id: int, round_number: int) -> InspectorCall | None:
        """The call of that round, made or not."""
        ...

    async def find_open(self, limit: int) -> Sequence[InspectorCall]:
        """Calls still to be made, nearest deadline first."""
        ...

    async def finish(
        self, case_id: int, round_number: int, outcome: CallEnd | Rating, staff_id: int | None = None
    ) -> bool:
        """Take a call off the list; False when it is not on it."""
        ...


class CallbackPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def calls(self) -> CallRepository: ...
