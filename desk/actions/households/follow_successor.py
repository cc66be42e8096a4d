"""Households follow whoever took over from the official that they have by name, some at a time.

Windows that are open fall to the heir; what is over stays with the one before, and so do the old visits.
"""

from __future__ import annotations

from typing import Final

from desk.actions.visits.record import silence_plans
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import HouseholdAct
from desk.domain.visits.visit import Visited
from desk.ports.work import Work

AT_ONCE: Final = 100  # households in one transaction: each has its entry in the ledger


async def move_some_households(work: Work) -> bool:
    """Move the next households of whoever handed over first; False when nobody waits for any."""
    handover = await work.handovers.first()
    if handover is None:
        return False
    giver_id, heir_id = handover.giver_id, handover.heir_id
    found = await work.visits.named(giver_id, AT_ONCE)
    if found:
        await work.periods.keep_owed([one.id for one in found], giver_id, work.today)
        await work.visits.hand_on([one.id for one in found], giver_id, heir_id)
        for household in found:
            await _write_down(work, household, giver_id, heir_id)
    if len(found) == AT_ONCE:
        return True
    await work.handovers.end(handover)
    return await work.handovers.first() is not None


async def _write_down(work: Work, household: Visited, giver_id: int, heir_id: int) -> None:
    await silence_plans(work, await work.visits.close_plan(household.id, giver_id))
    named = {"officer_id": household.officer_id, "cadre_id": household.cadre_id}
    details = " ".join(f"{name}:{giver_id}>{heir_id}" for name, one in named.items() if one == giver_id)
    await work.ledger.append(about_household(household.id, HouseholdAct.UPDATE, "desk", None, details))
