"""What became of notices and policy sheets, at the terminal."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.process.wiring import load_shared
from desk.actions.broadcasts.compose import Words, compose, compose_sheet, send
from desk.actions.broadcasts.delivery import get_on, spread_some
from desk.actions.people.subscriptions import subscribe
from desk.domain.broadcasts.broadcast import Audience, Broadcast, Recipients
from desk.domain.households.policy_sheet import HouseholdChoice
from desk.ports.work import Work
from storage.engine.opening import open_database
from storage.households.bulk_entry import RegisterRows
from storage.keys.key_file import load_seal
from storage.work import Shared, open_work
from tests.cli.conftest import Terminal
from tests.deskside import library, rules
from tests.register import LIS, WANGS, other

Files = Callable[..., tuple[str, str]]
TOWN = "370283122000"
VILLAGE = "370283122215"
_ARRIVED = "UPDATE outbox SET state = 'sent', sent_at = :now WHERE broadcast_id IS NOT NULL"
# A county is set up by the real clock; this is a time after it when people in China are awake.
MORNING = (datetime.now(UTC) + timedelta(days=2)).replace(hour=1, minute=0)


async def two_broadcasts(folder: Path) -> None:
    """A notice to one whose name is a formula, and a sheet for two households, one of which it reached."""
    database, seal = await open_database(f"sqlite:///{folder / 'bangfu.db'}"), load_seal(folder / "keys.json")
    try:
        loaded = await load_shared(database, seal, rules())
        shared = Shared(loaded.rules, loaded.areas, loaded.places, seal, library())
        async with database.transaction() as connection:
            work = open_work(connection, MORNING, shared)
            households = [WANGS, other(LIS, "N2", household_class=WANGS.household_class)]
            await RegisterRows(connection, seal, MORNING).save(households, {}, "operator")
            await _sent(work)
            await connection.execute(_ARRIVED, {"now": MORNING})
    finally:
        await database.close()


async def _sent(work: Work) -> None:
    author = await work.people.add(3001, "孙丽", "zh_CN")
    staff = await work.staff.find_by_phone("13800003001")
    assert staff is not None
    await work.staff.bind(staff.id, author.id)
    reader = await work.people.add(1001, "=HYPERLINK(1)", "zh_CN")
    await work.people.save(replace(reader, area_code=VILLAGE))
    reader = await work.people.verify(replace(reader, area_code=VILLAGE), "13800001001")
    await subscribe(work, reader, wanted=True)
    notice = await compose(work, author, Recipients(TOWN, Audience.RESIDENTS), Words("明天停水"))
    to = Recipients(TOWN, Audience.HOUSEHOLDS, HouseholdChoice(WANGS.household_class))
    sheet = await compose_sheet(work, author, to, "low_income_apply")
    for one in (notice, sheet):
        assert isinstance(one, Broadcast)
        await send(work, author, one.id)
        while await spread_some(work, one.id):
            pass
        await get_on(work, one.id)


@pytest.fixture
def county(terminal: Terminal, files: Files, tmp_path: Path) -> Terminal:
    """A county with a notice and a sheet that have arrived."""
    terminal("init", *files())
    asyncio.run(two_broadcasts(tmp_path / "var"))
    return terminal


def test_the_list_and_the_counts_of_a_notice_are_printed(county: Terminal) -> None:
    listed, shown = county("broadcast", "list"), county("broadcast", "show", "1")

    assert (listed.code, shown.code) == (0, 0)
    assert [line.split()[0] for line in listed.out.splitlines()] == ["2", "1"]
    assert "residents, 1  明天停水" in listed.out
    assert "households monitored, 1" in listed.out
    assert "  sent 1\n  waiting 0\n" in shown.out


def test_every_recipient_is_a_line_and_no_name_is_run_as_a_formula(county: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "results.csv"

    first, again = (
        county("broadcast", "export", "1", str(file)),
        county("broadcast", "export", "1", str(file)),
    )

    with file.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.reader(read))
    assert first.code == 0
    assert rows == [
        ["姓名", "所在村", "结果", "送到时间"],
        ["'=HYPERLINK(1)", "旧店镇九里夼村", "已送到", f"{MORNING:%Y-%m-%d} 09:00"],
    ]
    assert again.code == 2
    assert "exists already" in again.err


def test_the_figure_of_sheets_names_counted_and_all_of_each_area(county: Terminal) -> None:
    together, each = county("broadcast", "sheets"), county("broadcast", "sheets", "2")

    assert together.out.splitlines()[-1] == "发放政策明白纸 1/2 50.0 %  chat 1, paper 0"
    assert [line.split()[-1] for line in each.out.splitlines()] == ["平度市", "旧店镇", "九里夼村"]


def test_a_number_that_no_broadcast_has_is_said(county: Terminal, tmp_path: Path) -> None:
    for arguments in (("show", "9"), ("sheets", "9"), ("export", "9", str(tmp_path / "x.csv"))):
        ended = county("broadcast", *arguments)
        assert ended.code == 2
        assert "There is no broadcast 9." in ended.err
