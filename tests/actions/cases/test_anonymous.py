"""Whoever wants to stay unknown stays so: in every message to officials, and in every row of every table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from desk.actions.people.unreachable import mark_unreachable
from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Case, DueStage, Kind
from desk.domain.reports.report import read_report
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.cases import watch_cases
from schedules.ticks.reports import tend_drafts
from storage.engine.database import Database
from storage.schema import metadata
from tests.actions.casework import spoken, stored, voice
from tests.deskside import SEAL, Desk
from tests.everything_kept import spied_on
from tests.schedules.conftest import Signs
from tests.village import COMPLAINTS, DUTY, MONITOR, OFFICIALS, RESIDENT, TOWN_DESK, VILLAGE

PIECES = [
    spoken("他把救灾的棉被卖了", message_id=11),
    voice("VOICE"),
    {"kind": "video", "file_id": "VIDEO", "text": "看这个"},
    {"kind": "document", "file_id": "DOCUMENT", "file_name": "王秀兰的材料.docx"},
    {"kind": "location", "latitude": 36.8, "longitude": 120.1},
    {"kind": "photo", "file_id": "PHOTO"},
]


def clockwork_of(desk: Desk) -> Clockwork:
    signs = Signs()
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)


async def nameless(desk: Desk, **more: object) -> Case:
    """An anonymous complaint about the town's desk."""
    person = await desk.resident()
    accused = await desk.official(TOWN_DESK)
    answers = {
        "place": VILLAGE,
        "about": "town",
        "official": f"s{accused.id}",
        "identity": "nameless",
        "story": PIECES,
        "place_words": "王秀兰家",
        **more,
    }
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.COMPLAINT, answers))


async def rows_of(desk: Desk, sealed: Mapping[bytes, str]) -> list[tuple[str, dict[str, str]]]:
    """Every row of every table, what is sealed opened."""
    found = []
    async with desk.database.transaction() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.fetch_all(f"SELECT * FROM {table.name}"):
                opened = {
                    column.name: sealed.get(bytes(value), "") if isinstance(value, bytes) else str(value)
                    for column in table.columns
                    if (value := row[column.name]) is not None
                }
                found.append((table.name, opened))
    return found


async def test_only_words_and_photos_of_an_anonymous_reporter_are_kept(desk: Desk):
    case = await nameless(desk)

    async with desk.work() as work:
        words = [word for word in await work.cases.words(case.id) if word.author == "resident"]
    told = await desk.told(COMPLAINTS)

    assert {word.person_id for word in words} == {None}
    assert [word.body.get("file_id") for word in words if "file_id" in word.body] == ["PHOTO"]
    assert not any({"latitude", "file_name", "phone"} & set(word.body) for word in words)
    assert [one.file_id for one in told if one.file_id] == ["PHOTO"]
    assert (case.contact, case.subject, case.place_words) == ("", "", "")


async def test_no_row_ties_the_reporter_to_an_anonymous_case(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    """From the complaint over added words, urging, a reply and the call-back; sealed words looked at too."""
    sealed, desk = spied_on(monkeypatch), Desk(database)
    await desk.settle(*OFFICIALS)
    case = await nameless(desk)
    await desk.presses(COMPLAINTS, "受理")
    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "棉被一共十二床")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses_code(RESIDENT, f"o:{case.id}:urge")
    await desk.presses(COMPLAINTS, "答复")
    await desk.presses(COMPLAINTS, "自己写")
    await desk.types(COMPLAINTS, "正在查")
    await desk.presses(COMPLAINTS, "发给群众")
    await desk.presses(RESIDENT, "不满意")
    await desk.types(RESIDENT, "还没有退")
    await desk.presses(RESIDENT, "说完了")

    person = await desk.person()
    case_rows = [
        (table, row)
        for table, row in await rows_of(desk, sealed)
        if str(case.id) in (row.get("case_id"), table == "cases" and row["id"])
        or case.number in (row.get("number"), row.get("key"))
        or row.get("key", "").startswith("card:")
    ]
    tables = {table for table, _ in case_rows}
    assert {"cases", "case_words", "ledger", "media", "outbox", "follow_ups"} <= tables
    for table, row in case_rows:
        open_columns = {name: value for name, value in row.items() if name != "reporter_sealed"}
        whole = " ".join(open_columns.values())
        assert RESIDENT.name not in whole, (table, row)
        assert RESIDENT.phone.removeprefix("+86") not in whole, (table, row)
        assert str(RESIDENT.user_id) not in (row.get("chat_id"), row.get("user_id")), (table, row)
        assert "person_id" not in row or _is_officials(table, row, person.id), (table, row)
        assert "reporter_id" not in row, (table, row)


