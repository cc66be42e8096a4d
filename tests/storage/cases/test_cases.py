"""Cases keep everything, give way to the first who acts, and are listed by what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.cases.case import FINISHED, Author, DueStage, Rating, State, Word
from desk.domain.county.areas import Level
from desk.domain.talk.said import SaidKind
from storage.cases.cases import CaseRows
from storage.engine.database import Database
from storage.engine.seal import Seal, SealError
from storage.staff.staff import StaffRows
from tests.storage.cast import MONDAY, TOWN, VILLAGE, a_case, add_case, enter


async def test_a_case_comes_back_with_everything_that_an_act_changed(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal, subject="Zhao, 81", contact="13800138000", place_words="村东头")
    async with database.transaction() as connection:
        staff_id = await StaffRows(connection, seal, MONDAY).add("Li Qiang", "13900000000")
        after = replace(
            case,
            version=2,
            state=State.RESOLVED,
            level=Level.TOWN,
            danger=True,
            unfinished=True,
            told_staff_id=staff_id,
            accepted_by=staff_id,
            disputes=1,
            reopened=2,
            due_stage=DueStage.FOLLOW_UP,
            due_at=MONDAY + timedelta(days=7),
            accepted_at=MONDAY,
            visited_at=MONDAY + timedelta(hours=4),
            resolved_at=MONDAY + timedelta(hours=5),
            closed_at=MONDAY + timedelta(hours=6),
            closed_level=Level.VILLAGE,
            rating=Rating.MOSTLY,
            urged_at=MONDAY + timedelta(hours=1),
        )
        assert await CaseRows(connection, seal, MONDAY).save(after)

    async with database.reading() as connection:
        cases = CaseRows(connection, seal, MONDAY)
        assert await cases.find(case.id) == after
        assert await cases.find_by_number(case.number) == after


async def test_moments_come_back_aware_and_in_utc(database: Database, seal: Seal) -> None:
    in_the_village = datetime.fromisoformat("2026-11-23T09:30:00+08:00")

    case = await add_case(database, seal, submitted_at=in_the_village)

    assert case.submitted_at == in_the_village
    assert case.submitted_at.tzinfo == UTC


async def test_the_second_of_two_presses_changes_nothing(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        cases = CaseRows(connection, seal, MONDAY)
        first = replace(case, version=2, state=State.ACCEPTED)
        second = replace(case, version=2, state=State.WITHDRAWN)

        assert await cases.save(first) is True
        assert await cases.save(second) is False

        assert await cases.find(case.id) == first


async def test_nobody_finds_a_case_that_is_not_there(database: Database, seal: Seal) -> None:
    async with database.reading() as connection:
        cases = CaseRows(connection, seal, MONDAY)

        assert await cases.find(1) is None
        assert await cases.find_by_number("BF-261123-0001") is None


async def test_numbers_begin_with_one_each_day(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cases = CaseRows(connection, seal, MONDAY)

        given = [await cases.next_number(day) for day in ("261123", "261123", "261124", "261123", "261124")]

    assert given[0] == 1
    assert given[2] == 1
    assert given[0] < given[1] < given[3]
    assert given[2] < given[4]


async def test_numbers_that_are_skipped_are_never_given_out(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cases = CaseRows(connection, seal, MONDAY)
        before = await cases.next_number("261123")

        for day in ("261123", "261124"):
            await cases.skip_numbers(day, 5_000)
        after, fresh = await cases.next_number("261123"), await cases.next_number("261124")

    assert after > before + 5_000
    assert fresh > 5_000


async def test_what_was_said_comes_back_in_the_order_it_was_said(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    words = [
        Word(Author.RESIDENT, SaidKind.TEXT, {"text": "屋顶漏水"}, MONDAY, case.reporter_id),
        Word(Author.RESIDENT, SaidKind.PHOTO, {"file_id": "AgAC"}, MONDAY, case.reporter_id),
        Word(Author.OFFICIAL, "reply", {"text": "We come tomorrow."}, MONDAY + timedelta(hours=1)),
    ]
    async with database.transaction() as connection:
        await CaseRows(connection, seal, MONDAY).add_words(case.id, words)

    async with database.reading() as connection:
        kept = await CaseRows(connection, seal, MONDAY).words(case.id)
    assert [replace(word, id=0) for word in kept] == words


async def test_words_moved_into_another_case_cannot_be_read(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        cases = CaseRows(connection, seal, MONDAY)
        other = await cases.add(a_case("BF-261123-0002", case.reporter_id))
        await cases.add_words(case.id, [Word(Author.RESIDENT, SaidKind.TEXT, {"text": "secret"}, MONDAY)])
        await connection.execute("UPDATE case_words SET case_id = :id", {"id": other.id})

        with pytest.raises(SealError):
            await cases.words(other.id)


async def test_of_thousands_of_words_the_beginning_the_newest_and_the_officials_are_read(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        cases = CaseRows(connection, seal, MONDAY)
        await cases.add_words(case.id, [Word(Author.DESK, "about", {"code": "town"}, MONDAY)])
        for first in range(0, 2000, 500):
            await cases.add_words(case.id, [told(f"{first + n}") for n in range(500)])
            await cases.add_words(case.id, [Word(Author.OFFICIAL, "reply", {"text": f"r{first}"}, MONDAY)])

        words = await cases.words(case.id)

    said = [word.body.get("text") for word in words if word.author is Author.RESIDENT]
    assert said == [*map(str, range(200)), *map(str, range(1900, 2000))]
    assert [word.body["text"] for word in words if word.kind == "reply"] == ["r0", "r500", "r1000", "r1500"]
    assert words[0].kind == "about"


def told(text: str) -> Word:
    return Word(Author.RESIDENT, SaidKind.TEXT, {"text": text}, MONDAY)


async def test_a_reporter_sees_the_newest_first(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        cases = CaseRows(connection, seal, MONDAY)
        for number in ("1", "2", "3"):
            await cases.add(a_case(number, cast.wang.id))
        await cases.add(a_case("4", cast.li.id))

        found = await cases.find_of_reporter(cast.wang.id, limit=2)

        assert [case.number for case in found] == ["3", "2"]


async def test_open_cases_of_an_area_are_listed_by_what_is_due_next(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        cases = CaseRows(connection, seal, MONDAY)
        for number, other in {
            "later": {"due_at": MONDAY + timedelta(days=3)},
            "sooner": {"due_at": MONDAY},
            "without": {"due_at": None, "state": State.RESOLVED},
            "closed": {"state": State.CLOSED},
            "withdrawn": {"state": State.WITHDRAWN},
            "elsewhere": {"area_code": "370283199200"},
        }.items():
            await cases.add(a_case(number, cast.wang.id, **other))

        found = await cases.find_open_in([VILLAGE, TOWN], 10)

        assert [case.number for case in found] == ["sooner", "later"]
        assert await cases.find_open_in([], 10) == []


async def test_silent_cases_are_the_resolved_ones_whose_time_is_over_oldest_first(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        cases = CaseRows(connection, seal, MONDAY)
        for number, due_at in {
            "b": MONDAY - timedelta(hours=1),
            "a": MONDAY - timedelta(days=1),
            "now": MONDAY,
            "none": None,
        }.items():
            await cases.add(a_case(number, cast.wang.id, state=State.RESOLVED, due_at=due_at))
        await cases.add(a_case("owed", cast.wang.id, due_at=MONDAY - timedelta(days=2)))

        found = await cases.find_silent(MONDAY, limit=10)

        assert [case.number for case in found] == ["a", "b"]


async def test_unfinished_cases_are_those_that_an_official_has(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        cases = CaseRows(connection, seal, MONDAY)
        kept = [await cases.add(a_case(state, cast.wang.id, state=state)) for state in State]

        first = await cases.find_unfinished(after_id=0, limit=4)
        rest = await cases.find_unfinished(after_id=first[-1].id, limit=4)

        assert [case.state for case in (*first, *rest)] == [
            case.state for case in kept if case.state not in {*FINISHED, State.RESOLVED}
        ]


async def test_visits_and_call_backs_are_kept_sealed(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        staff_id = await StaffRows(connection, seal, MONDAY).add("Li Qiang", "13900000000")
        cases = CaseRows(connection, seal, MONDAY)

        await cases.add_visit(case.id, staff_id, "home", MONDAY, "the roof leaks")
        await cases.add_follow_up(case.id, 1)
        await cases.add_follow_up(case.id, 1)
        await cases.answer_follow_up(case.id, 1, Rating.PARTLY, "still wet")

        visit = await connection.fetch_one("SELECT visited_at, findings FROM visits")
        asked = await connection.fetch_all("SELECT round, rating, answered_at, words FROM follow_ups")
        place = f"visits.findings:{case.id}:{visit['visited_at']}"
        assert seal.open(visit["findings"], place) == "the roof leaks"
        assert [(row["round"], row["rating"]) for row in asked] == [(1, "partly")]
        assert seal.open(asked[0]["words"], f"follow_ups.words:{case.id}:1") == "still wet"
