"""A telephone number proves who somebody is only when its owner shows it; the village says the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.actions.staff.join_by_link import digest_of
from desk.domain.cases.case import Case, Kind
from desk.domain.talk.said import SaidKind
from schedules.clockwork import Clockwork
from schedules.ticks.visits import send_visit_cards, tell_households
from storage.staff.staff import StaffRows
from tests.deskside import SEAL, Desk, rules
from tests.procedures import POOR, begins
from tests.register import LIS, WANGS, register
from tests.schedules.conftest import Signs
from tests.stories.homes import settle
from tests.stories.steps import everything_read_by, more, newest_case, once, read
from tests.village import MONITOR, NEIGHBOUR, NEIGHBOUR_VILLAGE, RESIDENT, TOWN_DESK, VILLAGE, ZONE, Character

STRANGER = Character(1666, "路人乙", "+8613800001666")
OTHER_MONITOR = replace(MONITOR, user_id=2666, name="别村的", phone="+8613800002666", area=NEIGHBOUR_VILLAGE)

NEW_OFFICIAL = Character(2777, "新来的", "+8613800002777")


async def agrees(desk: Desk, who: Character) -> None:
    """Somebody who has consented, and of whose telephone the desk knows nothing."""
    await desk.person(who, area_code=VILLAGE, consented_at=desk.now, consent_version=rules().consent_version)


async def reports(desk: Desk, who: Character) -> None:
    """A report up to the question how to ring them up."""
    await desk.types(who, "我有困难")
    await desk.presses(who, "房子")
    await desk.types(who, "房顶漏雨")
    await desk.presses(who, "说完了")
    await desk.presses(who, "没有危险")


async def says_number_of(desk: Desk, who: Character, phone: str, way: str) -> None:
    """Give a number in a report: typed, as somebody else's card, as a card passed on, or as their own."""
    await reports(desk, who)
    match way:
        case "typed":
            await desk.types(who, phone)
        case "foreign":
            await desk.hears(who, SaidKind.CONTACT, phone=phone, contact_user_id=RESIDENT.user_id)
        case "unknown":
            await desk.hears(who, SaidKind.CONTACT, phone=phone)
        case "passed on":
            await desk.hears(who, SaidKind.CONTACT, phone=phone, contact_user_id=who.user_id, passed_on=True)
        case "own":
            await desk.hears(who, SaidKind.CONTACT, phone=phone, contact_user_id=who.user_id)
    await desk.presses(who, "发送")


async def finds_a_problem(desk: Desk, household_id: int) -> None:
    await desk.presses_code(MONITOR, f"w:o:{household_id}")
    await desk.presses(MONITOR, "发现问题")
    await desk.presses(MONITOR, "上门")
    await desk.presses(MONITOR, "看病")
    await desk.types(MONITOR, "家里老人病重，欠债")
    await desk.presses(MONITOR, "说完了")


async def evening_before(desk: Desk, household_id: int) -> None:
    staff = await desk.official(MONITOR)
    async with desk.work() as work:
        await work.visits.plan(household_id, staff.id, date(2026, 11, 25))
    desk.now = desk.now.astimezone(ZONE).replace(month=11, day=24, hour=17, minute=5)
    signs = Signs()
    await tell_households(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))


@pytest.mark.parametrize("way", ["typed", "foreign", "unknown", "passed on"])
async def test_who_only_says_the_number_of_a_family_learns_nothing_of_it(desk: Desk, way: str) -> None:
    household_id, _ = await register(desk, POOR, LIS)
    await agrees(desk, STRANGER)
    await says_number_of(desk, STRANGER, POOR.phone, way)

    await finds_a_problem(desk, household_id)
    await evening_before(desk, household_id)
    await begins(desk)

    heard = await everything_read_by(desk, STRANGER)
    assert not await read(desk, STRANGER, "tell.found_at_visit")
    assert not await read(desk, STRANGER, "visit_reminders.come")
    assert "家里老人病重" not in heard
    assert "监测" not in heard
    assert [case.kind for case in await cases_of(desk, STRANGER)] == [Kind.HARDSHIP]
    found = await newest_case(desk, MONITOR)
    assert (found.kind, found.subject) == (Kind.PATROL, POOR.head.name)


async def cases_of(desk: Desk, who: Character) -> list[Case]:
    person = await desk.person(who)
    async with desk.work() as work:
        return [*await work.cases.find_of_reporter(person.id)]


async def test_who_shows_the_number_of_the_register_is_family_at_once(desk: Desk) -> None:
    (household_id,) = await register(desk, POOR)
    await agrees(desk, RESIDENT)
    await says_number_of(desk, RESIDENT, RESIDENT.phone, "own")

    await finds_a_problem(desk, household_id)
    await evening_before(desk, household_id)

    assert await once(desk, RESIDENT, "tell.found_at_visit")
    assert await once(desk, RESIDENT, "visit_reminders.come")
    assert (await newest_case(desk)).kind is Kind.VISIT_PROBLEM


