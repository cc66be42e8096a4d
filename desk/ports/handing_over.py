"""What departments that join a case need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

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


class HandingOverPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def helpers(self) -> HelperRepository: ...
