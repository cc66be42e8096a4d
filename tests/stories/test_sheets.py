"""Policy sheets: a desk sends a card of the library to households; paper reaches those whom it does not."""

from __future__ import annotations

import pytest

from desk.domain.households.household import HouseholdClass, MonitoredKind, RiskType
from desk.domain.households.policy_sheet import HouseholdChoice, SheetCount
from tests.actions.staffroom import ledger
from tests.deskside import Desk, library
from tests.handlers.notices import CARD, let_go, settle, sheet_for, tick, wants_notices
from tests.register import LIS, WANGS, other, register
from tests.village import (
    COUNTY,
    DUTY,
    MEDICAL_DESK,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    VILLAGE,
)

MONITORED = HouseholdChoice(HouseholdClass.MONITORED)
WITHOUT_PHONE = other(WANGS, "3702832150007", phone="", members=(LIS.head,))


async def test_wu_sends_a_card_to_the_monitored_and_each_household_remembers_it(desk: Desk) -> None:
    wangs, alone, _ = await register(desk, WANGS, WITHOUT_PHONE, LIS)
    await wants_notices(desk, RESIDENT)
    card = library().card(CARD, desk.now.date())
    assert card is not None
    topic = next(one.name for one in library().topics() if one.code == card.topic)

    await desk.types(DUTY, "/sheet")
    for label in ("旧店镇", "监测对象", topic, card.title):
        await desk.presses(DUTY, label)
    shown = [told for told in await desk.told(DUTY) if told.template == "broadcast.message"]
    said = [told.text for told in await desk.told(DUTY) if told.template == "broadcast.card"]
    await desk.presses(DUTY, "发送")
    await tick(desk)
    [received] = [told for told in await desk.told(RESIDENT) if told.key.startswith("broadcast:")]

    assert "2 户，其中 1 人手机上能收到" in said[0]
    assert received.text == shown[0].text
    assert card.title in received.text
    assert f"核对日期：{card.dated}" in received.text
    assert received.content.arguments["text"] == card.text
    await settle(desk, RESIDENT, "sent")
    await desk.types(MONITOR, "/household 13800001001")
    assert f"明白纸：1 张，最近「{card.title}」" in (await desk.last_told(MONITOR)).text
    await desk.presses_code(MONITOR, f"h:{alone}:card")
    assert "还有 1 张没收到" in (await desk.last_told(MONITOR)).text
    await desk.presses_code(MONITOR, f"h:{wangs}:sheets")
    assert "手机收到" in (await desk.last_told(MONITOR)).text


async def test_zhao_hands_the_paper_over_at_a_visit_and_it_counts_once(desk: Desk) -> None:
    (alone,) = await register(desk, WITHOUT_PHONE)
    made = await let_go(desk, await sheet_for(desk, MONITORED))
    await desk.presses_code(MONITOR, f"h:{alone}:sheets")

    await desk.presses(MONITOR, "已送纸质")
    desk.wait(days=1)
    [again] = await desk.presses_code(MONITOR, f"h:{alone}:paper:{made.id}")

    assert again.template == "sheet.handed_before"
    assert "送了纸质 11月23日" in (await desk.last_told(MONITOR)).text
    assert [act for act, _, _ in await ledger(desk, f"household:{alone}")] == ["enter", "hand_sheet"]
    async with desk.work() as work:
        assert await work.broadcasts.sheets.counts(made.id) == [SheetCount(VILLAGE, 1, 1, 0, 1)]


@pytest.mark.parametrize(
    ("choice", "households"),
    [
        (HouseholdChoice(), 3),
        (MONITORED, 1),
        (HouseholdChoice(HouseholdClass.LIFTED), 1),
        (HouseholdChoice(monitored_kind=MonitoredKind.MARGINAL), 1),
        (HouseholdChoice(risk=RiskType.FEW_HANDS), 1),
        (HouseholdChoice(risk=RiskType.OTHER), 1),
    ],
)
async def test_only_households_of_that_sort_in_that_area_are_meant(
    desk: Desk, choice: HouseholdChoice, households: int
) -> None:
    poor = other(LIS, "N1", household_class=HouseholdClass.ORDINARY, risks=(RiskType.OTHER,))
    await register(desk, WANGS, LIS, poor, other(WANGS, "N2", area_code=OTHER_VILLAGE))

    made = await let_go(desk, await sheet_for(desk, choice))

    async with desk.work() as work:
        [count] = await work.broadcasts.sheets.counts(made.id)
    assert (count.area_code, count.meant, count.got) == (VILLAGE, households, 0)


async def test_a_member_who_writes_gets_it_for_the_household_wherever_they_live(desk: Desk) -> None:
    (wangs,) = await register(desk, other(WANGS, "N3", phone=""))
    mother = NEIGHBOUR.__class__(1905, "王桂英", "+8613800009002")
    await wants_notices(desk, mother, OTHER_VILLAGE)

    await let_go(desk, await sheet_for(desk, MONITORED))
    await settle(desk, mother, "sent")

    async with desk.work() as work:
        [sheet] = await work.broadcasts.sheets.of_household(wangs)
    assert sheet.got_at == desk.now


async def test_a_department_sends_sheets_under_its_name_and_no_other_notices(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    await register(desk, WANGS)
    await wants_notices(desk, RESIDENT)

    await desk.types(MEDICAL_DESK, "/broadcast")
    refused = (await desk.last_told(MEDICAL_DESK)).template
    made = await sheet_for(desk, MONITORED, MEDICAL_DESK, COUNTY)
    await let_go(desk, made, MEDICAL_DESK)
    [received] = [told for told in await desk.told(RESIDENT) if told.key.startswith("broadcast:")]

    assert refused == "broadcast.desks_only"
    assert "平度市医保局发的政策明白纸" in received.text


async def test_a_department_cannot_touch_what_is_not_its_own(desk: Desk) -> None:
    await desk.appoint(MEDICAL_DESK)
    await register(desk, WANGS)
    made = await sheet_for(desk, MONITORED, DUTY, COUNTY)

    for verb in ("send", "stop", "results", "readers", "ring"):
        [answer] = await desk.presses_code(MEDICAL_DESK, f"b:{made.id}:{verb}")
        assert answer.template == "common.not_yours"


async def test_nobody_hands_a_sheet_to_a_household_that_is_not_theirs_or_not_meant(desk: Desk) -> None:
    wangs, lis = await register(desk, WANGS, LIS)
    made = await let_go(desk, await sheet_for(desk, MONITORED))

    for who, code in (
        (OTHER_TOWN_DESK, f"h:{wangs}:paper:{made.id}"),
        (RESIDENT, f"h:{wangs}:paper:{made.id}"),
        (MONITOR, f"h:{lis}:paper:{made.id}"),
        (MONITOR, f"h:{wangs}:paper:999"),
        (OTHER_TOWN_DESK, f"h:{wangs}:sheets"),
    ):
        [answer] = await desk.presses_code(who, code)
        assert answer.template == "common.not_yours"
    async with desk.work() as work:
        assert [one.at for one in await work.broadcasts.sheets.of_household(wangs)] == [None]


async def test_without_any_such_household_nothing_is_sent(desk: Desk) -> None:
    await register(desk, LIS)
    card = library().card(CARD, desk.now.date())
    assert card is not None
    topic = next(one.name for one in library().topics() if one.code == card.topic)

    await desk.types(TOWN_DESK, "/sheet")
    for label in ("旧店镇", "按风险类型选", "大病", topic, card.title):
        await desk.presses(TOWN_DESK, label)

    assert any(told.template == "sheet.no_households" for told in await desk.told(TOWN_DESK))