async def test_a_bare_own_card_is_thanked_and_is_no_report(desk: Desk) -> None:
    await register(desk, POOR)
    await agrees(desk, RESIDENT)

    await desk.hears(RESIDENT, SaidKind.CONTACT, phone=RESIDENT.phone, contact_user_id=RESIDENT.user_id)

    assert (await desk.last_told(RESIDENT)).template == "own_card.noted"
    assert (await desk.person(RESIDENT)).has_verified(POOR.phone)
    async with desk.work() as work:
        assert await work.drafts.find(RESIDENT.user_id) is None


async def test_a_number_belongs_to_whoever_showed_it_last(desk: Desk) -> None:
    """Numbers are given out again: the account of before has it no longer."""
    (household_id,) = await register(desk, POOR)
    await desk.resident()
    await agrees(desk, NEIGHBOUR)

    await desk.hears(NEIGHBOUR, SaidKind.CONTACT, phone=POOR.phone, contact_user_id=NEIGHBOUR.user_id)

    assert not (await desk.person(RESIDENT)).verified
    async with desk.work() as work:
        [tie] = await work.families.ties_to(household_id)
    assert tie.person_id == (await desk.person(NEIGHBOUR)).id


async def test_the_village_is_asked_about_who_said_the_number_and_its_word_counts(desk: Desk) -> None:
    (household_id,) = await register(desk, POOR)
    await agrees(desk, NEIGHBOUR)
    await says_number_of(desk, NEIGHBOUR, POOR.phone, "typed")
    assert "没有核实" in await once(desk, MONITOR, "family.card")

    await desk.presses(MONITOR, "是这家人")
    await finds_a_problem(desk, household_id)

    assert MONITOR.name in await once(desk, NEIGHBOUR, "family.tied")
    assert await once(desk, NEIGHBOUR, "tell.found_at_visit")


async def test_several_of_one_family_hear_who_comes(desk: Desk) -> None:
    (household_id,) = await register(desk, POOR)
    await desk.resident()
    await agrees(desk, NEIGHBOUR)
    await desk.hears(NEIGHBOUR, SaidKind.CONTACT, phone=NEIGHBOUR.phone, contact_user_id=NEIGHBOUR.user_id)
    await desk.types(MONITOR, "/household 王桂英")
    await desk.presses(MONITOR, "👪 家里人")
    await desk.presses(MONITOR, "加一个家里人")
    await desk.types(MONITOR, NEIGHBOUR.phone)

    await evening_before(desk, household_id)

    assert await once(desk, RESIDENT, "visit_reminders.come")
    assert await once(desk, NEIGHBOUR, "visit_reminders.come")


async def test_the_village_may_undo_what_a_number_shows(desk: Desk) -> None:
    """The number was given out again: whoever has it now has no part in the family, nor in its cases."""
    (household_id,) = await register(desk, POOR)
    await desk.resident()
    await finds_a_problem(desk, household_id)
    case = await newest_case(desk)
    await desk.types(MONITOR, "/household 王桂英")
    await desk.presses(MONITOR, "👪 家里人")

    await desk.presses(MONITOR, "不是这家人")
    before = len(await desk.told(RESIDENT))
    await evening_before(desk, household_id)
    (answer,) = await desk.presses_code(RESIDENT, f"o:{case.id}:view")
    (withdrawn,) = await desk.presses_code(RESIDENT, f"o:{case.id}:withdraw_yes")

    assert (answer.template, withdrawn.template) == ("common.not_yours", "common.not_yours")
    assert len(await desk.told(RESIDENT)) == before
    await desk.types(RESIDENT, "/mine")
    assert (await desk.last_told(RESIDENT)).template == "mine.none"


async def test_nobody_but_the_village_and_those_above_say_who_belongs_to_a_family(desk: Desk) -> None:
    (household_id,) = await register(desk, POOR)
    await desk.appoint(OTHER_MONITOR)
    await agrees(desk, NEIGHBOUR)
    await says_number_of(desk, NEIGHBOUR, POOR.phone, "typed")
    person = await desk.person(NEIGHBOUR)
    code = f"h:{household_id}:kin:{person.id}"

    (other,) = await desk.presses_code(OTHER_MONITOR, code)
    (own,) = await desk.presses_code(NEIGHBOUR, code)
    (nobody,) = await desk.presses_code(MONITOR, f"h:{household_id}:kin:{(await desk.person(TOWN_DESK)).id}")
    (town,) = await desk.presses_code(TOWN_DESK, code)

    assert {other.template, own.template, nobody.template} == {"common.not_yours"}
    assert town.template == "family.said_yes"


async def test_an_official_does_not_rule_on_their_own_family(desk: Desk) -> None:
    (household_id,) = await register(desk, replace(POOR, phone=MONITOR.phone))
    await desk.resident(MONITOR)
    person = await desk.person(MONITOR)

    (answer,) = await desk.presses_code(MONITOR, f"h:{household_id}:kin:{person.id}")

    assert answer.template == "family.not_oneself"


