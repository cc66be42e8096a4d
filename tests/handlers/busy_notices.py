"""The broadcasts of a busy county: stopped, running with every result, and a policy sheet with its paper."""

from __future__ import annotations

from desk.actions.broadcasts.compose import act_on
from desk.domain.broadcasts.broadcast import BroadcastAct
from desk.domain.households.policy_sheet import HouseholdChoice
from tests.actions.casework import sure
from tests.deskside import Desk
from tests.handlers.notices import asked_for, let_go, settle, sheet_for, tick, wants_notices
from tests.register import WANGS, other, register
from tests.village import MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK


async def written_to_many(desk: Desk) -> None:
    """Every button below notices, their cards, their lists and the sheets of a household is in some chat."""
    await _not_liked(desk)
    notice = await let_go(desk, await asked_for(desk))
    await settle(desk, RESIDENT, "sent")
    await settle(desk, NEIGHBOUR, "held", "no answer")
    for verb in ("results", "missed", "readers", "ring"):
        await desk.presses_code(TOWN_DESK, f"b:{notice.id}:{verb}")
    await tick(desk)
    await desk.presses(MONITOR, "看名单")
    await _handed_out(desk)


async def _not_liked(desk: Desk) -> None:
    """A notice was read back to its author, who did not like it."""
    for who in (RESIDENT, NEIGHBOUR):
        await wants_notices(desk, who)
    made, author = await asked_for(desk), await desk.person(TOWN_DESK)
    async with desk.work() as work:
        sure(await act_on(work, author, made.id, BroadcastAct.STOP))


async def _handed_out(desk: Desk) -> None:
    (household_id,) = await register(desk, other(WANGS, "3702832150009"))
    await let_go(desk, await sheet_for(desk, HouseholdChoice()))
    await settle(desk, RESIDENT, "sent")
    await desk.presses_code(MONITOR, f"h:{household_id}:sheets")


async def no_notice_is_open(desk: Desk) -> None:
    """All are stopped, what nobody knows is left alone, and the paper was handed over."""
    await desk.presses(MONITOR, "已送纸质")
    for number in (2, 3):
        for verb in ("stop", "leave"):
            await desk.presses_code(TOWN_DESK, f"b:{number}:{verb}")
    for _ in range(2):
        await tick(desk)
