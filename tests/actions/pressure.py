"""Short ways up the ladder: moments of a November, and the ticks that look at them."""

from __future__ import annotations

from datetime import datetime

from desk.domain.cases.case import Case
from desk.domain.escalation.ladder import LadderStep, Taken
from schedules.clockwork import Clockwork
from schedules.ticks.escalation import tend_ladder
from tests.actions.casework import accepted
from tests.deskside import Desk
from tests.schedules.conftest import Signs
from tests.village import ZONE

# The visit was due on Wednesday the 25th in the evening; these are the mornings of the four steps.
MORNINGS = {
    LadderStep.NOTICE: datetime(2026, 11, 26, 8, 31, tzinfo=ZONE),
    LadderStep.RECTIFICATION: datetime(2026, 11, 30, 8, 31, tzinfo=ZONE),
    LadderStep.INSPECTION: datetime(2026, 12, 3, 8, 31, tzinfo=ZONE),
    LadderStep.ACCOUNTABILITY: datetime(2026, 12, 10, 8, 31, tzinfo=ZONE),
}


def clockwork_of(desk: Desk) -> Clockwork:
    """The ticks' view of this desk."""
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


async def climb_to(desk: Desk, last: LadderStep) -> None:
    """Morning after morning, up to and with this step."""
    for step, morning in MORNINGS.items():
        desk.now = morning
        await tend_ladder(clockwork_of(desk))
        if step is last:
            return


async def overdue(desk: Desk, step: LadderStep = LadderStep.NOTICE) -> Case:
    """A visit that was never made, so long ago that this step has been taken."""
    case = await accepted(desk)
    await climb_to(desk, step)
    return case


async def steps_of(desk: Desk, case: Case) -> dict[LadderStep, Taken]:
    """What the case has on the ladder."""
    async with desk.work() as work:
        return {one.step: one for one in await work.ladder.taken_in(case.id)}
