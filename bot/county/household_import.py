"""Bringing the register to what a file says, some hundreds of households in each transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.county.difference import Difference, parts
from desk.actions.staffing import OPERATOR
from desk.domain.households import Household, differences
from desk.domain.measures import with_listed
from storage.database import Database
from storage.register import RegisterRows
from storage.seal import Seal

AT_ONCE: Final = 500  # households; the desk has the database again after some hundredths of a second


@dataclass(frozen=True, slots=True)
class Importer:
    """Compares and, unless `dry_run`, writes; `done` hears of every household that was seen to."""

    database: Database
    seal: Seal
    now: datetime
    dry_run: bool
    done: Callable[[int], None]
    unsaid: Set[str] = frozenset()  # fields that stay as they are in the register

    async def bring_in(self, households: Sequence[Household], listed: Set[str]) -> Difference:
        """Enter what is new and change what differs.

        `listed` are all numbers that the file has, bad ones too: who is in the register of one of the
        file's villages and not among them is reported, and stays as they are.
        """
        found = Difference()
        for some in parts(households, AT_ONCE):
            await self._bring_in(some, found)
            self.done(len(some))
        async with self.database.reading() as connection:
            rows = RegisterRows(connection, self.seal, self.now)
            kept = await rows.numbers_in(sorted({one.area_code for one in households}))
        found.unlisted = [number for number in kept if number not in listed]
        return found

    async def _bring_in(self, listed: Sequence[Household], found: Difference) -> None:
        async with self.database.transaction() as connection:
            rows = RegisterRows(connection, self.seal, self.now)
            known = await rows.listed([one.number for one in listed])
            some = [self._beside(known.get(one.number), one) for one in listed]
            changed = {
                one.number: fields
                for one in some
                if one.number in known and (fields := differences(known[one.number], one))
            }
            new = [one for one in some if one.number not in known]
            after = [replace(one, id=known[one.number].id) for one in some if one.number in changed]
            if not self.dry_run and (new or after):
                before = {one.number: known[one.number] for one in after}
                await rows.save([*new, *after], before, OPERATOR.capacity)
        found.count(len(some), len(new), changed)

    def _beside(self, before: Household | None, listed: Household) -> Household:
        if before is None:
            return listed
        kept: dict[str, Any] = {name: getattr(before, name) for name in self.unsaid}
        return replace(with_listed(before, listed), **kept)