async def test_who_reported_hears_of_the_household_after_the_village_has_said_so(desk: Desk) -> None:
    """An official opens a household's procedure on a report: that alone makes nobody one of the family."""
    (household_id,) = await register(desk, replace(POOR, phone=""))
    await agrees(desk, STRANGER)
    await reports(desk, STRANGER)
    await desk.presses(STRANGER, "跳过")
    await desk.presses(STRANGER, "发送")
    await desk.presses(MONITOR, "受理")
    await more(desk, MONITOR, "转入纳入程序")
    await desk.presses(MONITOR, "按姓名找")
    await desk.types(MONITOR, "王秀兰")
    await desk.presses(MONITOR, "大病")
    await desk.presses(MONITOR, "✅ 转入纳入程序")
    assert not [one for one in await desk.told(STRANGER) if one.template.startswith("procedure.told")]

    await desk.presses(MONITOR, "是这家人")

    [told] = [one for one in await desk.told(STRANGER) if one.template.startswith("procedure.told")]
    assert told.text
    async with desk.work() as work:
        [tie] = await work.families.ties_to(household_id)
    assert tie.ruled


async def test_who_once_said_a_number_is_asked_for_their_own_card_once_and_only_when_they_talk(
    desk: Desk,
) -> None:
    await desk.person(
        RESIDENT,
        phone=RESIDENT.phone,
        area_code=VILLAGE,
        consented_at=desk.now,
        consent_version=rules().consent_version,
    )
    assert not await desk.told(RESIDENT)

    await desk.types(RESIDENT, "/start")
    await desk.types(RESIDENT, "/start")
    await reports(desk, RESIDENT)

    assert len([one for one in await desk.told(RESIDENT) if one.template == "own_card.ask"]) == 1
    assert not any("怎么联系您" in one.text for one in await desk.told(RESIDENT))


async def test_the_question_of_a_report_asks_for_the_card_of_who_only_said_a_number(desk: Desk) -> None:
    await desk.person(
        RESIDENT,
        phone=RESIDENT.phone,
        area_code=VILLAGE,
        consented_at=desk.now,
        consent_version=rules().consent_version,
    )

    await reports(desk, RESIDENT)
    asked = await everything_read_by(desk, RESIDENT)
    await desk.hears(RESIDENT, SaidKind.CONTACT, phone=RESIDENT.phone, contact_user_id=RESIDENT.user_id)
    await desk.presses(RESIDENT, "发送")
    await desk.types(RESIDENT, "/mine")

    assert "怎么联系您" in asked
    assert (await desk.person(RESIDENT)).has_verified(RESIDENT.phone)
    assert not [one for one in await desk.told(RESIDENT) if one.template == "own_card.ask"]
    assert WANGS.phone == (await desk.person(RESIDENT)).verified


async def test_the_morning_card_counts_the_families_about_which_the_village_is_asked(desk: Desk) -> None:
    """After numbers of before have become said ones a monitor finds them in the list, without a card each."""
    await settle(desk, WANGS)
    await desk.person(
        NEIGHBOUR,
        phone=WANGS.phone,
        consented_at=desk.now,
        consent_version=rules().consent_version,
    )
    signs = Signs()

    await send_visit_cards(Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn))
    await desk.types(MONITOR, "/families")

    assert "1</b> 户要您核对家里人" in await once(desk, MONITOR, "visits.list")
    assert "王秀兰家" in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "1")
    assert "没有核实" in (await desk.last_told(MONITOR)).text
    assert not await desk.told(NEIGHBOUR)


@pytest.mark.parametrize("way", ["typed", "own"])
async def test_an_official_does_not_join_with_a_card_that_was_passed_on(desk: Desk, way: str) -> None:
    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        staff_id = await rows.add(NEW_OFFICIAL.name, NEW_OFFICIAL.phone)
        await rows.invite(staff_id, digest_of("t0ken"), desk.now + timedelta(hours=1))
    await desk.types(NEW_OFFICIAL, "/start join_t0ken")
    number = {"phone": NEW_OFFICIAL.phone, "contact_user_id": NEW_OFFICIAL.user_id}

    if way == "typed":
        await desk.types(NEW_OFFICIAL, NEW_OFFICIAL.phone)
    else:
        await desk.hears(NEW_OFFICIAL, SaidKind.CONTACT, **number, passed_on=True)
    refused = await everything_read_by(desk, NEW_OFFICIAL)
    await desk.hears(NEW_OFFICIAL, SaidKind.CONTACT, **number)

    assert "都不算，要用下面的按钮发" in refused
    assert "您已加入" in (await desk.last_told(NEW_OFFICIAL)).text
    assert (await desk.person(NEW_OFFICIAL)).has_verified(NEW_OFFICIAL.phone)
