"""Bringing the register to what a file says, some hundreds of households in each transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.county.difference import Difference, parts
from desk.actions.staff.change import OPERATOR
from desk.domain.households.household import Household, differences
from desk.domain.households.listing import MEMBERS, Listing, beside, leaves_unsaid, settled, unlisted_members
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows

AT_ONCE: Final = 500  # households; the desk has the database again after some hundredths of a second


@dataclass(frozen=True, slots=True)
class Importer:
    """Compares and, unless `dry_run`, writes; `done` hears of every household that was seen to."""

    database: Database
    seal: Seal
    now: datetime
    dry_run: bool
    done: Callable[[int], None]

    async def bring_in(self, households: Sequence[Listing], listed: Set[str]) -> Difference:
        """Enter what is new and change what differs; what the list does not say stays.

        `listed` are all numbers that the file has, bad ones too: who is in the register of one of the
        file's villages and not among them is reported, and stays as they are.
        """
        found = Difference()
        for some in parts(households, AT_ONCE):
            await self._bring_in(some, found)
            self.done(len(some))
        async with self.database.reading() as connection:
            rows = RegisterRows(connection, self.seal, self.now)
            kept = await rows.numbers_in(sorted({one.household.area_code for one in households}))
        found.unlisted = [number for number in kept if number not in listed]
        return found

    async def _bring_in(self, listings: Sequence[Listing], found: Difference) -> None:
        async with self.database.transaction() as connection:
            rows = RegisterRows(connection, self.seal, self.now)
            known = await rows.listed([one.household.number for one in listings])
            some = [_from_now_on(known, one) for one in listings]
            changed = {
                one.number: fields
                for one in some
                if one.number in known and (fields := differences(known[one.number], one))
            }
            new = [one for one in some if one.number not in known]
            after = [one for one in some if one.number in changed]
            if not self.dry_run and (new or after):
                before = {one.number: known[one.number] for one in after}
                await rows.save([*new, *after], before, OPERATOR.capacity)
        found.count(len(some), len(new), changed)
        found.noted += [note for one in listings for note in _notes(known, one)]


def _from_now_on(known: Mapping[str, Household], listing: Listing) -> Household:
    before = known.get(listing.household.number)
    return settled(listing.household) if before is None else beside(before, listing)


def _notes(known: Mapping[str, Household], listing: Listing) -> Iterator[str]:
    """What the list leaves out or calls otherwise, and the register keeps; and who is watched no more."""
    before, number = known.get(listing.household.number), listing.household.number
    if before is None:
        return
    gone = len(unlisted_members(before, listing))
    if gone:
        kept = "taken out" if MEMBERS in listing.emptied else "kept (--clear members takes them out)"
        yield f"members no longer listed, {kept}: {number}: {gone}"
    if leaves_unsaid(before, listing):
        yield f"stays monitored, though the list calls it {listing.household.household_class}: {number}"
    elif before.monitored_kind is not None and beside(before, listing).monitored_kind is None:
        yield f"no longer monitored, as the list says: {number}"
