"""The alarm goes out when the rest of an update fails, and once when the update is tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import bot.receiving.batch
import bot.receiving.pump
from bot.receiving.intake import Intake
from desk.domain.talk.said import Said
from handlers.danger.alone import sound_alarm
from handlers.rooms import HOUSE
from handlers.talk.turn import Answer
from storage.engine.database import Connection
from storage.work import open_work
from tests.bot.scripted import text_update
from tests.deskside import SEAL, Desk
from tests.village import MONITOR, RESIDENT, TOWN_DESK, Character

BOT = 4711
KNIFE = "救命，有人拿刀要杀我"
Then = Callable[[], Awaitable[None]]


class PoisonError(Exception):
    """A mistake in a handler."""


class Killed(BaseException):
    """Stands for a kill -9: nobody may catch it."""


async def works_off(desk: Desk, then: Then, text: str = KNIFE, patience: float = 5.0) -> None:
    """One update through the pump, until it is settled; `then` happens when all of it was handled."""

    async def handle(connection: Connection, said: Said) -> Sequence[Answer]:
        answers = await desk._route(open_work(connection, desk.now, desk.shared), said)
        await then()
        return answers

    async def sound(connection: Connection, said: Said) -> None:
        await sound_alarm(open_work(connection, desk.now, desk.shared), said, HOUSE.forms)

    rules = bot.receiving.batch.Desk(BOT, SEAL, handle, lambda: desk.now, patience=patience, sound=sound)
    await Intake(desk.database, SEAL, BOT, lambda: desk.now, lambda: None).store(
        [text_update(500, text, RESIDENT.user_id)]
    )
    while await waits(desk):
        pump = bot.receiving.pump.Pump(desk.database, rules, lambda _: None, lambda: None)
        running = asyncio.create_task(pump.run())
        while not running.done() and await waits(desk):
            await asyncio.sleep(0.01)
        pump.stop()
        await asyncio.wait([running])
        assert running.exception() is None or isinstance(running.exception(), Killed)
        desk.wait(seconds=1)


async def waits(desk: Desk) -> bool:
    async with desk.database.reading() as connection:
        return bool(await connection.fetch_all("SELECT 1 AS yes FROM inbox WHERE state = 'waiting'"))


async def cards(desk: Desk, who: Character) -> list[str]:
    return [told.row.method for told in await desk.told(who) if told.template == "alarm.card"]


async def templates(desk: Desk, who: Character) -> list[str]:
    return [told.template for told in await desk.told(who)]


async def test_a_handler_that_fails_loses_no_alarm(desk: Desk) -> None:
    await desk.resident()

    async def poison() -> None:
        raise PoisonError

    await works_off(desk, poison)

    assert await cards(desk, MONITOR) == await cards(desk, TOWN_DESK) == ["send"]
    assert await templates(desk, RESIDENT) == ["alarm.resident", "common.apology"]


async def test_a_handler_that_takes_too_long_and_then_succeeds_alarms_once(desk: Desk) -> None:
    await desk.resident()
    tries = 0

    async def slow_at_first() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            await asyncio.sleep(60)

    await works_off(desk, slow_at_first, patience=0.3)

    assert tries == 2
    assert await cards(desk, MONITOR) == await cards(desk, TOWN_DESK) == ["send"]
    assert await templates(desk, RESIDENT) == ["alarm.resident", "form.question"]
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    assert draft is not None
    assert draft.alarmed


async def test_an_update_that_ends_the_process_every_time_still_alarms_once(desk: Desk) -> None:
    await desk.resident()

    async def deadly() -> None:
        raise Killed

    await works_off(desk, deadly)

    assert await cards(desk, MONITOR) == ["send"]
    assert await templates(desk, RESIDENT) == ["alarm.resident", "common.apology"]


async def test_a_failure_without_danger_alarms_nobody(desk: Desk) -> None:
    await desk.resident()

    async def poison() -> None:
        raise PoisonError

    await works_off(desk, poison, "我家房顶漏雨")

    assert await desk.told(MONITOR) == []


async def test_danger_within_an_open_form_is_marked_there_though_the_rest_failed(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我家房顶漏雨")

    async def poison() -> None:
        raise PoisonError

    await works_off(desk, poison)

    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    assert draft is not None
    assert draft.alarmed
    assert "房顶漏雨" in (await desk.last_told(MONITOR)).text
