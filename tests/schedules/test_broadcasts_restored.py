"""A backup from the middle of a broadcast: nobody is told twice by a machine, and nobody is forgotten."""

from __future__ import annotations

from desk.actions.broadcasts.compose import act_on
from desk.actions.broadcasts.delivery import spread_some
from desk.actions.broadcasts.restored import note_restored
from desk.domain.broadcasts.broadcast import Broadcast, BroadcastAct, BroadcastState
from schedules.clockwork import Clockwork
from schedules.ticks.broadcasts import tend_broadcasts
from storage.mail.after_restore import doubt_unsent
from tests.deskside import Desk
from tests.schedules.test_broadcasts import FIRST, PEOPLE, rows_by_state, sent_off
from tests.village import TOWN_DESK


async def restored(desk: Desk) -> int:
    """The desk as `bangfu restore` leaves it; how many messages of broadcasts are held."""
    async with desk.database.transaction() as connection:
        doubted = await doubt_unsent(connection)
    async with desk.work() as work:
        await note_restored(work, "2026-11-29T21:00+00:00")
    return doubted.held


async def state_of(desk: Desk, broadcast: Broadcast) -> BroadcastState:
    async with desk.work() as work:
        found = await work.broadcasts.find(broadcast.id)
    assert found is not None
    return found.state


async def test_one_that_still_looked_for_recipients_is_paused_until_its_author_goes_on(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sent_off(desk)
    async with desk.work() as work:
        await spread_some(work, made.id)

    held = await restored(desk)
    await tend_broadcasts(clockwork)

    assert held == FIRST
    assert await state_of(desk, made) is BroadcastState.PAUSED
    assert await rows_by_state(desk) == {"held": FIRST}
    person = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        assert isinstance(await act_on(work, person, made.id, BroadcastAct.RESUME), Broadcast)
    for _ in range(3):
        await tend_broadcasts(clockwork)
    rows = await rows_by_state(desk)
    assert rows.pop("held") == FIRST
    assert sum(rows.values()) == PEOPLE - FIRST


async def test_what_its_author_sends_again_is_marked_as_a_repeat(desk: Desk, clockwork: Clockwork) -> None:
    made = await sent_off(desk)
    for _ in range(3):
        await tend_broadcasts(clockwork)

    held = await restored(desk)
    await tend_broadcasts(clockwork)

    assert held == PEOPLE
    assert await rows_by_state(desk) == {"held": PEOPLE}
    person = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        assert isinstance(await act_on(work, person, made.id, BroadcastAct.RESEND), Broadcast)
    await tend_broadcasts(clockwork)
    async with desk.database.reading() as connection:
        row = await connection.fetch_one(
            "SELECT count(*) AS n FROM outbox WHERE unsure AND state IN ('waiting', 'parked')"
            " AND broadcast_id IS NOT NULL"
        )
    assert row is not None
    assert row["n"] == PEOPLE
