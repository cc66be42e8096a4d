"""What the procedures of households need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desk.domain.procedures.procedure import Match, MatchFinding, Procedure, StepNote


@dataclass(frozen=True, slots=True)
class ProcedureReach:
    """Which procedures an official sees: by areas, by officers of households, and by departments asked."""

    areas: Sequence[str]
    officers: Sequence[int] = ()
    departments: Sequence[str] = ()


class ProcedureRepository(Protocol):
    """Procedures, what departments compare in them, and what was said."""

    async def add(self, procedure: Procedure) -> Procedure | None:
        """Enter it (its id is ignored); None when the household has one, or had this year's already."""
        ...

    async def find(self, procedure_id: int) -> Procedure | None:
        """The procedure of this row."""
        ...

    async def open_of(self, household_id: int) -> Procedure | None:
        """The one that the household is in now."""
        ...

    async def save(self, procedure: Procedure) -> bool:
        """Store if the row still has version `procedure.version - 1`; else False: somebody was first."""
        ...

    async def last_entered(self, household_id: int) -> datetime | None:
        """When the household last came under watch, as far as the desk was there."""
        ...

    async def ask_departments(self, procedure_id: int, departments: Sequence[str]) -> None:
        """Each is asked once in a procedure."""
        ...

    async def matches(self, procedure_id: int) -> Sequence[Match]:
        """Whoever was asked, in that order."""
        ...

    async def settle_match(self, match_id: int, finding: MatchFinding, staff_id: int) -> bool:
        """Keep what a department found; False when somebody was first."""
        ...

    async def add_note(self, procedure_id: int, note: StepNote) -> None:
        """Keep words, sealed."""
        ...

    async def notes(self, procedure_id: int) -> Sequence[StepNote]:
        """Everything said, oldest first."""
        ...

    async def list_open(self, reach: ProcedureReach, limit: int, offset: int) -> Sequence[Procedure]:
        """What is open within reach, the first due first."""
        ...

    async def count_open(self, reach: ProcedureReach) -> tuple[int, int]:
        """How many are open within reach, and how many of these are late."""
        ...

    async def find_open(self, after_id: int, limit: int, *, swept: bool) -> Sequence[Procedure]:
        """Open ones by row; with `swept` those too that wait for the assessment of the year."""
        ...

    async def find_to_assess(self, year: int, entered_before: datetime, limit: int) -> Sequence[int]:
        """Households under watch since then that were not assessed that year and are in no procedure."""
        ...

    async def count_sweep(self, year: int) -> Sequence[tuple[int, int, int]]:
        """The assessments of that year that wait: staff numbers, how many each has, and how many are late."""
        ...


class ProcedurePorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def procedures(self) -> ProcedureRepository: ...
