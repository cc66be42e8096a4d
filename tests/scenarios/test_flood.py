"""One who floods takes their turn like everybody else, and nobody's words change places."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.flood import summary
from tests.scenarios.books import opened_books
from tests.scenarios.flood import Flood, crowded, flooded
from tests.scenarios.phone import codes

Json = dict[str, Any]
PIECE = re.compile(r"N(\d+)R(\d+)P(\d+)")
NUMBER = re.compile(r"BF-\d{6}-\d{4,}")
SQL_LAST_HANDLED = "SELECT chat_id, max(handled_at) AS at FROM inbox GROUP BY chat_id"


async def stories_kept(url: str, keys: Path) -> dict[tuple[int, int], list[str]]:
    """The pieces of every report in the order in which the case holds them."""
    kept: dict[tuple[int, int], list[str]] = defaultdict(list)
    async with opened_books(url, keys) as books:
        for case_id in await books.column("SELECT id FROM cases ORDER BY id"):
            for word in await books.work.cases.words(case_id):
                text = str(word.body["text"])
                found = PIECE.search(text)
                assert found is not None
                kept[int(found[1]), int(found[2])].append(text)
    return kept


def asked(chat: list[Json]) -> list[int]:
    """The numbers of the questions in the order in which they stand in the chat."""
    pressed = [code.split(":") for message in chat for code in codes(message)]
    return [int(question) for family, question, *_ in pressed if family == "f"]


def receipts(chat: list[Json]) -> list[str]:
    """The numbers given out, in their order; the question about an earlier report names that one again."""
    said = [str(message.get("text", "")) for message in chat if not message.get("out")]
    found = (NUMBER.search(text) for text in said if "您报过" not in text)
    return [number[0] for number in found if number]


async def test_everybody_is_answered_in_order_while_one_sends_three_hundred_messages(
    tmp_path: Path, sqlite_template: Path, test_output: Path
) -> None:
    flood = Flood(residents=40, messages=300, reports=2)
    url = f"sqlite:///{tmp_path / 'desk.db'}"

    found = await flooded(tmp_path, url, flood)

    (test_output / "flood.json").write_text(json.dumps(summary(found), indent=1) + "\n")
    kept = await stories_kept(url, tmp_path / "data" / "keys.json")
    expected = {(one, number): flood.story(one, number) for one in flood.other_ids for number in range(2)}
    assert kept == {**expected, (flood.flooder_id, 0): flood.story(flood.flooder_id, 0)}
    assert {len(receipts(found.chats[one])) for one in flood.other_ids} == {2}
    for chat in found.chats.values():
        assert asked(chat) == sorted(asked(chat))
        assert receipts(chat) == sorted(receipts(chat))


async def test_a_flood_that_came_first_does_not_keep_the_others_waiting(
    tmp_path: Path, sqlite_template: Path
) -> None:
    flood = Flood(residents=40, messages=300)
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    async with crowded(tmp_path, url, flood, paced=False) as (stage, phones):
        await stage.bot.stop()
        for piece in flood.story(flood.flooder_id, 0):
            await phones[flood.flooder_id].says(piece)
        for one in flood.other_ids:
            await phones[one].says(*flood.story(one, 0)[:1])

        await stage.start_bot()
        async with opened_books(url, tmp_path / "data" / "keys.json") as books:
            await books.until_settled()
            rows = await books.connection.fetch_all(SQL_LAST_HANDLED)

    last = {row["chat_id"]: row["at"] for row in rows}
    late = [one for one in flood.other_ids if last[one] >= last[flood.flooder_id]]
    assert late == []
