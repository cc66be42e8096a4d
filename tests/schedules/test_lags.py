"""Superiors hear who missed visits: once on a working day, the worst first, down to the household."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.actions.visits.record import ToldVisit as Said
from desk.actions.visits.record import record_visit
from desk.domain.visits.visit import How
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tell_who_lags, tend_periods
from schedules.ticks.worklists import send_digests
from tests.deskside import Desk, Told
from tests.register import WANGS, other, register
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    TOWN_LEADER,
    ZONE,
    Character,
)

# December's windows are settled on the fourth of January, a Monday.
SETTLED = datetime(2027, 1, 4, 8, 31, tzinfo=ZONE)


@pytest.fixture
async def homes(desk: Desk, clockwork: Clockwork) -> list[int]:
    """One household in each of three villages; the one of the monitor was visited in December."""
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    found = await register(
        desk,
        WANGS,
        other(WANGS, "3702832150003", area_code=NEIGHBOUR_VILLAGE),
        other(WANGS, "3702832150004", area_code=OTHER_VILLAGE),
    )
    await tend_periods(clockwork)
    await tell_who_lags(clockwork)
    desk.now = datetime(2026, 12, 3, 10, tzinfo=ZONE)
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        await record_visit(work, person, found[0], Said("december", How.HOME, date(2026, 12, 3)))
    return [*found]


async def at(desk: Desk, clockwork: Clockwork, moment: datetime) -> None:
    desk.now = moment
    await tend_periods(clockwork)
    await tell_who_lags(clockwork)


async def lists(desk: Desk, who: Character) -> list[Told]:
    return [one for one in await desk.told(who) if one.template == "lagging.list"]


async def test_each_town_reads_once_who_missed_visits(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    for minutes in (0, 10, 20):
        await at(desk, clockwork, SETTLED + timedelta(minutes=minutes))

    (told,) = await lists(desk, TOWN_DESK)
    assert "该去" in told.text
    assert "旧店镇旧店村：0 / 2" in told.text
    assert "九里夼村：" not in told.text
    (other_town,) = await lists(desk, OTHER_TOWN_DESK)
    assert "石桥村：0 / 2" in other_town.text
    assert await lists(desk, DUTY) == []


async def test_nothing_new_is_no_message_and_neither_is_a_day_off(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    for day in (1, 2, 3):  # holidays; windows are settled only after the third
        await at(desk, clockwork, datetime(2027, 1, day, 9, tzinfo=ZONE))
    assert await lists(desk, TOWN_DESK) == []

    await at(desk, clockwork, SETTLED)
    for days in (1, 2, 3):
        await at(desk, clockwork, SETTLED + timedelta(days=days))

    assert len(await lists(desk, TOWN_DESK)) == 1


async def test_after_a_week_of_silence_the_list_is_read_once(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    back = datetime(2027, 1, 11, 14, tzinfo=ZONE)

    for hours in (0, -1, 1):
        await at(desk, clockwork, back + timedelta(hours=hours))

    assert len(await lists(desk, TOWN_DESK)) == 1


async def test_a_new_desk_does_not_begin_with_what_was_missed_before(
    desk: Desk, clockwork: Clockwork
) -> None:
    await register(desk, WANGS)
    await tend_periods(clockwork)

    await at(desk, clockwork, SETTLED)

    assert await lists(desk, TOWN_DESK) == []


async def test_where_the_town_has_nobody_the_county_reads_it(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    desk.now = SETTLED - timedelta(days=1)
    await desk.send_on_leave(TOWN_DESK, 5)

    await at(desk, clockwork, SETTLED)

    assert await lists(desk, TOWN_DESK) == []
    (told,) = await lists(desk, DUTY)
    assert "旧店村" in told.text


async def test_whoever_had_to_go_by_name_is_named(desk: Desk, clockwork: Clockwork, homes: list[int]) -> None:
    desk.now = datetime(2026, 11, 23, 9, tzinfo=ZONE)
    officer = await desk.official(DUTY)
    await register(desk, replace(WANGS, number="3702832150005", officer_id=officer.id))

    await at(desk, clockwork, SETTLED)

    (told,) = await lists(desk, TOWN_DESK)
    assert f"{DUTY.name}：0 / 1" in told.text


async def test_the_county_looks_down_to_the_household(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    await at(desk, clockwork, SETTLED)

    await desk.types(DUTY, "/lagging")
    county = await desk.last_told(DUTY)
    await desk.presses(DUTY, "旧店镇")
    await desk.presses(DUTY, "旧店村")
    village = await desk.last_told(DUTY)
    await desk.presses(DUTY, WANGS.head.name)

    assert "店子镇：0 / 2" in county.text
    assert "旧店镇：2 / 4" in county.text
    assert f"{WANGS.head.name}：12月31日" in village.text
    card = await desk.last_told(DUTY)
    assert card.template == "household.card"
    assert WANGS.phone not in card.text


async def test_a_leader_sees_numbers_and_no_households(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    await at(desk, clockwork, SETTLED)

    await desk.types(TOWN_LEADER, "/lagging")
    await desk.presses(TOWN_LEADER, "旧店村")

    told = await desk.last_told(TOWN_LEADER)
    assert "漏了 <b>2</b> 次" in told.text
    assert WANGS.head.name not in told.text


@pytest.mark.parametrize("code", [OTHER_VILLAGE, "370283999000", "0"])
async def test_a_button_to_an_area_of_others_opens_nothing(
    desk: Desk, clockwork: Clockwork, homes: list[int], code: str
) -> None:
    await at(desk, clockwork, SETTLED)
    before = len(await desk.told(TOWN_DESK))

    (answer,) = await desk.presses_code(TOWN_DESK, f"m:lag:{code}")

    assert answer.alert
    assert len(await desk.told(TOWN_DESK)) == before


@pytest.mark.parametrize("who", [MONITOR, RESIDENT])
async def test_others_are_shown_nobody_who_lags(desk: Desk, homes: list[int], who: Character) -> None:
    await desk.resident()

    await desk.types(who, "/lagging")
    await desk.presses_code(who, f"m:lag:{TOWN}")

    assert "lagging.list" not in {one.template for one in await desk.told(who)}


async def test_the_digest_of_the_first_working_day_of_a_week_has_a_line_on_visits(
    desk: Desk, clockwork: Clockwork, homes: list[int]
) -> None:
    for days in (0, 1):
        await at(desk, clockwork, SETTLED + timedelta(days=days))
        await send_digests(clockwork)

    for who, made in ((TOWN_LEADER, "2 / 4"), (COUNTY_LEADER, "2 / 6")):
        first, second = [one for one in await desk.told(who) if one.template == "digest.leader"]
        assert f"👣 走访：当月到12月31日（周四）为止，去了 / 该去 <b>{made}</b>" in first.text
        assert "👣" not in second.text
        assert "m:lag" in first.buttons.values()
    await desk.presses(COUNTY_LEADER, "看看漏了哪些")
    assert "店子镇：0 / 2" in (await desk.last_told(COUNTY_LEADER)).text
