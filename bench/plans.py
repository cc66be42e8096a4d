"""How both databases would run the statements that every update needs, with many rows in the tables.

`python -m bench.plans [--rows 100000] [--url postgresql://…]` prints a JSON line per statement: the steps of
the plan, and `scans`, the tables that would be read from end to end. SQLite unless an address of an empty,
migrated PostgreSQL database is given.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from storage.cases import calls, cases, ladder, queue
from storage.cases import joint_parts as helpers
from storage.engine.database import Connection
from storage.engine.migrate import migrate
from storage.engine.named import numbered
from storage.engine.opening import open_database
from storage.ledger import ledger, ledger_days
from storage.mail import claims, inbox, outbox
from storage.people import people
from storage.staff import staff
from storage.talk import drafts

_AT = datetime(2026, 11, 23, tzinfo=UTC)
# Five rows in a thousand wait; that is a bad day.
_OPEN = "CASE WHEN n % 20 = 0 THEN 'assigned' WHEN n % 20 = 1 THEN 'resolved' ELSE 'closed' END"
_WAITS = "CASE WHEN n % 200 = 0 THEN 'waiting' ELSE '{done}' END"
_FILL = (
    "INSERT INTO people (user_id, language, created_at) SELECT n, 'zh_CN', :at FROM numbers",
    (
        "INSERT INTO drafts (chat_id, form, step, version, question, answers, started_at, updated_at)"
        " SELECT n, 'report', 'story', 1, 1, CAST('x' AS {blob}), :at, :at FROM numbers"
    ),
    (
        "INSERT INTO cases (number, kind, trouble, source, state, version, reporter_id, area_code, level,"
        " danger, visit_due_at, reply_due_at, submitted_at, due_at)"
        " SELECT 'BF-' || n, 'hardship', 'other', 'self', "
        + _OPEN
        + ", 1, 1 + n % 1000, '370283' || (n % 1800)"
        ", 'village', false, :at, :at, :at, CASE WHEN n % 20 < 2 THEN :at END FROM numbers"
    ),
    (
        "INSERT INTO ledger (chain, position, at, capacity, act, digest)"
        " SELECT 'case:' || (n / 10), n % 10, :at, 'desk', 'submit', 'x' FROM numbers"
    ),
    (
        "INSERT INTO case_helpers (case_id, department, asked_at, due_at, done_at)"
        " SELECT n, 'x', :at, :at, CASE WHEN n % 200 > 0 THEN :at END FROM numbers"
    ),
    (
        "INSERT INTO ladder_steps (case_id, step, taken_at, due_at, struck_at)"
        " SELECT n, 'notice', :at, :at, CASE WHEN n % 200 > 0 THEN :at END FROM numbers"
    ),
    (
        "INSERT INTO calls (case_id, round, drawn_at, due_at, called_at)"
        " SELECT n, 1, :at, :at, CASE WHEN n % 200 > 0 THEN :at END FROM numbers"
    ),
    "INSERT INTO inbox (bot_id, update_id, chat_id, state, received_at)"
    " SELECT 1, n, n % 5000, " + _WAITS.format(done="done") + ", :at FROM numbers",
    "INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments, case_id, card, state,"
    " not_before, created_at) SELECT 'k' || n, n % 5000, 1 + n % 4, 'send', 'x', 'zh_CN',"
    " CAST('x' AS {blob}), n, 'task', " + _WAITS.format(done="sent") + ", :at, :at FROM numbers",
)
_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
_HOT: Mapping[str, Any] = {
    "inbox.find_waiting": inbox.SQL_WAITING,
    "inbox.settle": inbox.SQL_SETTLE,
    "people.find_by_user": people.SQL_FIND_BY_USER,
    "drafts.find": drafts.SQL_FIND,
    "drafts.save": drafts.SQL_SAVE,
    "outbox.say": outbox.SQL_SAY,
    "outbox.copies": outbox.SQL_COPIES,
    "outbox.silence": outbox.SQL_SILENCE,
    "claims.due": claims.SQL_DUE,
    "claims.claim": claims.SQL_CLAIM,
    "claims.settle": claims.SQL_SETTLE,
    "claims.left_over": claims.SQL_LEFT_OVER,
    "ledger.last": ledger.SQL_LAST,
    "cases.find": cases.SQL_FIND,
    "cases.find_of_reporter": cases.SQL_FIND_OF_REPORTER,
    "cases.find_open_in": cases.SQL_FIND_OPEN_IN,
    "cases.find_silent": cases.SQL_FIND_SILENT,
    "cases.find_unverified": cases.SQL_FIND_UNVERIFIED,
    "cases.find_unfinished": cases.SQL_FIND_UNFINISHED,
    "cases.find_told": cases.SQL_FIND_TOLD,
    "cases.find_merged_into": cases.SQL_FIND_MERGED_INTO,
    "cases.count_since": cases.SQL_COUNT_SINCE,
    "helpers.asked_in": helpers.SQL_ASKED_IN,
    "helpers.find_open": helpers.SQL_OPEN,
    "ladder.taken_in": ladder.SQL_TAKEN_IN,
    "ladder.find_over": ladder.SQL_OVER,
    "ladder.find_standing_still": ladder.SQL_STANDING_STILL,
    "calls.find": calls.SQL_FIND,
    "calls.find_open": calls.SQL_OPEN,
    "queue.page": queue.SQL_AFTER,
    "queue.counts": queue.SQL_COUNTS,
    "ledger_days.entries": ledger_days.SQL_ENTRIES,
    "staff.posts_in": staff.SQL_POSTS_IN,
}
_VALUES = {
    **dict.fromkeys(("bot_id", "after", "first", "version", "id", "attempts", "case_id", "lane"), 1),
    **dict.fromkeys(("chat_id", "user_id", "update_id", "question", "before", "person_id", "last"), 4),
    **dict.fromkeys(("chats", "per_chat", "most", "room", "limit"), 64),
    **dict.fromkeys(("staff_id", "round", "page", "after_id"), 2),
    **dict.fromkeys(("begins", "ends", "since"), _AT),
    **dict.fromkeys(("has_story", "unsure"), False),
    **dict.fromkeys(("now", "at"), _AT),
    "answers": b"x",
    "arguments": b"x",
    "listed": "[200, 400, 600]",
    "message_id": 1,
}
_BY_TEXT = ("cases.find_open_in", "staff.posts_in", "queue.page", "queue.counts")
_TIMES = ("started_at", "updated_at", "handled_at", "created_at", "not_before", "sent_at", "reminded_at")
_SCAN = re.compile(
    r"(?:SCAN|Seq Scan on) "
    r"(inbox|outbox|cases|people|drafts|ledger|case_helpers|ladder_steps|calls|c|s|h)\b(?! USING)"
)


async def plans(url: str, rows: int) -> None:
    """Fill the database and print a line for each statement."""
    database = await open_database(url)
    try:
        async with database.transaction() as connection:
            await _fill(connection, rows)
        async with database.transaction() as connection:
            await connection.execute("ANALYZE")
            for name, sql in _HOT.items():
                print(json.dumps(await _plan(connection, name, sql)), flush=True)
    finally:
        await database.close()


async def _fill(connection: Connection, rows: int) -> None:
    blob = "bytea" if connection.dialect == "postgresql" else "blob"
    for statement in _FILL:
        head, _, tail = statement.partition(" SELECT ")
        numbers = _NUMBERS.format(rows=rows)
        sql = f"{head} {numbers} SELECT {tail}".replace("{blob}", blob)
        await connection.execute(sql.replace(":at", f"'{_AT.isoformat()}'"))


async def _plan(connection: Connection, name: str, sql: Any) -> dict[str, Any]:
    text = sql if isinstance(sql, str) else sql[connection.dialect]
    how = "EXPLAIN QUERY PLAN" if connection.dialect == "sqlite" else "EXPLAIN"
    values = {one: _value(one, name) for one in numbered(text)[1]}
    rows = await connection.fetch_all(f"{how} {text}", values)
    steps = [str(row["detail"] if connection.dialect == "sqlite" else row["QUERY PLAN"]) for row in rows]
    scans = sorted({found for step in steps for found in _SCAN.findall(step)})
    return {
        "bench": "plans",
        "database": connection.dialect,
        "statement": name,
        "scans": scans,
        "plan": steps,
    }


def _value(parameter: str, statement: str) -> Any:
    if parameter == "listed" and statement in _BY_TEXT:
        return '["3702831", "3702832"]'
    if parameter == "before" and statement.endswith(("left_over", "find_silent")):
        return _AT
    return _AT if parameter in _TIMES else _VALUES.get(parameter, "x")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/plans.db"
        migrate(url)
        asyncio.run(plans(url, given.rows))


if __name__ == "__main__":
    main()
