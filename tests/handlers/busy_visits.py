"""Visits for the busy county: one recorded, one announced, one household that is away, every card shown."""

from __future__ import annotations

from tests.deskside import Desk
from tests.register import LIS, other
from tests.stories.homes import settle
from tests.village import MONITOR, TOWN_DESK


async def visited_at_home(desk: Desk) -> None:
    """Households of their own, so that nobody else's story is touched."""
    homes = [other(LIS, f"V{number}", phone="") for number in range(4)]
    recorded, announced, away, looked_at = await settle(desk, *homes)
    await desk.types(MONITOR, "/visits")
    await desk.presses_code(MONITOR, f"w:n:{recorded}h:0.0.1")
    await desk.presses_code(MONITOR, f"w:v:{announced}:{desk.now:%Y%m}30:0.0.1")
    await desk.presses_code(MONITOR, f"w:z:{away}:away:{desk.now:%Y%m}30:0.0.1")
    for who in (MONITOR, TOWN_DESK):
        for code in ("c:{}", "p:{}h:", "d:{}", "v:{}", "z:{}", "z:{}:moved"):
            await desk.presses_code(who, f"w:{code.format(looked_at)}:0.0.1")
