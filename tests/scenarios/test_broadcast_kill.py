"""A notice on its way while its process is killed: nobody is lost, and what comes twice says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from places.areas import DEMO_AREAS
from storage.engine.opening import open_database
from tests.scenarios.books import is_marked
from tests.scenarios.conftest import invite, join, write_staff
from tests.scenarios.running import Running
from tests.scenarios.stage import Stage, staged
from tests.village import CAST, TOWN_DESK, VILLAGE, as_cast

RECIPIENTS = 150
FIRST = 60_001
WORDS = "明天上午九点停水"
KILLED_AT = (25, 80)  # notices that have arrived by then
_PERSON = (
    "INSERT INTO people (user_id, language, area_code, created_at) VALUES (:user_id, 'zh_CN', :code, :now)"
)
_WANTED = "INSERT INTO subscriptions (person_id, wanted, since) SELECT id, true, :now FROM people"
_LEFT = (
    "SELECT 'left' AS state, count(*) AS n FROM outbox WHERE broadcast_id IS NOT NULL"
    " AND state NOT IN ('sent', 'held', 'failed', 'blocked', 'dropped')"
)
_STATES = "SELECT state, count(*) AS n FROM outbox WHERE broadcast_id IS NOT NULL GROUP BY state"
PACE = {"BANGFU_SENDS_PER_SECOND": "40", "BANGFU_SENDS_PER_CHAT": "100"}


def villagers() -> list[dict[str, Any]]:
    """Whoever gets the notice; all have begun to talk with the bot."""
    return [
        {"id": FIRST + n, "first_name": f"村民{n}", "group": "resident", "started": True}
        for n in range(RECIPIENTS)
    ]


def nobody_sleeps(folder: Path) -> dict[str, str]:
    """Rules by which people rest when this test does not run."""
    rest = datetime.now(UTC) + timedelta(hours=8 + 12)  # in China, half a day away
    rules = folder / "rules.toml"
    rules.write_text(
        f'extends = "default"\n[hours]\nquiet_from = {rest:%H}:00:00\nquiet_to = {rest:%H}:30:00\n'
    )
    return {"BANGFU_RULES": str(rules)}


@asynccontextmanager
async def a_county_that_wants_notices(folder: Path, url: str) -> AsyncIterator[Stage]:
    """A live county in which many have said yes to notices."""
    async with staged(folder, url, [*as_cast(CAST), *villagers()]) as stage:
        stage.settings |= {**PACE, **nobody_sleeps(folder)}
        stage.bot = Running("bot", "run", log=folder / "bot.log", environment=stage.settings)
        write_staff(folder / "staff.csv")
        done = stage.command("init", "--areas", str(DEMO_AREAS), "--staff", str(folder / "staff.csv"))
        assert done.returncode == 0, done.stderr
        await subscribe_everybody(url)
        payload = invite(stage)[TOWN_DESK]
        await stage.lift_limits()
        await stage.start_bot()
        await join(stage, TOWN_DESK, payload)
        yield stage


async def subscribe_everybody(url: str) -> None:
    database, now = await open_database(url), datetime.now(UTC)
    rows = [{"user_id": FIRST + n, "code": VILLAGE, "now": now} for n in range(RECIPIENTS)]
    try:
        async with database.transaction() as connection:
            await connection.execute_many(_PERSON, rows)
            await connection.execute(_WANTED, {"now": now})
    finally:
        await database.close()


async def arrived(stage: Stage) -> list[dict[str, Any]]:
    """Every notice that reached a chat."""
    return [
        call["params"]
        for call in await stage.calls("sendMessage")
        if call["ok"] and int(call["params"]["chat_id"]) >= FIRST and WORDS in call["params"]["text"]
    ]


async def until(stage: Stage, number: int) -> None:
    """Wait until so many have got it."""
    async with asyncio.timeout(40):
        while len(await arrived(stage)) < number:
            await asyncio.sleep(0.05)


async def states(url: str, sql: str) -> dict[str, int]:
    database = await open_database(url)
    try:
        async with database.reading() as connection:
            rows = await connection.fetch_all(sql)
    finally:
        await database.close()
    return {row["state"]: row["n"] for row in rows}


async def until_over(url: str) -> None:
    """Wait until every notice has an end."""
    async with asyncio.timeout(60):
        while (await states(url, _LEFT))["left"]:
            await asyncio.sleep(0.2)


async def compose(stage: Stage) -> None:
    desk = stage.puppet(TOWN_DESK.user_id)
    await desk.says("/broadcast")
    for label in ("旧店镇", "群众"):
        await desk.presses(label)
    await desk.sees("请把通知发过来")
    await desk.says(WORDS)
    await desk.sees(f"{RECIPIENTS} 人")
    await desk.presses("发送")


@pytest.mark.kill
@pytest.mark.timeout(150)
@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_notice_goes_on_after_kills_and_only_marked_ones_come_twice(
    tmp_path: Path, database_url: str
) -> None:
    async with a_county_that_wants_notices(tmp_path, database_url) as stage:
        await compose(stage)
        for number in KILLED_AT:
            await until(stage, number)
            await stage.bot.kill()
            await stage.start_bot()
        await until_over(database_url)
        after_kills = await states(database_url, _STATES)
        if after_kills.get("held"):
            desk = stage.puppet(TOWN_DESK.user_id)
            await desk.presses("看谁没收到")
            await desk.presses("再发一次")
            await until_over(database_url)
        found = await arrived(stage)
        ended = await states(database_url, _STATES)

    times = Counter(int(one["chat_id"]) for one in found)
    unmarked = Counter(int(one["chat_id"]) for one in found if not is_marked(one["text"]))
    assert set(times) == {FIRST + n for n in range(RECIPIENTS)}
    assert {chat: n for chat, n in unmarked.items() if n > 1} == {}
    assert after_kills.keys() <= {"sent", "held"}
    assert ended == {"sent": RECIPIENTS}
