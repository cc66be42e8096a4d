"""The drill of the manual: a backup while people write, a broken disk, and the way back."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.scenarios.puppet import Puppet, text_of
from tests.scenarios.stage import Stage
from tests.scenarios.test_main_story import comes_to_the_last_question
from tests.village import MONITOR, RESIDENT

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])
FETCHED = "SELECT 1 FROM media WHERE state = 'fetched'"
UNSAID = "SELECT 1 FROM outbox WHERE template = 'report.receipt' AND state = 'waiting'"


async def test_after_a_restore_what_had_not_left_comes_again_marked_and_nothing_is_lost(stage: Stage) -> None:
    resident, monitor = stage.puppet(RESIDENT.user_id), stage.puppet(MONITOR.user_id)
    copy = stage.folder / "copy.db"
    await comes_to_the_last_question(stage)
    await stage.add_fault("sendMessage", "500")
    await resident.presses("发送")
    await stands(stage, UNSAID, FETCHED)
    saved = stage.command("backup", str(copy))
    await stage.clear_faults()
    await resident.sees("已经报上去了", MONITOR.name)
    beside = stage.command("restore", str(copy))
    await stage.bot.stop()
    (stage.folder / "desk.db").write_bytes(b"what a broken disk leaves")
    media = stage.folder / "data" / "media"
    shutil.move(media, stage.folder / "elsewhere")

    without_files = stage.command("restore", str(copy))
    shutil.move(stage.folder / "elsewhere", media)
    restored = stage.command("restore", str(copy))
    await stage.start_bot()

    assert [one.returncode for one in (saved, beside, without_files, restored)] == [0, 2, 2, 0]
    assert "stop it first" in beside.stderr
    assert "files of residents are missing" in without_files.stderr
    await twice(resident)
    await monitor.presses("受理")
    await resident.sees(MONITOR.name, "接手")
    looked = stage.command("doctor")
    assert "Files of residents: 2, all there." in looked.stdout
    assert "The database file is whole" in looked.stdout


async def stands(stage: Stage, *questions: str) -> None:
    """Wait until the database says yes to all of them."""
    async with asyncio.timeout(30):
        with closing(sqlite3.connect(stage.folder / "desk.db")) as connection:
            while not all(connection.execute(question).fetchone() for question in questions):
                await asyncio.sleep(0.1)


async def twice(resident: Puppet) -> None:
    """The receipt is there a second time, and says that it may be."""
    async with asyncio.timeout(30):
        while True:
            said = [text_of(message) for message in await resident.history()]
            receipts = ["这条可能发了两遍" in text for text in said if "已经报上去了" in text]
            if len(receipts) > 1:
                break
            await asyncio.sleep(0.2)
    assert receipts == [False, True]
