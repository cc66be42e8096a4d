"""What sweeps need of `storage`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from desk.domain.sweeps.samples import Agreement, Check, Lot, Mark, Sample
from desk.domain.sweeps.sweep import ObjectRange, Progress, Sweep, SweepObject


class SweepObjectRepository(Protocol):
    """The objects of sweeps."""

    async def find(self, object_id: int) -> SweepObject | None:
        """The object of this row."""
        ...

    async def page(self, stretch: ObjectRange, limit: int) -> Sequence[SweepObject]:
        """So many objects of a stretch, in the order of their lists."""
        ...

    async def save(self, before: SweepObject, after: SweepObject) -> bool:
        """Store what was ticked and count it; False when somebody was first."""
        ...

    async def lots(self, sample: Sample, after: Mark, limit: int) -> Sequence[Lot]:
        """Some of what a sample is drawn from, behind a mark."""
        ...


class SweepSampleRepository(Protocol):
    """Samples of sweeps, and what inspectors said of them."""

    def seed(self, sweep_id: int, at: datetime) -> str:
        """The seed of a sample that is asked for now: foretold by nobody without the key."""
        ...

    async def add(self, sample: Sample) -> int:
        """Enter it (its id is ignored) and return its row's id."""
        ...

    async def find(self, sample_id: int) -> Sample | None:
        """The sample of this row."""
        ...

    async def of_sweep(self, sweep_id: int) -> Sequence[Sample]:
        """All samples of a sweep, oldest first."""
        ...

    async def undrawn(self) -> Sequence[Sample]:
        """Those that were asked for and are not drawn yet."""
        ...

    async def keep(self, sample: Sample, checks: Sequence[Check]) -> bool:
        """Store what was drawn; False when that was done already."""
        ...

    async def drawn(self, sample_id: int) -> Sequence[int]:
        """The rows of the objects that were drawn, in their order."""
        ...

    async def check(self, sample_id: int, position: int) -> Check | None:
        """One object of a sample."""
        ...

    async def open_checks(self, areas: Sequence[str], staff_id: int) -> Sequence[Check]:
        """What is to be looked at again in these areas, without what this official ticked."""
        ...

    async def answer(self, check: Check) -> bool:
        """Store what was said of it; False when somebody was first."""
        ...

    async def agreement(self, sample_id: int) -> Agreement:
        """How a sample has come out so far."""
        ...

    async def answered_of(self, object_id: int) -> Sequence[Check]:
        """What inspectors have said of an object."""
        ...


class SweepRepository(Protocol):
    """Sweeps and how far they are."""

    @property
    def objects(self) -> SweepObjectRepository: ...
    @property
    def samples(self) -> SweepSampleRepository: ...

    async def find(self, sweep_id: int) -> Sweep | None:
        """The sweep of this row."""
        ...

    async def running(self) -> Sequence[Sweep]:
        """Those that officials work on, nearest last day first."""
        ...

    async def unfinished_cards(self) -> Sequence[Sweep]:
        """Those whose cards may have to change: running ones, and those that ended of late."""
        ...

    async def tallies(self, sweep_id: int) -> Mapping[str, Progress]:
        """How far each village is, by code."""
        ...

    async def tallies_at(self, sweep_id: int, codes: Sequence[str]) -> Mapping[str, Progress]:
        """As `tallies`, for these villages alone."""
        ...

    async def tallies_in(self, codes: Sequence[str]) -> Mapping[int, Progress]:
        """How far these villages are together, by running sweep."""
        ...

    async def tallies_of(self, officers: Sequence[int]) -> Mapping[tuple[int, str], Progress]:
        """How far the households of these officers are, by running sweep and village."""
        ...

    async def card(self, sweep_id: int, staff_id: int) -> str | None:
        """What their card shows; None when they have none."""
        ...

    async def keep_card(self, sweep_id: int, staff_id: int, before: str | None, shown: str) -> bool:
        """Remember what their card shows from now on; False when somebody was first."""
        ...


class SweepPorts(Protocol):
    """What a unit of work opens of this room."""

    @property
    def sweeps(self) -> SweepRepository: ...
