"""Buttons that were invented, changed or outlived, and a look at every row for what they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from desk.domain.broadcasts.broadcast import BroadcastAct
from desk.domain.cases.case import Act, Rating
from desk.domain.households.household import HouseholdAct
from handlers.rooms import HOUSE
from storage.schema import metadata
from tests.deskside import Desk, texts
from tests.village import Character

Rows = Mapping[str, frozenset[tuple[Any, ...]]]
FAMILIES = "".join(family for family in HOUSE.buttons if ":" not in family)
_NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "12",
    "-1",
    "+1",
    "9" * 6,
    "9" * 18,
    "9" * 19,
    "9" * 60,
    "1_0",
    "１",
    "²",
)
_WORDS = (
    *(act.value for act in Act),
    *(one.value for one in Rating),
    *("view", "withdraw_yes", "send", "back", "cancel", "finished", "skip", "not_reached", "open", "more"),
    *("list", "card", "today", "all", "off", "new", "yes", "no", "notice", "rectification", "supervision"),
    *("lag", "overdue"),
    *("o", "g", "t", "v", "s", "p", "a", "n", "x", "f", "invite", "revoke", "hand_over", "give_post"),
    *("complaint", "home", "staff", "leave", "language", "village", "town", "county", "d0a1b2c3"),
    *("inclusion", "verify_home", "agree_town", "approve", "roll_back", "refuse_procedure", "text", "files"),
    *("1h", "1v", "1p20261131", "gwb--", "GiWhBz", "20261124", "died", "0.0.1", "999.1.1", "other"),
    *("", " ", "x", "\x00", "受理", "🔥", "370283122215", "'; DROP TABLE cases; --", "%s", "{0}"),
    *(">zzzzzzzzzzzzz.1", ">.zzzzzzzzzzzzz", "<1.1", ">-1.-1", ">.", "<", "?1.1", ">1_0.１"),
)
_SIGNS = "0123456789:-_kformqiasvdlchgxw\x00 字"


def forged(random: Random, shown: Sequence[str]) -> str:
    """A button that no message ever had: pure invention, or a real one with some of it changed."""
    kind = random.random()
    if kind < 0.4:
        parts = random.choices([*_NUMBERS, *_WORDS], k=random.randint(0, 5))
        return ":".join([random.choice(FAMILIES + "zK"), *parts])
    if kind < 0.42:
        return random.choice(["", ":", "::::", "k" * 300, "字" * 90, random.choice(shown) * 9])
    parts = random.choice(shown).split(":")
    if kind < 0.8:
        parts[random.randrange(len(parts))] = random.choice([*_NUMBERS, *_WORDS])
        extra = random.choices(_NUMBERS, k=random.choice([0, 0, 0, 1, 2]))
        return ":".join([*parts, *extra])
    return _scratched(random, ":".join(parts))


def _scratched(random: Random, code: str) -> str:
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(code) + 1)
        code = code[:at] + random.choice(_SIGNS) + code[at + random.randint(0, 1) :]
    return code


async def presses(desk: Desk, who: Character, code: str) -> str:
    """Press it: it is answered once, in words that both languages have. Returns the key of the answer."""
    [answer] = await desk.presses_code(who, code)
    for language in ("zh_CN", "en"):
        assert not answer.template or texts().label(language, answer.template, answer.arguments), code
    return answer.template


async def kept(desk: Desk, *own: Character, looks: bool = False) -> Rows:
    """Every row of every table, but for these people's own forms, messages, language and wish for notices.

    With `looks` these people may look at cases and households, which the ledger notes.
    """
    chats = {one.user_id for one in own}
    people = {(await desk.person(one)).id for one in own} if own else set()
    async with desk.database.transaction() as connection:
        tables = {
            table.name: await connection.fetch_all(f"SELECT * FROM {table.name}")
            for table in metadata.sorted_tables
        }
    return {
        name: frozenset(tuple(row) for row in rows if not _own(name, row, chats, people, looks))
        for name, rows in tables.items()
    }


def _own(table: str, row: Any, chats: Collection[int], people: Collection[int], looks: bool) -> bool:
    if table in ("drafts", "outbox"):
        return row["chat_id"] in chats
    if table == "people":
        return row["id"] in people
    if table in ("subscriptions", "broadcast_receipts"):
        return row["person_id"] in people
    looked = table == "ledger" and row["act"] in (Act.VIEW, HouseholdAct.READ, BroadcastAct.READERS)
    return looked and looks and row["person_id"] in people


def difference(before: Rows, after: Rows) -> Rows:
    """The rows that are not in both, by table."""
    return {name: rows ^ after[name] for name, rows in before.items() if rows != after[name]}
