"""What the staff list needs of `storage` beside its people and posts; part of `desk.ports.work`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.domain.people.people import Leave
from desk.domain.staff.staffing import Approval


class LeaveRepository(Protocol):
    """Days on which officials are away."""

    async def add(self, leave: Leave) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        ...

    async def not_over(self, staff_id: int) -> Sequence[Leave]:
        """The ongoing one and those to come, the nearest first."""
        ...

    async def find(self, leave_id: int) -> Leave | None:
        """The leave of this row, ended or not."""
        ...

    async def cut(self, leave_id: int) -> None:
        """End it now; one that has not begun never begins."""
        ...


class ApprovalRepository(Protocol):
    """What a second administrator must agree to."""

    async def ask(self, approval: Approval) -> int:
        """Enter what is asked for (its id is ignored) and return the row's id."""
        ...

    async def find(self, approval_id: int) -> Approval | None:
        """What was asked, ruled and lapsed included."""
        ...

    async def open(self) -> Sequence[Approval]:
        """What waits and has not lapsed, oldest first."""
        ...

    async def rule(self, approval_id: int, ruled_by: int, *, granted: bool) -> bool:
        """Keep what was said; False when somebody was first."""
        ...
