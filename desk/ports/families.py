"""What families need of `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.domain.households.families import Claim, Tie


class FamilyRepository(Protocol):
    """Which people belong to which households of the register."""

    async def ties_to(self, household_id: int) -> Sequence[Tie]:
        """Everybody tied to it, whoever has its own telephone first, then by member."""
        ...

    async def ties_of(self, person_id: int) -> Sequence[Tie]:
        """The households to which a person is tied."""
        ...

    async def claims_on(self, household_id: int) -> Sequence[Claim]:
        """Who may be of it, and waits for the village's word."""
        ...

    async def claims_of(self, person_id: int) -> Sequence[Claim]:
        """Of which households a person may be, without a word of the village yet."""
        ...

    async def claims_in(self, area_codes: Sequence[str], limit: int) -> Sequence[Claim]:
        """Open claims on households of these areas, by household."""
        ...

    async def rule(self, claim: Claim, staff_id: int, *, belongs: bool) -> None:
        """Keep what the village says; a later word replaces an earlier one."""
        ...

    async def ruling_on(self, claim: Claim) -> bool | None:
        """What the village said of these two, if anything."""
        ...

    async def household_of(self, case_id: int) -> int | None:
        """The household at which this case was found on a visit."""
        ...


class FamilyPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def families(self) -> FamilyRepository: ...
