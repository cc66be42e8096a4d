"""Bringing the list of a sweep to what a file or the register says, some hundreds of objects at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Final

from bot.county.difference import Difference, parts
from desk.domain.sweeps.samples import BEGINNING, Mark
from desk.domain.sweeps.sweep import OF_REGISTER, Listed, Sweep, SweepObject
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.sweeps.lists import SweepListRows

AT_ONCE: Final = 250  # objects; the desk has the database again after some hundredths of a second
_READ: Final = 5000  # numbers read at once


@dataclass(frozen=True, slots=True)
class SweepImporter:
    """Compares and, unless `dry_run`, writes; `done` hears of every object that was seen to."""

    database: Database
    seal: Seal
    now: datetime
    dry_run: bool
    done: Callable[[int], None]
    unsaid: Mapping[str, Set[str]] = field(default_factory=dict)  # fields that stay as they are, by number

    async def bring_in(self, sweep: Sweep, objects: Sequence[Listed], listed: Set[str]) -> Difference:
        """Enter what is new and change what differs; what is ticked stays ticked.

        `listed` are all numbers that the list has, bad ones too: what the sweep has and the list has not is
        reported, and stays. A sweep without a row's id is a new one that is not stored yet.
        """
        found = Difference()
        for some in parts(objects, AT_ONCE):
            await self._bring_in(sweep, some, found)
            self.done(len(some))
        if sweep.id:
            found.unlisted = [number async for number in self._numbers(sweep.id) if number not in listed]
        return found

    async def _bring_in(self, sweep: Sweep, some: Sequence[Listed], found: Difference) -> None:
        async with self.database.transaction() as connection:
            rows = SweepListRows(connection, self.seal, self.now)
            if sweep.kind == OF_REGISTER:
                ids = await rows.households([one.number for one in some])
                some = [replace(one, household_id=ids.get(one.number)) for one in some]
            known = await rows.listed(sweep.id, [one.number for one in some])
            some = [self._beside(known.get(one.number), one) for one in some]
            changed = {
                one.number: names
                for one in some
                if one.number in known and (names := _differences(known[one.number].listed, one))
            }
            new = [one for one in some if one.number not in known]
            if not self.dry_run and (new or changed):
                await rows.enter(sweep.id, [*new, *(one for one in some if one.number in changed)], known)
        found.count(len(some), len(new), changed)

    def _beside(self, before: SweepObject | None, listed: Listed) -> Listed:
        if before is None:
            return listed
        kept: dict[str, Any] = {
            name: getattr(before.listed, name) for name in self.unsaid.get(listed.number, ())
        }
        return replace(listed, **kept)

    async def _numbers(self, sweep_id: int) -> AsyncIterator[str]:
        after: Mark | None = BEGINNING
        while after is not None:
            async with self.database.reading() as connection:
                rows = SweepListRows(connection, self.seal, self.now)
                some = await rows.numbers(sweep_id, after, _READ)
            for _, number in some:
                yield number
            after = some[-1][0] if len(some) == _READ else None


def _differences(before: Listed, after: Listed) -> tuple[str, ...]:
    names = (one.name for one in fields(Listed))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