def _is_officials(table: str, row: Mapping[str, str], reporter_id: int) -> bool:
    return row["person_id"] != str(reporter_id)


async def test_what_was_said_to_the_reporter_names_the_case_in_sealed_words_only(desk: Desk):
    case = await nameless(desk)
    await desk.presses(COMPLAINTS, "受理")
    await desk.presses_code(RESIDENT, f"o:{case.id}:view")

    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            f"SELECT key, case_id, card, error FROM outbox WHERE chat_id = {RESIDENT.user_id}"
        )

    keys = [row["key"] for row in rows]
    assert any(re.fullmatch("[0-9a-f]{32}", key) for key in keys)  # «somebody has taken it up»
    assert not any(case.number in key or f":{case.id}:" in key for key in keys)
    assert {row["case_id"] for row in rows} == {None}


async def test_the_same_news_is_still_said_once(desk: Desk):
    """A digest of the key is as good as the key: said twice it is sent once, and edits find their message."""
    case = await nameless(desk)
    await desk.presses(COMPLAINTS, "受理")
    await desk.presses(COMPLAINTS, "答复")
    await desk.presses(COMPLAINTS, "自己写")
    await desk.types(COMPLAINTS, "查实了")
    await desk.presses(COMPLAINTS, "发给群众")
    await desk.presses(RESIDENT, "满意")

    told = await desk.told(RESIDENT)
    edited = [one for one in told if one.template == "follow_up.answered"]
    assert sum(one.template == "tell.replied" for one in told) == 1
    assert [one.row.target_id is not None for one in edited] == [True]
    assert (await stored(desk, case)).closed_at is not None


async def test_the_reporter_finds_an_anonymous_case_among_their_own(desk: Desk):
    case = await nameless(desk)

    await desk.types(RESIDENT, "我报的事")
    await desk.presses_code(RESIDENT, f"o:{case.id}:view")

    assert case.number in (await desk.told(RESIDENT))[-2].text
    assert "办的人不知道是您" in (await desk.last_told(RESIDENT)).text


async def test_whoever_blocks_the_desk_is_not_betrayed_by_a_request_to_telephone(desk: Desk):
    await nameless(desk)
    before = len(await desk.told(COMPLAINTS))

    async with desk.work() as work:
        await mark_unreachable(work, RESIDENT.user_id)

    assert len(await desk.told(COMPLAINTS)) == before


async def test_danger_that_nobody_takes_up_climbs_without_a_name(desk: Desk):
    case = await nameless(desk, danger="yes")

    for _ in range(4):
        desk.wait(minutes=16)
        await watch_cases(clockwork_of(desk))

    told = [*await desk.told(COMPLAINTS), *await desk.told(DUTY)]
    words = "\n".join(one.text for one in told)
    assert case.number in words
    assert RESIDENT.name not in words
    assert RESIDENT.phone.removeprefix("+86") not in words
    assert [await desk.told(one) for one in (MONITOR, TOWN_DESK)] == [[], []]


