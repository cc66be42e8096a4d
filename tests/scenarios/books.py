"""The books after a story: what the desk kept, and what the sandbox saw arrive."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.process.wiring import load_shared
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.sending.render import MARK, Renderer
from desk.actions.cases.responsible import who_holds
from desk.ports.work import Work
from storage.engine.database import Connection
from storage.engine.named import moment
from storage.engine.opening import open_database
from storage.keys.key_file import load_seal
from storage.mail.claims import Claims, Ready, Tries
from storage.work import open_work

Json = dict[str, Any]
SETTLES_WITHIN_SECONDS = 60.0
Said = tuple[int, str]  # chat and words, without the mark of a repeat
_ARRIVED = (None, "drop_after", "hang")  # faults that do not keep a message from arriving
_TEXTS = texts_of(load_rules("default"))
_REPEATED = _TEXTS.render("zh_CN", MARK)
SQL_OUTBOX = (
    "SELECT o.id, o.key, o.chat_id, o.lane, o.method, o.template, o.language, o.arguments, o.attempts,"
    " o.unsure, o.not_before, o.target_id, o.message_id, o.state, o.error, o.case_id, o.card, o.doubts,"
    " t.message_id AS target_message, t.method AS target_method"
    " FROM outbox o LEFT JOIN outbox t ON t.id = o.target_id ORDER BY o.id"
)
SQL_STILL_TO_DO = (
    "SELECT id FROM outbox WHERE state IN ('waiting', 'sending') AND not_before <= :now"
    " UNION ALL SELECT update_id FROM inbox WHERE state = 'waiting'"
)


@dataclass(frozen=True)
class Row:
    """One row of the outbox with the words that it says."""

    ready: Ready
    state: str
    error: str | None
    case_id: int | None
    is_card: bool
    said: Said

    @property
    def is_edit(self) -> bool:
        return self.ready.method == "edit"


class Books:
    """The database of a bot, read and never written."""

    def __init__(self, connection: Connection, work: Work, seal: Any) -> None:
        self.connection = connection
        self.work = work
        self._claims = Claims(connection, seal)
        self._renderer = Renderer(_TEXTS)

    async def column(self, sql: str) -> list[Any]:
        """The first column of a query."""
        return [next(iter(dict(row).values())) for row in await self.connection.fetch_all(sql)]

    async def until_settled(self, within: float = SETTLES_WITHIN_SECONDS) -> None:
        """Wait until everything that was due until now is done, twice in a row."""
        quiet = 0
        async with asyncio.timeout(within):
            while quiet < 2:
                left = await self.connection.fetch_all(SQL_STILL_TO_DO, {"now": datetime.now(UTC)})
                quiet = 0 if left else quiet + 1
                await asyncio.sleep(0.5)

    async def told(self, word: re.Pattern[str]) -> dict[str, list[int]]:
        """In which cases each of these words stands."""
        cases: dict[str, list[int]] = defaultdict(list)
        for case_id in await self.column("SELECT id FROM cases ORDER BY id"):
            for piece in await self.work.cases.words(case_id):
                for found in word.findall(str(piece.body.get("text", ""))):
                    cases[found].append(case_id)
        return cases

    async def without_owner_or_deadline(self) -> list[int]:
        """Cases for which nobody, or no moment, is named."""
        poor = []
        for case_id in await self.column("SELECT id FROM cases ORDER BY id"):
            case = await self.work.cases.find(case_id)
            assert case is not None
            holder = (await who_holds(self.work, case)).staff
            if not holder.name or case.due_at is None or case.told_staff_id != holder.id:
                poor.append(case_id)
        return poor

    async def acts(self) -> dict[int, Counter[str]]:
        """How often each act stands in the ledger of each case."""
        acts: dict[int, Counter[str]] = defaultdict(Counter)
        for row in await self.connection.fetch_all("SELECT case_id, act FROM ledger WHERE case_id > 0"):
            acts[row["case_id"]][row["act"]] += 1
        return acts

    async def outbox(self) -> list[Row]:
        """Every message that was ever decided."""
        return [self._row(dict(row)) for row in await self.connection.fetch_all(SQL_OUTBOX)]

    def _row(self, row: Json) -> Row:
        names = ("id", "key", "chat_id", "lane", "method", "template", "language", "attempts", "target_id")
        ready = Ready(
            **{name: row[name] for name in names},
            sealed=row["arguments"],
            unsure=bool(row["unsure"]),
            not_before=moment(row["not_before"]),
            target_message=row["target_message"],
            target_method=row["target_method"],
            tries=Tries(doubts=row["doubts"]),
        )
        calls = self._renderer.calls(ready, self._claims.open(ready), anew=True)
        words = "".join(str(call.parameters.get("text", "")) for call in calls)
        said = (ready.chat_id, unmarked(words))
        return Row(ready, row["state"], row["error"], row["case_id"], bool(row["card"]), said)


@asynccontextmanager
async def opened_books(url: str, keys: Path) -> AsyncIterator[Books]:
    """Open the books of a bot; they are whole when it has ended."""
    database, seal = await open_database(url), load_seal(keys)
    try:
        shared = await load_shared(database, seal, load_rules("default"))
        async with database.reading() as connection:
            yield Books(connection, open_work(connection, datetime.now(UTC), shared), seal)
    finally:
        await database.close()


def unmarked(text: str) -> str:
    """The words without the remark that they may come twice."""
    return text.removesuffix(f"\n\n{_REPEATED}")


def is_marked(text: str) -> bool:
    """Whether the remark is there."""
    return text.endswith(_REPEATED)


@dataclass(frozen=True)
class Delivered:
    """What arrived in the chats: how often each thing, and how often without the mark of a repeat."""

    times: Counter[Said]
    unmarked: Counter[Said]


def delivered(calls: Iterable[Json]) -> Delivered:
    """Read the sandbox's log of sendMessage."""
    times: Counter[Said] = Counter()
    plain: Counter[Said] = Counter()
    for call in calls:
        if not call["ok"] or call["fault"] not in _ARRIVED:
            continue
        text = str(call["params"]["text"])
        said = (int(call["params"]["chat_id"]), unmarked(text))
        times[said] += 1
        plain[said] += not is_marked(text)
    return Delivered(times, plain)


