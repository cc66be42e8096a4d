"""A power cut of half a day, and a Bot API that is unwell on both sides of it: everybody is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.engine.opening import open_database
from tests.scenarios.books import Books, delivered, never_arrived, opened_books
from tests.scenarios.later import Later, sending, settled
from tests.scenarios.stage import Stage
from tests.village import NEIGHBOUR, RESIDENT, VILLAGE

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
STANDSTILL = timedelta(hours=13)
WRITTEN = "SELECT count(*) AS n FROM cases"
UNSENT = "SELECT template FROM outbox WHERE state <> 'sent' AND target_id IS NULL"


async def test_half_a_day_without_power_and_a_short_fault_lose_no_receipt_and_no_card(stage: Stage) -> None:
    for person in (RESIDENT, NEIGHBOUR):
        await comes_to_the_last_question(stage, person.user_id)
    await stage.add_fault("sendMessage", "500")
    for person in (RESIDENT, NEIGHBOUR):
        await stage.puppet(person.user_id).presses("发送")
    async with books_of(stage) as books:
        await until(books, WRITTEN, 2)
    await stage.bot.kill()

    later = Later(STANDSTILL)
    database = await open_database(stage.settings["BANGFU_DATABASE_URL"])
    try:
        async with sending(stage, database, later):
            await asyncio.sleep(3)
            await stage.clear_faults()
            await settled(database, later)
    finally:
        await database.close()

    calls = await stage.calls("sendMessage")
    async with books_of(stage) as books:
        rows, unsent = await books.outbox(), await books.column(UNSENT)
    lost = {row.ready.template for row in never_arrived(rows, delivered(calls))}
    assert [row.ready.template for row in rows].count("report.receipt") == 2
    assert lost & {"report.receipt", "task.card"} == set()
    assert unsent == []


def books_of(stage: Stage) -> Any:
    return opened_books(stage.settings["BANGFU_DATABASE_URL"], Path(stage.settings["BANGFU_KEY_FILE"]))


async def until(books: Books, sql: str, count: int, within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while (await books.column(sql))[0] < count:
            await asyncio.sleep(0.1)


async def comes_to_the_last_question(stage: Stage, user_id: int) -> None:
    resident = stage.puppet(user_id)
    await resident.opens(f"v_{VILLAGE}")
    await resident.says("门口的路灯坏了")
    for label in ("请人来", "同意", "房子"):
        await resident.presses(label)
    await resident.presses("没有危险")
    await resident.shares_contact()
    await resident.sees("发送")
