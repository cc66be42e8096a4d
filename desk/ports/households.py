"""What the register of households needs of `storage`; part of `desk.ports.work`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.households.household import Household, Sight


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
