"""Broadcasts and policy sheets for tests: who wants them, what the sender would write down, the tick."""

from __future__ import annotations

from desk.actions.broadcasts.compose import Words, compose, compose_sheet
from desk.actions.people.subscriptions import subscribe
from desk.domain.broadcasts.broadcast import Audience, Broadcast, Recipients
from desk.domain.households.policy_sheet import HouseholdChoice
from schedules.clockwork import Clockwork
from schedules.ticks.broadcasts import tend_broadcasts
from tests.deskside import Desk
from tests.village import NEIGHBOUR, OTHER_VILLAGE, RESIDENT, TOWN, TOWN_DESK, VILLAGE, Character

WORDS = "各位乡亲：明天上午九点停水"
FARMER = Character(1903, "孙大爷", "+8613800001903")
CARD = "low_income_apply"
_SETTLE = (
    "UPDATE outbox SET state = :state, error = :error, sent_at = :sent_at, unsure = :unsure"
    " WHERE broadcast_id IS NOT NULL AND chat_id = :chat AND state = 'waiting'"
)


class Silent:
    """Heartbeats that nobody looks at."""

    async def beat(self, tick: str, outcome: str) -> None:
        """Nothing."""


async def _nothing() -> None:
    """No chore."""


async def tick(desk: Desk) -> None:
    """Broadcasts get on."""
    await tend_broadcasts(Clockwork(desk.work, Silent(), _nothing, _nothing, _nothing))


async def wants_notices(desk: Desk, who: Character, area: str = VILLAGE) -> None:
    """A resident who has said yes to notices."""
    person = await desk.resident(who, area)
    async with desk.work() as work:
        await subscribe(work, person, wanted=True)


async def two_residents(desk: Desk) -> None:
    """One village has two people who want notices, another town one."""
    for who, area in ((RESIDENT, VILLAGE), (NEIGHBOUR, VILLAGE), (FARMER, OTHER_VILLAGE)):
        await wants_notices(desk, who, area)


async def asked_for(desk: Desk, author: Character = TOWN_DESK, where: str = TOWN) -> Broadcast:
    """The author has the read-back of a notice to the residents there."""
    person = await desk.person(author)
    async with desk.work() as work:
        made = await compose(work, person, Recipients(where, Audience.RESIDENTS), Words(WORDS))
    assert isinstance(made, Broadcast)
    return made


async def sheet_for(
    desk: Desk, choice: HouseholdChoice, author: Character = TOWN_DESK, where: str = TOWN
) -> Broadcast:
    """The author has the read-back of a policy sheet to these households."""
    person = await desk.person(author)
    async with desk.work() as work:
        made = await compose_sheet(work, person, Recipients(where, Audience.HOUSEHOLDS, choice), CARD)
    assert isinstance(made, Broadcast)
    return made


async def let_go(desk: Desk, broadcast: Broadcast, author: Character = TOWN_DESK) -> Broadcast:
    """It is sent off, and waits for the sender."""
    await desk.presses_code(author, f"b:{broadcast.id}:send")
    await tick(desk)
    return broadcast


async def running(desk: Desk) -> Broadcast:
    """A notice to the two residents of the town waits for the sender."""
    await two_residents(desk)
    return await let_go(desk, await asked_for(desk))


async def settle(desk: Desk, who: Character, state: str, error: str | None = None) -> None:
    """What the sender would write down about the notice to this person."""
    values = {
        "state": state,
        "error": error,
        "sent_at": desk.now if state == "sent" else None,
        "unsure": state == "held",
        "chat": who.user_id,
    }
    async with desk.database.transaction() as connection:
        await connection.execute(_SETTLE, values)
