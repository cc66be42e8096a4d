"""Broadcasts get on by the clock: a process that ends in the middle loses nobody and tells nobody twice."""

from __future__ import annotations

from contextlib import suppress

import pytest

from desk.actions.broadcasts.compose import Words, compose
from desk.actions.broadcasts.delivery import get_on, spread_some
from desk.domain.broadcasts.broadcast import (
    PORTION,
    Audience,
    Broadcast,
    BroadcastState,
    DeliveryTally,
    Recipients,
)
from schedules.clockwork import Clockwork, SomeFailed
from schedules.ticks.broadcasts import tend_broadcasts
from storage.broadcasts.recipients import CHUNK
from tests.deskside import Desk
from tests.village import OFFICIALS, TOWN, TOWN_DESK, VILLAGE

PEOPLE = CHUNK + 3
FIRST = CHUNK - len(OFFICIALS)  # those who are looked at first are not all residents
_PERSON = (
    "INSERT INTO people (user_id, language, area_code, created_at) VALUES (:user_id, 'zh_CN', :code, :now)"
)
_WANTED = "INSERT INTO subscriptions (person_id, wanted, since) SELECT id, true, :now FROM people"


async def sent_off(desk: Desk) -> Broadcast:
    """A notice to somewhat more people than are entered at once, just sent off."""
    rows = [{"user_id": 50_000 + n, "code": VILLAGE, "now": desk.now} for n in range(PEOPLE)]
    async with desk.database.transaction() as connection:
        await connection.execute_many(_PERSON, rows)
        await connection.execute(_WANTED, {"now": desk.now})
    person = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        made = await compose(work, person, Recipients(TOWN, Audience.RESIDENTS), Words("明天停水"))
        assert isinstance(made, Broadcast)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = 'running', version = 2")
    return made


async def rows_by_state(desk: Desk) -> dict[str, int]:
    """How many rows of the broadcast there are in each state."""
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT state, count(*) AS n FROM outbox WHERE broadcast_id IS NOT NULL GROUP BY state"
        )
    return {row["state"]: row["n"] for row in rows}


async def test_a_tick_enters_everybody_once_and_lets_only_some_wait_for_the_sender(
    desk: Desk, clockwork: Clockwork
) -> None:
    await sent_off(desk)

    for _ in range(3):
        await tend_broadcasts(clockwork)

    assert await rows_by_state(desk) == {"waiting": PORTION, "parked": PEOPLE - PORTION}


async def test_a_process_that_ends_in_the_middle_leaves_the_rest_to_the_next(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sent_off(desk)
    async with desk.work() as work:
        assert await spread_some(work, made.id)
    with suppress(RuntimeError):
        async with desk.work() as work:
            await spread_some(work, made.id)
            raise RuntimeError("the power went")
    halfway = await rows_by_state(desk)

    await tend_broadcasts(clockwork)

    assert halfway == {"parked": FIRST}
    assert sum((await rows_by_state(desk)).values()) == PEOPLE


async def test_when_the_last_has_left_the_broadcast_is_done_and_looked_at_no_more(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sent_off(desk)
    await tend_broadcasts(clockwork)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE outbox SET state = 'sent' WHERE broadcast_id IS NOT NULL")

    await tend_broadcasts(clockwork)

    async with desk.work() as work:
        found = await work.broadcasts.find(made.id)
        assert found is not None
        assert found.state is BroadcastState.DONE
        assert await work.broadcasts.mail.tally(made.id) == DeliveryTally(sent=PEOPLE)
        assert await work.broadcasts.find_untended() == []


@pytest.mark.parametrize("state", ["paused", "stopped"])
async def test_nobody_is_entered_for_a_broadcast_that_is_not_running(
    desk: Desk, clockwork: Clockwork, state: str
) -> None:
    made = await sent_off(desk)
    async with desk.work() as work:
        await spread_some(work, made.id)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = :state", {"state": state})

    await tend_broadcasts(clockwork)

    kept = {"paused": {"parked": FIRST}, "stopped": {"dropped": FIRST}}
    assert await rows_by_state(desk) == kept[state]


async def test_looking_twice_at_the_same_moment_says_the_same_once(desk: Desk) -> None:
    made = await sent_off(desk)
    for _ in range(2):
        async with desk.work() as work:
            await get_on(work, made.id)

    cards = [told.key for told in await desk.told(TOWN_DESK) if told.template == "broadcast.card"]
    assert len(cards) == len(set(cards)) == 2


async def test_a_broadcast_that_is_broken_stops_none_behind_it(desk: Desk, clockwork: Clockwork) -> None:
    broken = await sent_off(desk)
    person = await desk.person(TOWN_DESK)
    async with desk.work() as work:
        whole = await compose(work, person, broken.recipients, Words("后天来水"))
        assert isinstance(whole, Broadcast)
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = 'running', version = 2")
        await connection.execute(
            "UPDATE broadcasts SET content = :x WHERE id = :id", {"x": b"x", "id": broken.id}
        )

    with pytest.raises(SomeFailed):
        await tend_broadcasts(clockwork)

    async with desk.work() as work:
        assert (await work.broadcasts.mail.tally(whole.id)).waiting == PEOPLE


async def test_where_many_write_the_clock_counts_on_and_only_then_may_it_be_sent(
    desk: Desk, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.broadcasts.recipients.COUNTED", 100)
    made = await sent_off(desk)
    begun = (await desk.last_told(TOWN_DESK)).text
    async with desk.database.transaction() as connection:
        await connection.execute("UPDATE broadcasts SET state = 'composed', counted = 200")
    [refused] = await desk.presses_code(TOWN_DESK, f"b:{made.id}:send")

    await tend_broadcasts(clockwork)

    async with desk.work() as work:
        found = await work.broadcasts.find(made.id)
    assert "正在数人数" in begun
    assert refused.template == "broadcast.counting"
    assert found is not None
    assert (found.count, found.counted, found.state) == (PEOPLE, None, BroadcastState.COMPOSED)
    assert f"{PEOPLE} 人" in (await desk.last_told(TOWN_DESK)).text
    assert "发送" in (await desk.last_told(TOWN_DESK)).buttons
