"""What `storage` must give for others with a hand in a case: departments that help, inspectors who ring.

A part of `desk.ports.work`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.callbacks.calls import CallEnd, InspectorCall
from desk.domain.cases.case import Rating
from desk.domain.cases.joint_parts import Helper


class HelperRepository(Protocol):
    """Departments that were asked for their part of a case."""

    async def join(self, helper: Helper) -> bool:
        """Remember that a department was asked; False when it was asked before."""
        ...

    async def asked_in(self, case_id: int) -> Sequence[Helper]:
        """The departments of a case, done or not, in the order asked."""
        ...

    async def find_open(self, limit: int) -> Sequence[Helper]:
        """Whose part is still owed, nearest deadline first."""
        ...

    async def save(self, helper: Helper) -> None:
        """Keep whom the card was sent to, and when the part was done."""
        ...


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
