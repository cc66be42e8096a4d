"""What the county needs of `places` and `storage`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.domain.county.areas import Area
from desk.domain.county.mentions import Mention


class Places(Protocol):
    """Which village is meant."""

    def recognise(self, text: str) -> Mention: ...
    def near(self, latitude: float, longitude: float) -> Sequence[Area]:
        """Areas at this point where the county has such data; usually none."""
        ...


class AliasRepository(Protocol):
    """Names learnt from people who confirmed them."""

    async def learn(self, alias: str, area_code: str, person_id: int) -> None: ...


class CountyPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def aliases(self) -> AliasRepository: ...
