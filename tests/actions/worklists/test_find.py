"""Looking for a case: by everything that people remember, and never past the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk.actions.callbacks.follow_up import close_unrated
from desk.actions.reports.submit import submit_report
from desk.actions.worklists.search import A_LIST, find_cases
from desk.domain.cases.case import Case, Kind
from desk.domain.cases.joint_parts import Helper
from desk.domain.reports.report import read_report
from storage.cases import search
from storage.cases.rows import values_of
from tests.actions.casework import replied, report, spoken
from tests.actions.worklists.test_queue import changed
from tests.deskside import SEAL, Desk
from tests.village import (
    COMPLAINTS,
    DUTY,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
    Character,
)


async def found(desk: Desk, who: Character, words: str) -> list[int]:
    """The cases that this official finds."""
    person = await desk.person(who)
    async with desk.work() as work:
        result = await find_cases(work, person, words)
    assert result is not None
    return [case.id for case in result.cases]


async def reported_by(desk: Desk, who: Character, **more: Any) -> Case:
    person = await desk.resident(who)
    answers = {"trouble": "water", "place": VILLAGE, "story": [spoken("没水吃")], "danger": "no", **more}
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.HARDSHIP, answers))


@pytest.mark.parametrize("wanted", ["{number}", "{tail}", "{bare}", "{last}"])
async def test_a_number_is_found_in_full_and_by_its_last_digits(desk: Desk, wanted: str) -> None:
    case, other = await report(desk), await report(desk)
    number = case.number
    words = wanted.format(
        number=number, tail=number[3:], bare=number.lower().replace("-", ""), last=number[-4:]
    )

    assert await found(desk, TOWN_DESK, words) == [case.id]
    assert other.id != case.id


async def test_the_last_digits_of_other_days_are_found_too_the_newest_first(desk: Desk) -> None:
    first = await report(desk)
    desk.wait(days=3)
    second = await report(desk)

    assert first.number[-4:] == second.number[-4:]
    assert await found(desk, TOWN_DESK, first.number[-4:]) == [second.id, first.id]


async def test_a_part_of_the_name_is_enough_and_so_is_whom_it_is_about(desk: Desk) -> None:
    own = await report(desk)
    neighbour = await reported_by(desk, NEIGHBOUR, subject={"kind": "text", "text": "张桂芳老人"})

    assert await found(desk, TOWN_DESK, "秀兰") == [own.id]
    assert await found(desk, TOWN_DESK, "张桂芳") == [neighbour.id]
    assert await found(desk, TOWN_DESK, "秀") == []  # one sign fits half a county
    assert await found(desk, TOWN_DESK, "没有这个人") == []


async def test_a_telephone_finds_its_owner_and_where_it_was_left(desk: Desk) -> None:
    own = await report(desk)
    left = await reported_by(desk, NEIGHBOUR, contact="13900009999")

    assert await found(desk, TOWN_DESK, "138 0000 1001") == [own.id]
    assert await found(desk, TOWN_DESK, "13900009999") == [left.id]


async def test_a_village_finds_what_was_reported_there(desk: Desk) -> None:
    here = await report(desk)
    there = await report(desk, place=NEIGHBOUR_VILLAGE)

    assert await found(desk, TOWN_DESK, "九里夼村") == [here.id]
    assert there.id not in await found(desk, TOWN_DESK, "九里夼")


async def test_finished_cases_are_found_as_well(desk: Desk) -> None:
    case = await replied(desk)
    person = await desk.resident()
    desk.wait(days=8)
    async with desk.work() as work:
        current = await work.cases.find(case.id)
        assert current is not None
        await close_unrated(work, current)

    assert await found(desk, MONITOR, case.number) == [case.id]
    assert person.id == case.reporter_id


async def test_what_is_not_yours_is_as_if_it_were_not_there(desk: Desk) -> None:
    foreign = await report(desk, place=OTHER_VILLAGE)
    outside = await changed(desk, await report(desk), outside=True)

    for words in (foreign.number, foreign.number[-4:], "石桥村", "王秀兰", "13800001001"):
        assert await found(desk, MONITOR, words) == []
    for words in (outside.number, outside.number[-4:], "王秀兰", "九里夼村"):
        assert outside.id not in await found(desk, DUTY, words)
    assert await found(desk, OTHER_TOWN_DESK, foreign.number) == [foreign.id]
    assert await found(desk, COMPLAINTS, outside.number) == [outside.id]


async def test_an_anonymous_reporter_is_not_found_by_who_they_are(desk: Desk) -> None:
    person = await desk.resident()
    answers: dict[str, Any] = {"trouble": "other", "place": VILLAGE, "story": [spoken("有人多占")]}
    async with desk.work() as work:
        case = await submit_report(work, person, read_report(Kind.SUGGESTION, answers))
    async with desk.database.transaction() as connection:
        hidden = values_of(replace(case, anonymous=True, contact="13900009999"), SEAL)
        await connection.execute(
            "UPDATE cases SET anonymous = true, reporter_id = NULL, reporter_sealed = :reporter_sealed,"
            " reporter_index = :reporter_index, contact = :contact WHERE id = :id",
            {name: hidden[name] for name in ("reporter_sealed", "reporter_index", "contact", "id")},
        )

    for words in ("王秀兰", "13800001001", "13900009999"):
        assert await found(desk, TOWN_DESK, words) == []
    assert await found(desk, TOWN_DESK, case.number[-4:]) == [case.id]


async def test_a_joined_department_finds_its_part_and_nothing_else(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    joined, other = await report(desk), await report(desk)
    staff = await desk.official(MEDICAL_DESK)
    async with desk.work() as work:
        await work.helpers.join(
            Helper(joined.id, "医保局", desk.now, desk.now + timedelta(days=3), told_staff_id=staff.id)
        )

    assert await found(desk, MEDICAL_DESK, "王秀兰") == [joined.id]
    assert await found(desk, MEDICAL_DESK, other.number) == []


async def test_a_long_list_ends_and_says_so(desk: Desk) -> None:
    cases = [await report(desk) for _ in range(A_LIST + 2)]
    town = await desk.person(TOWN_DESK)

    async with desk.work() as work:
        result = await find_cases(work, town, "王秀兰")

    assert result is not None
    assert [case.id for case in result.cases] == [case.id for case in reversed(cases)][:A_LIST]
    assert result.more


async def test_no_more_names_are_opened_than_agreed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_CHUNK", 2)
    monkeypatch.setattr(search, "OPENED_AT_MOST", 4)
    old = await reported_by(desk, NEIGHBOUR)
    for _ in range(4):
        await report(desk)

    assert await found(desk, TOWN_DESK, "李建国") == []
    assert await found(desk, TOWN_DESK, old.number) == [old.id]


async def test_residents_look_for_nothing(desk: Desk) -> None:
    resident = await desk.resident(RESIDENT)

    async with desk.work() as work:
        assert await find_cases(work, resident, "0001") is None
