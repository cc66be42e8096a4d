"""What was kept long enough is emptied, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said, SaidKind
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.mail import forgetting
from storage.mail.forgetting import InboxWords, purge_inbox, purge_outbox
from storage.mail.inbox import Arrived, InboxRows
from storage.mail.outbox import OutboxRows
from tests.storage.cast import MONDAY

BEFORE = MONDAY - timedelta(days=30)
LONG_AGO, LATELY = BEFORE - timedelta(hours=1), BEFORE + timedelta(hours=1)


async def _say(database: Database, seal: Seal, rows: list[tuple[str, str, datetime]]) -> None:
    """Messages by their key, with what became of them and when."""
    for key, state, at in rows:
        async with database.transaction() as connection:
            await OutboxRows(connection, seal, at).say(Message(key, 1001, "x", {"words": "roof"}))
            sent_at = f"'{at.isoformat(timespec='microseconds')}'" if state == "sent" else "NULL"
            await connection.execute(
                f"UPDATE outbox SET state = '{state}', sent_at = {sent_at} WHERE key = :key", {"key": key}
            )


async def _all(database: Database, sql: str) -> list[tuple[Any, ...]]:
    async with database.reading() as connection:
        return [tuple(row.values()) for row in map(dict, await connection.fetch_all(sql))]


async def test_messages_that_left_long_ago_lose_their_words_and_stay_as_rows(
    database: Database, seal: Seal
) -> None:
    over = [(state, state, LONG_AGO) for state in ("sent", "failed", "held", "blocked", "dropped")]
    needed = [("waiting", "waiting", LONG_AGO), ("sending", "sending", LONG_AGO), ("new", "sent", LATELY)]
    await _say(database, seal, [*over, *needed])

    await purge_outbox(database, BEFORE)

    rows = await _all(database, "SELECT key, length(arguments) > 0 AS kept FROM outbox ORDER BY id")
    assert [key for key, kept in rows if not kept] == ["sent", "failed", "held", "blocked", "dropped"]
    assert [key for key, kept in rows if kept] == ["waiting", "sending", "new"]


async def test_a_message_that_was_to_wait_is_as_old_as_the_moment_it_waited_for(
    database: Database, seal: Seal
) -> None:
    await _say(database, seal, [("reminder", "dropped", LONG_AGO)])
    async with database.transaction() as connection:
        later = {"later": LATELY.isoformat(timespec="microseconds")}
        await connection.execute("UPDATE outbox SET not_before = :later", later)

    await purge_outbox(database, BEFORE)

    assert await _all(database, "SELECT key FROM outbox WHERE length(arguments) = 0") == []


async def test_however_many_there_are_all_of_them_are_emptied(
    database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "_AT_ONCE", 2)
    await _say(database, seal, [(f"receipt:{number}", "sent", LONG_AGO) for number in range(5)])

    await purge_outbox(database, BEFORE)
    await purge_outbox(database, BEFORE)

    assert len(await _all(database, "SELECT key FROM outbox WHERE length(arguments) = 0")) == 5


async def test_an_update_that_failed_long_ago_stays_as_a_row_that_says_why(
    database: Database, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "_AT_ONCE", 2)
    async with database.transaction() as connection:
        inbox = InboxRows(connection, seal)
        await inbox.store([Arrived(1, number, 1001, b"{}") for number in range(1, 6)], LONG_AGO)
        became = {1: "done", 2: "failed", 3: "done", 4: "waiting"}
        for number, state in became.items():
            at = None if state == "waiting" else LONG_AGO.isoformat(timespec="microseconds")
            values = {"n": number, "state": state, "at": at}
            await connection.execute(
                "UPDATE inbox SET state = :state, handled_at = :at, error = 'KeyError' WHERE update_id = :n",
                values,
            )
        recent = {"at": LATELY.isoformat(timespec="microseconds")}
        await connection.execute(
            "UPDATE inbox SET state = 'failed', handled_at = :at WHERE update_id = 5", recent
        )

    await purge_inbox(database, BEFORE)

    rows = await _all(database, "SELECT update_id, state, error, body IS NULL AS gone FROM inbox ORDER BY 1")
    assert [(number, state) for number, state, _, gone in rows if gone] == [
        (1, "done"),
        (2, "failed"),
        (3, "done"),
    ]
    assert rows[1][2] == "KeyError"


async def test_who_wants_nothing_kept_leaves_only_that_they_wrote(database: Database, seal: Seal) -> None:
    insert = (
        "INSERT INTO inbox (bot_id, update_id, chat_id, state, received_at, body)"
        " VALUES (1, :update_id, :chat_id, :state, :at, :body)"
    )
    async with database.transaction() as connection:
        stored = ((1, 5, "done"), (2, 5, "waiting"), (3, 6, "done"), (4, 5, "waiting"), (5, 6, "waiting"))
        for update_id, chat_id, state in stored:
            values = {"update_id": update_id, "chat_id": chat_id, "state": state, "at": MONDAY, "body": b"x"}
            await connection.execute(insert, values)

        said = Said(3, 5, 5, MONDAY, SaidKind.PRESS, bot_id=1)  # the second is handled in the same batch
        await InboxWords(connection, seal, MONDAY).forget(said)

        rows = await connection.fetch_all("SELECT update_id, body FROM inbox ORDER BY update_id")
        assert [(row["update_id"], row["body"]) for row in rows] == [
            (1, None),
            (2, None),
            (3, b"x"),
            (4, b"x"),
            (5, b"x"),
        ]
