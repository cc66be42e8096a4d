"""Half-done forms, day by day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.cases.case import Case, DueStage, State
from desk.domain.county.areas import Level
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.reports import tend_drafts
from tests.actions.casework import replied, stored
from tests.deskside import Desk, rules
from tests.village import RESIDENT, TOWN_DESK


async def told(desk: Desk, template: str) -> int:
    return sum(1 for one in await desk.told(RESIDENT) if one.template == template)


async def open_form(desk: Desk) -> str | None:
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    return None if draft is None else draft.form


async def test_a_form_is_remembered_once_after_a_day(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")

    for _ in range(3):
        await tend_drafts(clockwork)
        desk.wait(hours=25)

    assert await told(desk, "form.remember") == 1


async def test_a_story_goes_to_the_town_after_three_days(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "房子漏雨没法住")
    desk.wait(hours=73)

    for _ in range(2):
        await tend_drafts(clockwork)

    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
    assert (case.unfinished, case.level) == (True, Level.TOWN)
    assert "房子漏雨没法住" in (await desk.last_told(TOWN_DESK)).text
    assert await open_form(desk) is None


async def test_an_empty_form_is_forgotten_after_a_week(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    desk.wait(hours=169)

    await tend_drafts(clockwork)

    assert await open_form(desk) is None


async def test_a_story_survives_a_clock_that_stood_still_for_weeks(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "房子漏雨没法住")
    desk.wait(days=20)

    await tend_drafts(clockwork)

    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        assert len(await work.cases.find_of_reporter(person.id)) == 1


async def test_nobody_is_reminded_at_night(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    desk.wait(hours=38)  # eleven in the evening

    await tend_drafts(clockwork)

    assert await told(desk, "form.remember") == 0


async def test_a_reason_reaches_its_case_though_nobody_pressed_the_button(
    desk: Desk, clockwork: Clockwork
) -> None:
    case = await replied(desk)
    await desk.presses(RESIDENT, "不满意")
    await desk.types(RESIDENT, "钱没到账")
    desk.wait(hours=25)

    await tend_drafts(clockwork)

    assert (await stored(desk, case)).state is State.REOPENED
    assert "钱没到账" in (await desk.last_told(TOWN_DESK)).text
    assert await open_form(desk) is None


async def unfinished(desk: Desk) -> list[Case]:
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        return list(await work.cases.find_of_reporter(person.id))


@pytest.mark.parametrize("hours_before", [0, 14], ids=["by day", "at night"])
async def test_danger_in_a_form_that_is_left_reaches_the_town_within_minutes(
    desk: Desk, clockwork: Clockwork, hours_before: int
) -> None:
    desk.wait(hours=hours_before)
    await desk.resident()
    await desk.types(RESIDENT, "家里断粮了,我不想活了")
    heard = desk.now
    desk.wait(minutes=9)
    await tend_drafts(clockwork)
    assert await unfinished(desk) == []
    desk.wait(minutes=2)

    for _ in range(2):
        await tend_drafts(clockwork)

    [case] = await unfinished(desk)
    assert (case.danger, case.unfinished, case.due_stage) == (True, True, DueStage.ACCEPT)
    assert case.due_at == heard + timedelta(minutes=rules().acceptance.danger_minutes)
    assert "我不想活了" in (await desk.last_told(TOWN_DESK)).text
    assert await told(desk, "tell.handed_over_danger") == 1
    assert await open_form(desk) is None


async def test_whoever_goes_on_writing_in_danger_is_left_to_finish(desk: Desk, clockwork: Clockwork) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "家里断粮了,我不想活了")
    for _ in range(3):
        desk.wait(minutes=8)
        await desk.types(RESIDENT, "娃也饿着")

        await tend_drafts(clockwork)

    assert await unfinished(desk) == []
    assert await open_form(desk) == "report"


async def test_danger_said_where_no_story_was_asked_is_handed_over_too(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.resident()
    await desk.presses_code(RESIDENT, "m:for_other")
    await desk.types(RESIDENT, "我邻居,他喝农药了")
    desk.wait(minutes=11)

    await tend_drafts(clockwork)

    [case] = await unfinished(desk)
    assert (case.danger, case.subject) == (True, "我邻居,他喝农药了")


async def test_danger_in_words_for_a_case_reaches_it_within_minutes(desk: Desk, clockwork: Clockwork) -> None:
    case = await replied(desk)
    await desk.presses(RESIDENT, "不满意")
    await desk.types(RESIDENT, "不修我就不想活了")
    desk.wait(minutes=11)

    await tend_drafts(clockwork)

    async with desk.work() as work:
        assert "不修我就不想活了" in str(await work.cases.words(case.id))
    assert await open_form(desk) is None


async def test_a_story_of_somebody_who_never_agreed_is_asked_about_once_and_then_dropped(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.types(RESIDENT, "房子漏雨没法住")
    await desk.hears(RESIDENT, SaidKind.LOCATION, latitude=36.9, longitude=120.3)
    for _ in range(8):
        desk.wait(hours=12)
        await tend_drafts(clockwork)

    asked = [one.text for one in await desk.told(RESIDENT) if one.template == "form.agree_or_forget"]
    assert len(asked) == 1
    assert all(number in asked[0] for number in ("12317", "12345", "110", "120", "119"))
    assert await unfinished(desk) == []
    assert await open_form(desk) is None
    assert await desk.told(TOWN_DESK) == []
    async with desk.database.reading() as connection:
        counted = await connection.fetch_all("SELECT person_id FROM ledger WHERE act = 'drop_unagreed'")
        pieces = await connection.fetch_all("SELECT 1 AS yes FROM draft_pieces")
    assert ([row["person_id"] for row in counted], list(pieces)) == ([None], [])


async def test_after_a_standstill_whoever_never_agreed_is_asked_before_anything_is_dropped(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.types(RESIDENT, "房子漏雨没法住")
    desk.wait(days=20)
    await tend_drafts(clockwork)
    assert await open_form(desk) == "report"
    desk.wait(days=3)
    await tend_drafts(clockwork)

    assert await told(desk, "form.agree_or_forget") == 1
    assert await open_form(desk) is None


async def test_whoever_agrees_after_the_question_goes_on(desk: Desk, clockwork: Clockwork) -> None:
    await desk.types(RESIDENT, "房子漏雨没法住")
    desk.wait(hours=25)
    await tend_drafts(clockwork)
    await desk.types(RESIDENT, "/start")
    await desk.presses(RESIDENT, "请人来")
    await desk.presses(RESIDENT, "同意")
    desk.wait(hours=73)
    await tend_drafts(clockwork)

    [case] = await unfinished(desk)
    assert case.unfinished


async def test_danger_from_somebody_who_never_agreed_is_handed_over(desk: Desk, clockwork: Clockwork) -> None:
    await desk.types(RESIDENT, "家里断粮了")
    desk.wait(minutes=11)
    await tend_drafts(clockwork)

    [case] = await unfinished(desk)
    assert (case.danger, case.unfinished) == (True, True)