async def test_added_voices_of_an_anonymous_reporter_stay_where_they_are(desk: Desk):
    case = await nameless(desk)

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="ADDED", duration=4)
    await desk.types(RESIDENT, "再说一句")
    await desk.presses(RESIDENT, "说完了")

    added = [one for one in await desk.told(COMPLAINTS) if one.template == "task.added"]
    assert "匿名件不转" in added[0].text
    assert "ADDED" not in {one.file_id for one in await desk.told(COMPLAINTS)}


async def test_danger_in_added_words_of_an_anonymous_case_alarms_without_a_name(desk: Desk):
    case = await nameless(desk)

    await desk.presses_code(RESIDENT, f"o:{case.id}:add")
    await desk.types(RESIDENT, "他拿刀来我家了")
    alarm = [one for one in await desk.told(COMPLAINTS) if one.template == "alarm.card"]
    await desk.presses(RESIDENT, "说完了")

    assert "匿名" in alarm[0].text
    assert RESIDENT.name not in alarm[0].text
    assert [await desk.told(one) for one in (MONITOR, TOWN_DESK)] == [[], []]
    assert (await stored(desk, case)).danger


@pytest.mark.parametrize(("chosen", "known"), [((), False), (("村干部", "说不清", "留名"), True)])
async def test_a_complaint_half_told_is_handed_over_outside_and_nameless_until_chosen(
    desk: Desk, chosen: Sequence[str], known: bool
):
    await desk.resident()
    await desk.types(RESIDENT, "我要举报村书记贪污")
    if chosen:
        await desk.presses(RESIDENT, "这是投诉")
    for way in chosen:
        await desk.presses(RESIDENT, way)

    desk.wait(hours=25)
    await tend_drafts(clockwork_of(desk))
    desk.wait(hours=48)
    await tend_drafts(clockwork_of(desk))

    card = next(one.text for one in await desk.told(COMPLAINTS) if one.template == "task.card")
    assert "贪污" in card
    assert (RESIDENT.name in card) is known
    assert [await desk.told(one) for one in (MONITOR, TOWN_DESK, DUTY)] == [[], [], []]
    assert "不经过村里" in (await desk.last_told(RESIDENT)).text


async def test_the_digest_of_a_key_needs_the_countys_key():
    assert SEAL.index("outbox.key:tell:1:2:x") != SEAL.index("outbox.key:tell:1:3:x")


async def test_nobody_is_offered_to_visit_a_reporter_whom_nobody_knows(desk: Desk):
    case = await nameless(desk)
    await desk.presses(COMPLAINTS, "受理")

    offered = [label for told in await desk.told(COMPLAINTS) for label in told.buttons]
    await desk.presses(COMPLAINTS, "答复")
    prepared = list((await desk.last_told(COMPLAINTS)).buttons)

    assert not any("走访" in label for label in offered)
    assert "已经办好" in prepared
    assert "已当面说清" not in prepared
    assert (await stored(desk, case)).due_stage is DueStage.REPLY


async def test_a_complaint_opened_again_waits_for_an_answer_not_for_a_visit(desk: Desk):
    case = await nameless(desk)
    await desk.presses(COMPLAINTS, "受理")
    await desk.presses(COMPLAINTS, "答复")
    await desk.presses(COMPLAINTS, "已经办好")
    await desk.presses(COMPLAINTS, "发给群众")

    await desk.presses(RESIDENT, "不满意")

    after = await stored(desk, case)
    assert (after.reopened, after.due_stage, after.due_at) == (1, DueStage.REPLY, after.reply_due_at)


async def test_no_moment_of_a_message_is_that_of_an_entry_in_the_ledger(desk: Desk) -> None:
    """The join that once named every anonymous reporter."""
    desk.now = desk.now.replace(second=17, microsecond=123456)
    await nameless(desk)

    async with desk.database.reading() as connection:
        joined = await connection.fetch_all(
            "SELECT o.chat_id FROM outbox o JOIN ledger l ON l.at IN (o.created_at, o.not_before)"
        )
        said = await connection.fetch_all("SELECT created_at FROM outbox")
    assert said
    assert joined == []
