"""What the ladder needs of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.cases.ledger import Entry
from desk.domain.escalation.ladder import FileDecision, LadderStep, Taken


class LadderRepository(Protocol):
    """The steps of the ladder, and what was pressed from above."""

    async def take(self, taken: Taken) -> bool:
        """Remember that a step was taken; False when it was taken before."""
        ...

    async def renew(self, taken: Taken) -> None:
        """As `take`, for a supervision: pressed again it is open again."""
        ...

    async def taken_in(self, case_id: int) -> Sequence[Taken]:
        """The steps of a case, in the order taken."""
        ...

    async def receive(self, case_id: int, step: LadderStep) -> bool:
        """Sign for a step; False when somebody has, or it was never taken."""
        ...

    async def answer(self, case_id: int, step: LadderStep) -> bool:
        """What the step asked for was written; False when it was never taken."""
        ...

    async def decide(self, case_id: int, decision: FileDecision, staff_id: int) -> bool:
        """A person's decision on the accountability file; False when there is one already, or no file."""
        ...

    async def strike(self, case_id: int) -> bool:
        """Strike every step of a case off the list; False when nothing stood there."""
        ...

    async def find_over(self, limit: int) -> Sequence[int]:
        """Cases on the list that were solved or came to another end meanwhile."""
        ...

    async def find_standing_still(self, limit: int) -> Sequence[int]:
        """Overdue cases of which no step says that the next one must wait, the longest overdue first."""
        ...

    async def history(self, case_id: int) -> Sequence[tuple[datetime, Entry]]:
        """What the ledger says was done in the case, looks left out."""
        ...

    async def pressed_by(self, case_id: int) -> Sequence[int]:
        """The persons who pressed for speed from above."""
        ...


class EscalationPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def ladder(self) -> LadderRepository: ...
