"""What stands in the database of an older program is there after an upgrade, where it belongs now."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest

from desk.domain.talk.forms import story_of, with_piece
from desk.domain.talk.messages import Message
from desk.domain.talk.uploads import Upload
from desk.domain.visits.duties import Window
from desk.domain.visits.visit import Rate, TownRate
from desk.ports.visits.windows import DutiesOpened
from storage.engine.facts import set_fact
from storage.engine.migrate import migrate
from storage.engine.named import stored
from storage.engine.seal import Seal
from storage.mail.claims import Claims, SendOutcome
from storage.mail.incidents import open_incidents
from storage.mail.outbox import OutboxRows
from storage.mail.outbox_states import OutboxState
from storage.mail.uploads import kept
from storage.policy import PolicyRoom
from storage.staff import StaffRoom
from storage.talk.drafts import DraftRows
from storage.talk.menus import menus_shown
from storage.visits import VisitRoom
from tests.databases import opened
from tests.storage.cast import MONDAY
from tests.storage.engine.older import make_older, run
from tests.storage.engine.test_migrate import differences_at

A_CASE = """
INSERT INTO cases (number, kind, trouble, source, state, version, reporter_id, area_code, level, danger,
    visit_due_at, reply_due_at, submitted_at)
VALUES ('BF-261122-0001', 'hardship', 'illness', 'self', 'assigned', 2, 1, '370283122215', 'village', false,
    '2026-11-24', '2026-11-27', '2026-11-22')
"""


A_DRAFT = """
INSERT INTO drafts (chat_id, form, step, version, question, answers, has_story, started_at, updated_at)
VALUES (7, 'report', 'story', 3, 2, :answers, true, '2026-11-22T01:00:00+00:00', '2026-11-22T01:00:00+00:00')
"""


@pytest.mark.parametrize("revision", ["0002", "0004"])
async def test_an_older_database_keeps_its_rows(empty_url: str, revision: str) -> None:
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, revision)))
    await run(
        empty_url,
        "INSERT INTO people (user_id, language, created_at) VALUES (7, 'en', '2026-11-22')",
        A_CASE,
        "INSERT INTO follow_ups (case_id, round, asked_at) VALUES (1, 1, '2026-11-22')",
    )

    await asyncio.to_thread(migrate, empty_url)

    assert await differences_at(empty_url) == []
    async with opened(empty_url) as database, database.reading() as connection:
        people = await connection.fetch_all("SELECT user_id, reachable FROM people")
        cases = await connection.fetch_all("SELECT number, reporter_id, department, outside FROM cases")
        rounds = await connection.fetch_all("SELECT round FROM follow_ups WHERE case_id = 1")
    assert [(row["user_id"], bool(row["reachable"])) for row in people] == [(7, True)]
    assert [(row["number"], row["reporter_id"], row["department"]) for row in cases] == [
        ("BF-261122-0001", 1, "")
    ]
    assert not cases[0]["outside"]
    assert len(rounds) == 1


async def test_a_form_that_was_half_told_at_the_upgrade_goes_on(empty_url: str, seal: Seal) -> None:
    story = [{"text": "房顶漏雨", "message_id": 5}, {"text": "墙也裂了", "message_id": 6}]
    answers = seal.close(orjson.dumps({"trouble": "housing", "story": story}), "drafts.answers:7")
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0013")))
    async with opened(empty_url) as database, database.transaction() as connection:
        await connection.execute(A_DRAFT, {"answers": answers})

    await asyncio.to_thread(migrate, empty_url)

    async with opened(empty_url) as database, database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        found = await drafts.find(7)
        assert found is not None
        assert (found.pieces, found.characters, list(found.fresh)) == (2, 8, story)
        more = with_piece(found, {"text": "东屋也漏", "message_id": 7})
        assert await drafts.save(replace(more, version=4))
        after = await drafts.find(7)
        assert after is not None
        assert (after.pieces, after.fresh, after.answers) == (3, (), {"trouble": "housing"})
        whole = await drafts.whole(after)
        assert [piece["text"] for piece in story_of(whole.answers)] == ["房顶漏雨", "墙也裂了", "东屋也漏"]


PACKED = {
    "households:handed_over": "1>2 2>1 7>2",
    "lags:of:370283122000": "2026-11-01|2026-11-21|14|3",
    "visits:opened": "2026-11-23|2026-11-23T01:00:00.000000+00:00|0123456789ab ba9876543210",
    "reminders:turn": "2026-11-23T01:00:00+00:00",
    "reminders:dropped:morning": "2026-11-20",
    "alarm:deadlines": "tick:deadlines:7",
    "menu:4711": "start desk help",
    "county_code": "370283000000",
}


async def test_what_stood_packed_in_facts_is_in_tables_after_the_upgrade(empty_url: str, seal: Seal) -> None:
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0020")))
    async with opened(empty_url) as database, database.transaction() as connection:
        for phone in ("1", "2"):
            await connection.execute(
                "INSERT INTO staff (name, phone, phone_index) VALUES (:words, :words, :phone)",
                {"words": b"x", "phone": phone},
            )
        for name, value in PACKED.items():
            await set_fact(connection, name, value)

    await asyncio.to_thread(migrate, empty_url)

    async with opened(empty_url) as database, database.transaction() as connection:
        handovers, visits = StaffRoom(connection, seal, MONDAY).handovers, VisitRoom(connection, seal, MONDAY)
        waiting = []
        while (first := await handovers.first()) is not None:
            waiting.append((first.giver_id, first.heir_id))
            await handovers.end(first)
        assert waiting == [(1, 2), (2, 1)]  # nobody is number 7
        november = Window(date(2026, 11, 1), date(2026, 11, 21))
        town = "370283122000"
        assert await visits.town_rates.of([town]) == [TownRate(town, november, Rate(14, 3))]
        assert await visits.periods.opened() == DutiesOpened(
            date(2026, 11, 23),
            datetime(2026, 11, 23, 1, tzinfo=UTC),
            frozenset({"0123456789ab", "ba9876543210"}),
        )
        assert await visits.reminders.dropped_to("morning") == date(2026, 11, 20)
        assert await open_incidents(connection) == {"deadlines": "tick:deadlines:7"}
        assert await menus_shown(connection) == {4711: "start desk help"}
        facts = await connection.fetch_all("SELECT name FROM facts")
        assert [row["name"] for row in facts] == ["county_code"]


A_MESSAGE = """
INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments, state, not_before, created_at,
    error)
