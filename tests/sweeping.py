"""A sweep for tests: houses of two villages, invented like everybody who lives in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desk.domain.sweeps.samples import BEGINNING
from desk.domain.sweeps.sweep import Listed, Sweep, SweepObject, SweepState
from storage.sweeps.lists import SweepListRows
from tests.deskside import SEAL, Desk
from tests.village import COUNTY, NEIGHBOUR_VILLAGE, VILLAGE

NAME = "汛前房屋排查"
DUE = date(2026, 12, 4)


def houses(count: int, village: str = VILLAGE, first: int = 1) -> list[Listed]:
    """So many houses of a village."""
    return [
        Listed(f"F{village[-3:]}-{n}", village, f"{n}号房", f"村东头第{n}家", "土坯房")
        for n in range(first, first + count)
    ]


async def sweep(
    desk: Desk,
    listed: Sequence[Listed] = (),
    kind: str = "house",
    office: str = COUNTY,
    name: str = NAME,
) -> Sweep:
    """A running sweep: by default ten houses of the monitor's village and three of its neighbour."""
    objects = list(listed) or [*houses(10), *houses(3, NEIGHBOUR_VILLAGE)]
    new = Sweep(0, name, kind, office, DUE, SweepState.RUNNING, desk.now)
    async with desk.database.transaction() as connection:
        rows = SweepListRows(connection, SEAL, desk.now)
        sweep_id = await rows.add(new)
        await rows.enter(sweep_id, objects, {})
        made = Sweep(sweep_id, name, kind, office, DUE, SweepState.RUNNING, desk.now)
        await rows.save(made)
    return made


async def objects_of(desk: Desk, made: Sweep) -> dict[str, SweepObject]:
    """Everything in a sweep, by number."""
    async with desk.database.transaction() as connection:
        rows = SweepListRows(connection, SEAL, desk.now)
        numbers = [number for _, number in await rows.numbers(made.id, BEGINNING, 1_000_000)]
        return dict(await rows.listed(made.id, numbers))
