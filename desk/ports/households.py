"""What the register of households needs of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from desk.domain.households.household import Household, Measure, Sight


class HouseholdRepository(Protocol):
    """The register. Searches stay within what somebody may see, by household number."""

    async def find(self, household_id: int) -> Household | None:
        """The household of this row, whoever may see it."""
        ...

    async def by_id_number(self, sight: Sight, id_number: str, limit: int) -> Sequence[Household]:
        """The households that have a member with this number."""
        ...

    async def by_phone(self, sight: Sight, phone: str, limit: int) -> Sequence[Household]:
        """The households whose telephone, or a member's, this is, however it is written."""
        ...

    async def by_name(self, sight: Sight, name: str, limit: int) -> Sequence[Household]:
        """The households that have a member of exactly this name."""
        ...

    async def enter(self, household: Household, at: datetime) -> Household | None:
        """Enter a new one (its id is ignored); None when its number is taken."""
        ...

    async def set_standing(self, household: Household, at: datetime) -> None:
        """Keep class, kind and risks as they are here; everything else stays."""
        ...


class MeasureRepository(Protocol):
    """Measures one by one; a household is read with all of them."""

    async def add(self, household: Household, measure: Measure) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        ...

    async def finish(self, measure_id: int, household_id: int, on: date, staff_id: int) -> bool:
        """It is done; False when it was already, or is another household's."""
        ...


class HouseholdPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def households(self) -> HouseholdRepository: ...
    @property
    def measures(self) -> MeasureRepository: ...