def repeats(rows: Sequence[Row], arrived: Delivered) -> tuple[int, list[str]]:
    """How many messages arrived once more, and what no row explains.

    A sent row explains one arrival, and each doubt one more; an edit may have been said anew in place of a
    message that may never have arrived.
    """
    least: Counter[Said] = Counter()
    most: Counter[Said] = Counter()
    replaced = said_anew(rows, arrived)
    for row in (one for one in rows if one.said[1]):  # what has no words is not sent as a message
        sure = row.state == "sent" and not row.is_edit
        least[row.said] += sure and row.ready.id not in replaced
        most[row.said] += sure + _more(row)
    wrong = [
        f"{said}: {arrived.times[said]} arrived, {least[said]} to {most[said]} explained"
        for said in arrived.times.keys() | least.keys()
        if not least[said] <= arrived.times[said] <= most[said]
    ]
    count = sum((arrived.times - least).values())
    return count, wrong


def said_anew(rows: Iterable[Row], arrived: Delivered) -> set[int]:
    """The rows in place of which an edit of theirs arrived as a message of its own."""
    edits = (row for row in rows if row.is_edit and arrived.times[row.said])
    return {row.ready.target_id for row in edits if row.ready.target_id is not None}


def never_arrived(rows: Sequence[Row], arrived: Delivered) -> list[Row]:
    """Messages of which nothing was ever read, though they are still true, and no edit of theirs either."""
    replaced = said_anew(rows, arrived)
    return [
        row
        for row in rows
        if not row.is_edit
        and row.said[1]
        and not arrived.times[row.said]
        and row.ready.id not in replaced
        and row.error != "overtaken"
    ]


def _more(row: Row) -> int:
    """How many arrivals a row may have caused beyond the one that it remembers."""
    if row.is_edit:
        return row.ready.attempts  # it may have been said anew, and that again
    return row.ready.tries.doubts
