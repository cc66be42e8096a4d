"""Two who change one thing at the same moment: both are heard, nobody gets an apology for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import orjson
import pytest

from bot.receiving.batch import Batch, Handle
from bot.receiving.batch import Desk as BatchDesk
from desk.actions.cases.door import Conflict
from desk.actions.handling.accept import accept_case
from desk.actions.reports.additions import urge_case
from desk.domain.cases.case import State
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection
from storage.mail.inbox import Arrived, InboxRows
from storage.work import open_work
from tests.actions.casework import report, stored
from tests.bot.scripted import text_update
from tests.deskside import SEAL, Desk, desk
from tests.village import MONITOR, RESIDENT

__all__ = ["desk"]
BOT = 700100


async def handled(desk: Desk, handle: Handle) -> list[str]:
    """One update of the resident through a batch; returns what became of it."""
    batch_desk = BatchDesk(BOT, SEAL, handle, lambda: desk.now)
    arrived = Arrived(BOT, 1, RESIDENT.user_id, orjson.dumps(text_update(1, "催", RESIDENT.user_id)))
    async with desk.database.transaction() as connection:
        await InboxRows(connection, SEAL).store([arrived], desk.now)
    async with desk.database.transaction() as connection:
        batch = Batch(batch_desk, connection)
        await batch.work_off(await InboxRows(connection, SEAL).find_waiting(BOT, -1, 1))
    return [settled.state for settled in batch.settled]


async def test_a_press_overtaken_by_another_process_takes_effect_all_the_same(desk: Desk) -> None:
    case, resident, monitor = await report(desk), await desk.person(RESIDENT), await desk.person(MONITOR)

    async def urge(connection: Connection, said: Said) -> Sequence[Answer]:
        await urge_case(open_work(connection, desk.now, desk.shared), resident, case.id)
        return ()

    async with desk.work() as work:
        await accept_case(work, monitor, case.id, case.version)
        waiting = asyncio.create_task(handled(desk, urge))
        await asyncio.sleep(0.3)  # on PostgreSQL it has read the case by now and waits for the row
    states = await waiting

    after = await stored(desk, case)
    assert states == ["done"]
    assert (after.state, after.version) == (State.ACCEPTED, case.version + 2)
    assert after.urged_at is not None
    assert "common.apology" not in [told.template for told in await desk.told(RESIDENT)]


@pytest.mark.parametrize(("times", "state"), [(1, "done"), (99, "failed")])
async def test_a_conflict_is_tried_again_and_not_for_ever(desk: Desk, times: int, state: str) -> None:
    tries = 0

    async def overtaken(connection: Connection, said: Said) -> Sequence[Answer]:
        nonlocal tries
        tries += 1
        if tries <= times:
            raise Conflict("somebody was first")
        return ()

    states = await handled(desk, overtaken)

    assert states == [state]
    assert tries < 10


async def test_a_piece_written_while_a_tick_takes_the_form_is_not_lost(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "房子漏雨没法住")
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
        assert draft is not None
        assert await work.drafts.drop(draft)
        writing = asyncio.create_task(tells_more(desk))
        await asyncio.sleep(0.3)
    await writing

    kept = await desk.draft()
    assert kept is not None
    assert "墙也裂了" in str(kept.answers)


async def tells_more(desk: Desk) -> None:
    """As the pump does it: once more when it was overtaken."""
    try:
        await desk.types(RESIDENT, "墙也裂了")
    except Conflict:
        await desk.types(RESIDENT, "墙也裂了")
