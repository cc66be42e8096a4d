"""Day 30 of the demo county: whatever day it is opened on, it shows everything that it promises."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.cast import players
from bot.demo.past import begins_at
from bot.demo.past.diary import LAST_DAY, OVER_BY, entries
from desk.domain.cases.case import State
from storage.engine.database import Database
from storage.engine.seal import Seal
from tests.bot.demo.lived import Lived, chats, lived
from tests.databases import copied, opened
from tests.deskside import SEAL, rules
from tests.village import ZONE

SUNDAY_EVENING = datetime(2026, 11, 29, 20, 30, tzinfo=ZONE)
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"])
# A case is in this state only inside the transaction in which it comes: somebody is told in the same one.
FLEETING = {State.SUBMITTED}


@ON_SQLITE
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 12, 31, 23, 50, tzinfo=ZONE), id="new-years-eve"),
        pytest.param(datetime(2028, 2, 29, 12, 0, tzinfo=ZONE), id="leap-day"),
        pytest.param(SUNDAY_EVENING + timedelta(days=400, hours=11), id="400-days-later-in-the-morning"),
    ],
)
async def test_day_thirty_shows_what_it_promises(database: Database, now: datetime, tmp_path: Path) -> None:
    async with lived(database, SEAL, now, tmp_path) as county:
        await promises(county, now)


@pytest.mark.postgres
async def test_on_both_databases_and_with_other_keys_it_is_the_same_past(
    tmp_path: Path, sqlite_template: Path, postgres_server: str, seal: Seal
) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(sqlite_template.read_bytes())
    async with (
        opened(f"sqlite:///{file}") as database,
        lived(database, SEAL, SUNDAY_EVENING, tmp_path / "one") as county,
    ):
        first = await chats(county)
    async with (
        copied(postgres_server, "template_migrated") as url,
        opened(url) as database,
        lived(database, seal, SUNDAY_EVENING, tmp_path / "two") as county,
    ):
        second = await chats(county)
        await promises(county, SUNDAY_EVENING)

    assert sum(map(len, first.values())) > 500
    assert first == second


async def promises(county: Lived, now: datetime) -> None:
    """Everything that day 30 must show, in the rows and to whoever asks."""
    assert list(county.missed) == []
    await cases_are_in_every_state(county)
    await what_everybody_is_told_to_press_is_there(county)
    await everything_that_was_due_has_been_said(county)
    await every_chat_lies_between_the_first_day_and_now(county, now)
    await officials_find_what_waits_for_them(county)
    await leaders_see_figures(county)


async def what_everybody_is_told_to_press_is_there(county: Lived) -> None:
    """Of a note that names buttons in 「」 the first is in that person's chat."""
    for player in players():
        if named := re.search("「(.+?)」", player.to_try):
            shown = await county.buttons(player.id)
            assert any(named[1] in label for label in shown), (player.first_name, player.to_try)


async def cases_are_in_every_state(county: Lived) -> None:
    async with county.database.reading() as connection:
        rows = await connection.fetch_all("SELECT DISTINCT state FROM cases")
    assert {State(row["state"]) for row in rows} == set(State) - FLEETING


async def everything_that_was_due_has_been_said(county: Lived) -> None:
    """Every update was handled, every message has its number in a chat, and nobody waits in danger."""
    handled = "SELECT count(*) AS n FROM inbox WHERE state <> 'done'"
    unsent = "SELECT count(*) AS n FROM outbox WHERE state NOT IN ('sent', 'dropped', 'waiting')"
    numberless = "SELECT count(*) AS n FROM outbox WHERE state = 'sent' AND message_id IS NULL"
    unanswered = "SELECT count(*) AS n FROM alarms WHERE climbs"
    for sql in (handled, unsent, numberless, unanswered):
        assert await county.count(sql) == 0, sql
    saved = "SELECT count(*) AS n FROM cases WHERE danger AND state = 'closed'"
    assert await county.count(saved) == 1


async def every_chat_lies_between_the_first_day_and_now(county: Lived, now: datetime) -> None:
    begins = begins_at(now, rules().zone)
    dates = [line[0] for chat in (await chats(county)).values() for line in chat]
    assert begins.timestamp() <= min(dates)
    assert max(dates) <= now.timestamp()
    assert max(dates) > (now - timedelta(days=2)).timestamp()


async def officials_find_what_waits_for_them(county: Lived) -> None:
    """The queue, what is overdue, calls, the sweep, the notice, the procedure, the question."""
    assert "降压药" in await county.asks(2001, {"presses": "今天要办的"}, {"presses": "慢病吃药"})
    assert "有异议" in await county.asks(3001, {"types": "/desk"})
    assert "隋明远：1" in await county.asks(3002, {"types": "/overdue"})
    assert await county.count("SELECT count(DISTINCT step) AS n FROM ladder_steps") >= 2
    assert "要打的回访电话：2 个" in await county.asks(4011, {"types": "/calls"})
    assert "还剩 4 户" in await county.asks(2001, {"types": "/sweeps"})
    assert "公示" in await county.asks(2001, {"types": "/procedures"})
    assert "问政策" in await county.asks(4007, {"types": "/desk"})
    results = await county.asks(3001, {"presses": "谁看过了"})
    assert "知道了 2 /" in results


async def leaders_see_figures(county: Lived) -> None:
    """The county's leader has the morning's figures, and visits that were not made."""
    digest = [line[2] for line in await county.chat(4010) if "今日情况" in line[2]][-1]
    assert "超期的走到" in digest
    assert await county.count("SELECT count(*) AS n FROM visit_periods WHERE state = 'missed'") >= 3
    assert await county.count("SELECT count(*) AS n FROM visit_periods WHERE state = 'fulfilled'") >= 3
    assert await county.count("SELECT count(*) AS n FROM calls WHERE outcome = 'satisfied'") == 1


def test_everybody_says_what_to_try_in_one_line() -> None:
    assert all(player.to_try and "\n" not in player.to_try for player in players())
    assert max(len(player.to_try) for player in players()) <= 40


def test_the_diary_knows_its_people_and_is_done_in_the_morning_of_its_last_day() -> None:
    known = {player.id for player in players()}
    day = entries()[-1].day

    assert {entry.who for entry in entries() if entry.does} <= known
    assert day == LAST_DAY
    assert all(entry.at < OVER_BY for entry in entries() if entry.day == LAST_DAY)


@pytest.mark.parametrize(("hour", "minute", "passed"), [(9, 59, 31), (10, 0, 30), (0, 0, 31), (23, 59, 30)])
def test_before_ten_in_the_morning_the_last_day_was_yesterday(hour: int, minute: int, passed: int) -> None:
    now = SUNDAY_EVENING.replace(hour=hour, minute=minute)

    begun = begins_at(now, rules().zone)

    assert (now.date() - begun.astimezone(ZONE).date()).days == passed
