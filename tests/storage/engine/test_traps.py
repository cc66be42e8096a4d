"""What databases do to those who do not look: savepoints, cancelled tasks, full disks."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from itertools import count

import pytest

from storage.engine.database import Connection, Database, StorageError
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import Seal
from storage.talk.drafts import DraftRows
from tests.storage.cast import MONDAY, a_draft

ONLY_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


async def saved_chats(database: Database) -> list[int]:
    async with database.reading() as connection:
        rows = await connection.fetch_all("SELECT chat_id FROM drafts ORDER BY chat_id")
    return [row["chat_id"] for row in rows]


async def save_and_fail(connection: Connection, seal: Seal, chat_id: int) -> None:
    await DraftRows(connection, seal, MONDAY).save(a_draft(chat_id))
    raise LookupError


async def test_a_savepoint_is_undone_alone(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        await drafts.save(a_draft(1))
        with pytest.raises(LookupError):
            async with connection.savepoint():
                await save_and_fail(connection, seal, 2)
        async with connection.savepoint():
            await drafts.save(a_draft(3))

    assert await saved_chats(database) == [1, 3]


async def test_a_statement_that_fails_inside_a_savepoint_loses_only_that(
    database: Database, seal: Seal
) -> None:
    async def save_and_stumble(connection: Connection) -> None:
        await DraftRows(connection, seal, MONDAY).save(a_draft(2))
        await connection.execute("DELETE FROM nothing_of_that_name")

    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        await drafts.save(a_draft(1))
        with pytest.raises(Exception, match=r"(?i)no such table|does not exist"):
            async with connection.savepoint():
                await save_and_stumble(connection)
        await drafts.save(a_draft(3))

    assert await saved_chats(database) == [1, 3]


async def test_an_exception_undoes_the_whole_transaction_and_the_next_one_works(
    database: Database, seal: Seal
) -> None:
    with pytest.raises(LookupError):
        async with database.transaction() as connection:
            await save_and_fail(connection, seal, 1)

    async with database.transaction() as connection:
        await DraftRows(connection, seal, MONDAY).save(a_draft(2))

    assert await saved_chats(database) == [2]


async def test_a_cancelled_transaction_leaves_nothing_open(database: Database, seal: Seal) -> None:
    inside = asyncio.Event()

    async def hangs() -> None:
        async with database.transaction() as connection:
            await DraftRows(connection, seal, MONDAY).save(a_draft(1))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hangs())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(10):
        async with database.transaction() as connection:
            await DraftRows(connection, seal, MONDAY).save(a_draft(2))
    assert await saved_chats(database) == [2]


async def test_a_task_cancelled_in_the_middle_of_a_statement_leaves_nothing_of_it(
    database: Database, seal: Seal
) -> None:
    async def writes() -> None:
        async with database.transaction() as connection:
            for chat_id in count(1):
                await DraftRows(connection, seal, MONDAY).save(a_draft(chat_id))

    for turns in (3, 10, 40):
        task = asyncio.create_task(writes())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async with database.transaction() as connection:
        await DraftRows(connection, seal, MONDAY).save(a_draft(1000))
    assert await saved_chats(database) == [1000]


async def limit_growth(database: Database, pages: int | None) -> None:
    """Let the file grow by so many pages, or without limit."""
    async with database.transaction() as connection:
        used = await connection.fetch_one("PRAGMA page_count")
        assert used is not None
        most = 1_000_000 if pages is None else used["page_count"] + pages
        await connection.fetch_all(f"PRAGMA max_page_count = {most}")


@ONLY_SQLITE
async def test_a_full_disk_loses_the_batch_and_never_half_of_it(database: Database, seal: Seal) -> None:
    async def fill(connection: Connection) -> None:
        await set_fact(connection, "before", "kept?")
        for chat_id in range(1, 50):
            async with connection.savepoint():
                await DraftRows(connection, seal, MONDAY).save(
                    a_draft(chat_id, answers={"words": "x" * 3000})
                )

    await limit_growth(database, 2)

    with pytest.raises(StorageError, match="full"):
        async with database.transaction() as connection:
            await fill(connection)

    assert await saved_chats(database) == []
    await limit_growth(database, None)
    async with database.transaction() as connection:
        assert await get_fact(connection, "before") is None
        await DraftRows(connection, seal, MONDAY).save(a_draft(1))
    assert await saved_chats(database) == [1]


@ONLY_SQLITE
async def test_when_sqlite_gives_up_the_transaction_itself_nothing_commits_statement_by_statement(
    database: Database, seal: Seal
) -> None:
    async def go_on_in_spite_of_errors(connection: Connection) -> None:
        await set_fact(connection, "before", "kept?")
        for chat_id in (12, 13, 14):
            with suppress(sqlite3.Error):
                async with connection.savepoint():
                    await DraftRows(connection, seal, MONDAY).save(a_draft(chat_id))

    async with database.transaction() as connection:
        # What a full disk or a read error may do at any statement: undo all of the transaction at once.
        await connection.execute(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON drafts WHEN new.chat_id = 13"
            " BEGIN SELECT RAISE(ROLLBACK, 'disk I/O error'); END"
        )

    with pytest.raises(StorageError, match="gave up"):
        async with database.transaction() as connection:
            await go_on_in_spite_of_errors(connection)

    assert await saved_chats(database) == []
    async with database.reading() as connection:
        assert await get_fact(connection, "before") is None


async def test_a_transaction_inside_a_transaction_is_refused_instead_of_waiting_for_itself(
    database: Database,
) -> None:
    if database.dialect == "postgresql":
        async with database.transaction(), database.transaction() as inner:
            assert await inner.fetch_one("SELECT 1 AS one") is not None
        return

    with pytest.raises(RuntimeError, match="wait for itself"):
        async with database.transaction(), database.transaction():
            pass


async def test_a_reader_refuses_to_write(database: Database, seal: Seal) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        async with database.reading() as connection:
            await DraftRows(connection, seal, MONDAY).save(a_draft(1))

    assert await saved_chats(database) == []