VALUES (:key, 7, 1, 'send', 'x', 'en', :arguments, 'failed', '2026-11-22', '2026-11-22', :error)
"""


async def test_what_nobody_could_get_is_no_failure_after_the_upgrade(empty_url: str) -> None:
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0021")))
    async with opened(empty_url) as database, database.transaction() as connection:
        for key, error in (("card:1", "403 unreachable"), ("card:2", "400 Bad Request: chat")):
            await connection.execute(A_MESSAGE, {"key": key, "arguments": b"x", "error": error})

    await asyncio.to_thread(migrate, empty_url)

    async with opened(empty_url) as database, database.reading() as connection:
        rows = await connection.fetch_all("SELECT key, state FROM outbox ORDER BY key")
    assert [(row["key"], OutboxState(row["state"])) for row in rows] == [
        ("card:1", OutboxState.BLOCKED),
        ("card:2", OutboxState.FAILED),
    ]


async def test_items_that_wait_for_a_second_person_still_wait_after_the_upgrade(
    empty_url: str, seal: Seal
) -> None:
    at = stored(MONDAY)
    item = {
        "title": "低保",
        "topic": "allowance",
        "department": "民政局",
        "question": "怎么申请",
        "words": "去村里",
    }
    details = orjson.dumps({**item, "answered_on": "2026-11-22"}).decode()
    asked = {"details": seal.close(details, f"approvals.details:{at}"), "at": at}
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0022")))
    await run(
        empty_url,
        "INSERT INTO people (user_id, language, created_at) VALUES (7, 'en', '2026-11-22')",
        A_CASE,
    )
    async with opened(empty_url) as database, database.transaction() as connection:
        await connection.execute(
            "INSERT INTO staff (name, phone, phone_index) VALUES (:x, :x, '1')", {"x": b"x"}
        )
        for wish in ("revoke", "policy_item 1"):
            await connection.execute(
                "INSERT INTO approvals (wish, details, asked_by, asked_at) VALUES (:wish, :details, 1, :at)",
                {**asked, "wish": wish},
            )

    await asyncio.to_thread(migrate, empty_url)

    async with opened(empty_url) as database, database.transaction() as connection:
        wishes = PolicyRoom(connection, seal, MONDAY).item_wishes
        found = await wishes.of_case(1)
        assert found is not None
        assert (found.id, found.case_id, found.item.title, found.granted) == (2, 1, "低保", None)
        assert await wishes.ask(found) == 3
        left = await connection.fetch_all("SELECT wish FROM approvals")
        assert [row["wish"] for row in left] == ["revoke"]


async def test_what_waited_before_there_were_files_goes_on_waiting_and_files_may_follow(
    empty_url: str, seal: Seal
) -> None:
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0024")))
    async with opened(empty_url) as database, database.transaction() as connection:
        rows = OutboxRows(connection, seal, MONDAY)
        await rows.say(Message("before", 7, "x", file_id="AgAC", file_kind="photo"))

    await asyncio.to_thread(migrate, empty_url)

    later = MONDAY + timedelta(seconds=1)
    async with opened(empty_url) as database, database.transaction() as connection:
        rows = OutboxRows(connection, seal, MONDAY)
        await rows.say(Message("after", 7, "x", upload=Upload("a.txt", b"bytes")))
        claims = Claims(connection, seal)
        first, second = await claims.claim(await claims.due((1, 4), (), 9, later), later)
        assert (claims.open(first).file_id, claims.open(first).upload) == ("AgAC", "")
        assert await kept(connection, seal, (second.id, second.key)) == b"bytes"
        await claims.settle([SendOutcome(row, OutboxState.SENT, 1) for row in (first, second)], later)
        assert await connection.fetch_all("SELECT outbox_id FROM uploads") == []
