"""Whoever declines consent: not a word of theirs stays, wherever one might look."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import pytest

from bot.receiving.batch import Batch
from bot.receiving.batch import Desk as BatchDesk
from desk.domain.talk.said import Said
from handlers.router import Router
from handlers.talk.turn import Answer, Voice
from storage.engine.database import Connection, Database
from storage.mail.inbox import Arrived, InboxRows
from storage.work import open_work
from tests.bot.scripted import press_update, text_update
from tests.deskside import SEAL, Desk, texts
from tests.everything_kept import everything_kept, spied_on
from tests.village import OFFICIALS, RESIDENT

BOT = 700100
SECRET = "我家孩子学费还差三千"


async def arrive(desk: Desk, *updates: dict[str, object]) -> None:
    """These updates are stored and handled in one batch."""

    async def handle(connection: Connection, said: Said) -> Sequence[Answer]:
        return await Router(Voice(texts().menu, texts().label))(
            open_work(connection, desk.now, desk.shared), said
        )

    rows = [Arrived(BOT, int(str(one["update_id"])), RESIDENT.user_id, orjson.dumps(one)) for one in updates]
    async with desk.database.transaction() as connection:
        await InboxRows(connection, SEAL).store(rows, desk.now)
    while True:
        async with desk.database.transaction() as connection:
            batch = Batch(BatchDesk(BOT, SEAL, handle, lambda: desk.now, slice=60), connection)
            await batch.work_off(await InboxRows(connection, SEAL).find_waiting(BOT, -1, 10))
        if not batch.settled:
            return
        assert [settled.state for settled in batch.settled] == ["done"] * len(batch.settled)


def conversation(desk: Desk, *ways: str) -> list[dict[str, object]]:
    """A first message, another one, and these buttons one after the other."""
    question = int(desk.now.timestamp() * 1000) + 1
    user = RESIDENT.user_id
    told = [text_update(1, SECRET, user), text_update(2, f"还有，{SECRET}", user)]
    pressed = [press_update(3 + i, f"f:{question + i}:{way}", user) for i, way in enumerate(ways)]
    return [*told, *pressed]


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one by one"])
async def test_a_declined_report_is_nowhere(
    database: Database, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    sealed, desk = spied_on(monkeypatch), Desk(database)
    await desk.settle(*OFFICIALS)
    updates = conversation(desk, "mine", "decline")

    for part in [updates] if together else [[one] for one in updates]:
        await arrive(desk, *part)

    kept = await everything_kept(desk.database, sealed)
    assert [where for where, words in kept if SECRET in words] == []
    assert "report.declined" in [told.template for told in await desk.told(RESIDENT)]


async def test_a_report_that_goes_on_keeps_its_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, desk = spied_on(monkeypatch), Desk(database)
    await desk.settle(*OFFICIALS)

    await arrive(desk, *conversation(desk, "mine", "agree"))

    kept = await everything_kept(desk.database, sealed)
    assert {where for where, words in kept if SECRET in words} == {"draft_pieces.body", "inbox.body"}
