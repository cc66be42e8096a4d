"""The policy library at start: read, or owned to be unreadable while everything else goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.connecting.api import Api
from bot.connecting.request import new_request
from bot.process.wiring import Foundation, RunningParts, assemble
from desk.domain.policy.card import PolicyKind
from storage.engine.database import Database
from tests.bot.scripted import TOKEN
from tests.deskside import SEAL, rules, texts
from tests.village import settle_village

OPERATOR = 77


async def started(database: Database, folder: Path) -> RunningParts:
    async with database.transaction() as connection:
        await settle_village(connection, SEAL)
    async with new_request("aiohttp") as request:
        api = Api(request, TOKEN, "http://127.0.0.1:9")
        return await assemble(Foundation(database, SEAL, rules(), texts(), api, OPERATOR, folder))


async def operator_messages(database: Database) -> list[str]:
    async with database.transaction() as connection:
        rows = await connection.fetch_all("SELECT template, chat_id FROM outbox ORDER BY id")
    return [row["template"] for row in rows if row["chat_id"] == OPERATOR]


async def test_the_library_answers_from_the_start(database: Database, tmp_path: Path) -> None:
    parts = await started(database, tmp_path / "policy")

    decision = parts.shared.policy.find("我家想吃低保找哪个", date(2026, 11, 23))

    assert decision.kind is PolicyKind.ANSWER
    assert await operator_messages(database) == []


async def test_the_operator_is_told_once_when_it_cannot_be_read(database: Database, tmp_path: Path) -> None:
    (tmp_path / "policy/items").mkdir(parents=True)
    (tmp_path / "policy/items/broken.md").write_text("no front matter")

    for _ in range(2):  # it is started again and still broken
        parts = await started(database, tmp_path / "policy")

    assert await operator_messages(database) == ["operator.no_policy"]
    assert parts.shared.policy.find("我家想吃低保找哪个", date(2026, 11, 23)).kind is PolicyKind.HAND_OVER
