"""Files that the desk makes, through two processes and HTTP: an invitation to scan, and a large table."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from zxingcpp import read_barcode

from desk.domain.talk.messages import Lane, Message
from desk.domain.talk.uploads import Upload
from storage.engine.opening import open_database
from storage.keys.key_file import load_seal
from storage.mail.outbox import OutboxRows
from tests.scenarios.puppet import Puppet
from tests.scenarios.stage import TOKEN, Stage
from tests.village import DUTY, MONITOR

MEGABYTE = 1024 * 1024


async def content_of(stage: Stage, file_id: str) -> bytes:
    """A file as Telegram gives it to whoever asks."""
    async with stage._session.post(f"/bot{TOKEN}/getFile", json={"file_id": file_id}) as answer:
        path = (await answer.json())["result"]["file_path"]
    async with stage._session.get(f"/file/bot{TOKEN}/{path}") as answer:
        assert answer.status == 200
        return await answer.read()


async def kept(stage: Stage) -> int:
    """How many files are still kept in the database."""
    async with looking(stage) as connection:
        return int((await connection.fetch_all("SELECT count(*) AS n FROM uploads"))[0]["n"])


@asynccontextmanager
async def looking(stage: Stage) -> AsyncIterator[Any]:
    database = await open_database(stage.settings["BANGFU_DATABASE_URL"])
    try:
        async with database.reading() as connection:
            yield connection
    finally:
        await database.close()


async def say(stage: Stage, *messages: Message) -> None:
    """Put messages in the outbox of the desk that runs, as another process of it does."""
    database = await open_database(stage.settings["BANGFU_DATABASE_URL"])
    try:
        async with database.transaction() as connection:
            seal = load_seal(Path(stage.settings["BANGFU_KEY_FILE"]))
            await OutboxRows(connection, seal, datetime.now(UTC)).say_all(messages)
    finally:
        await database.close()


async def invites(stage: Stage, duty: Puppet) -> tuple[str, dict[str, Any]]:
    """The administrator has Zhao's card made; the link that its picture holds."""
    await duty.says(f"/staff {MONITOR.name}")
    await duty.presses("邀请")
    card = await duty.sees(MONITOR.name, "有效到", "只能用一次")
    picture = await content_of(stage, card["photo"][-1]["file_id"])
    scanned = read_barcode(Image.open(BytesIO(picture)))
    assert scanned is not None
    return scanned.text, card


async def test_zhao_is_invited_by_a_picture_scans_it_and_joins(stage: Stage) -> None:
    duty, monitor = stage.puppet(DUTY.user_id), stage.puppet(MONITOR.user_id)
    for act in ("revoke", "restore"):  # by mistake; he joins anew
        await stage.bot.stop()
        assert stage.command("staff", act, MONITOR.phone).returncode == 0
        await stage.start_bot()
    old, _ = await invites(stage, duty)
    await duty.presses("再发一张")
    card = await duty.sees("只能用一次")
    picture = read_barcode(Image.open(BytesIO(await content_of(stage, card["photo"][-1]["file_id"]))))
    assert picture is not None
    new = picture.text

    await monitor.opens(old.rpartition("start=")[2])
    await monitor.sees("用不了")
    await monitor.opens(new.rpartition("start=")[2])
    await monitor.sees("手机号")
    await monitor.shares_contact()

    await monitor.sees(MONITOR.name, "已加入")
    assert new != old
    assert new.startswith("https://t.me/")
    assert new in card["caption"]
    assert await kept(stage) == 0


async def test_invitations_are_printed_while_the_desk_runs(stage: Stage) -> None:
    done = stage.command("invite", "--all", "--bot", "sandbox_bot", "--out", str(stage.folder / "all.pdf"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 invitations")  # everybody here has joined


@pytest.mark.parametrize("size", [3_000, 19 * MEGABYTE])
async def test_a_table_arrives_byte_for_byte_and_is_kept_no_longer(stage: Stage, size: int) -> None:
    duty, table = stage.puppet(DUTY.user_id), Upload("figures.xlsx", os.urandom(size))

    await say(stage, Message("table:1", DUTY.user_id, "", lane=Lane.CARD, upload=table))

    shown = await file_seen(stage, duty, 1)
    assert await content_of(stage, shown[0]["document"]["file_id"]) == table.content
    assert shown[0]["document"]["file_name"] == "figures.xlsx"
    await gone(stage)


@pytest.mark.kill
async def test_a_desk_that_is_killed_while_telegram_has_the_table_sends_it_once_more_and_says_so(
    stage: Stage,
) -> None:
    duty, table = stage.puppet(DUTY.user_id), Upload("figures.xlsx", os.urandom(2 * MEGABYTE))
    await stage.add_fault("sendDocument", "hang", seconds=60)  # it arrives, and no answer comes
    await say(stage, Message("table:1", DUTY.user_id, "", lane=Lane.WAITING, upload=table))
    await file_seen(stage, duty, 1)

    await stage.bot.kill()
    while_down = await kept(stage)
    await stage.clear_faults()
    await stage.start_bot()

    shown = await file_seen(stage, duty, 2)
    await gone(stage)
    assert while_down == 1
    assert ["发了两遍" in one.get("caption", "") for one in shown] == [False, True]
    arrived = [await content_of(stage, one["document"]["file_id"]) for one in shown]
    assert [content == table.content for content in arrived] == [True, True]
    await asyncio.sleep(2)
    assert len(await documents(duty)) == 2


async def documents(puppet: Puppet) -> list[dict[str, Any]]:
    return [one for one in await puppet.history() if one.get("document")]


async def file_seen(stage: Stage, puppet: Puppet, times: int) -> list[dict[str, Any]]:
    """Wait until so many files are in the chat."""

    async def there() -> bool:
        return len(await documents(puppet)) >= times

    await stage.bot.until(there)
    return await documents(puppet)


async def gone(stage: Stage) -> None:
    """Wait until no file is kept any more."""

    async def empty() -> bool:
        return await kept(stage) == 0

    await stage.bot.until(empty)
