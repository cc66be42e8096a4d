"""Officials go on leave, come and go: told through the chat, by those to whom it happens."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import pytest
from PIL import Image
from zxingcpp import read_barcode

from desk.domain.people.people import Role
from desk.domain.staff.staffing import StaffAct, StaffWish
from desk.domain.talk.said import SaidKind
from handlers.rooms import HOUSE
from tests.actions.casework import accepted, stored
from tests.actions.staffroom import (
    NEWCOMER,
    OTHER_MONITOR,
    SECOND_DUTY,
    number,
    operator,
    post_of,
    posts,
    revoke,
    ticks,
)
from tests.deskside import Desk, Told
from tests.village import (
    COMPLAINTS,
    COUNTY,
    DUTY,
    MONITOR,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    ZONE,
    Character,
)


async def walk(desk: Desk, who: Character, *steps: str) -> None:
    """Press what has such a label; what nobody offers is typed."""
    for step in steps:
        try:
            await desk.presses(who, step)
        except AssertionError:
            await desk.types(who, step)


async def said(desk: Desk, who: Character) -> Told:
    """The newest message that is no edit of an earlier one."""
    return [one for one in await desk.told(who) if one.row.method != "edit"][-1]


async def test_zhao_goes_to_the_hospital_and_his_colleague_sees_to_the_roof(desk: Desk) -> None:
    """process.md §1: who is absent is skipped; §3.9: wherever a resident waits, they are told."""
    await desk.appoint(OTHER_MONITOR)
    case = await accepted(desk)

    await walk(desk, MONITOR, "/leave", "明天", "到某一天", "11月26日", OTHER_MONITOR.name)
    read_back = (await said(desk, MONITOR)).text
    await walk(desk, MONITOR, "对，请假")
    await ticks(desk)
    before = (await stored(desk, case)).told_staff_id
    desk.now = datetime(2026, 11, 24, 8, 1, tzinfo=ZONE).astimezone(UTC)
    await ticks(desk)
    during = (await stored(desk, case)).told_staff_id
    desk.now = datetime(2026, 11, 27, 0, 1, tzinfo=ZONE).astimezone(UTC)
    await ticks(desk)

    assert "11月24日（周二）到 11月26日（周四）请假" in read_back
    assert OTHER_MONITOR.name in read_back
    monitor, other = await number(desk, MONITOR), await number(desk, OTHER_MONITOR)
    assert (before, during, (await stored(desk, case)).told_staff_id) == (monitor, other, monitor)
    assert "由您代办" in (await desk.told(OTHER_MONITOR))[0].text
    assert "请假" in next(one.text for one in await desk.told(TOWN_DESK) if one.template == "leave.told")
    owners = [one.text for one in await desk.told(RESIDENT) if one.template == "tell.new_owner"]
    assert [name in text for name, text in zip((OTHER_MONITOR.name, MONITOR.name), owners, strict=True)] == [
        True
    ] * 2


async def test_zhao_is_back_sooner_than_he_thought(desk: Desk) -> None:
    await walk(desk, MONITOR, "更多", "请假", "今天", "7 天", "不指定", "对，请假")
    assert (await desk.official(MONITOR)).away
    desk.wait(days=1)

    await walk(desk, MONITOR, "/leave", "销假")

    assert not (await desk.official(MONITOR)).away
    assert "已经销了" in (await said(desk, MONITOR)).text


async def test_a_day_that_is_none_and_a_second_leave_over_the_first_are_answered_kindly(desk: Desk) -> None:
    await walk(desk, MONITOR, "/leave", "别的日子", "过几天吧", "1 天")
    desk.wait(minutes=1)
    await walk(desk, MONITOR, "不指定")
    assert "leave.no_such_day" in [one.template for one in await desk.told(MONITOR)]
    await walk(desk, MONITOR, "今天", "3 天", "不指定", "对，请假", "/leave")
    desk.wait(minutes=1)

    await walk(desk, MONITOR, "再请一次假", "明天", "1 天", "不指定")

    assert (await said(desk, MONITOR)).template == "leave.refused.overlaps"


async def test_residents_are_not_asked_about_leave_and_learn_nothing_of_the_staff_list(desk: Desk) -> None:
    await desk.resident()

    await desk.types(RESIDENT, "/leave")
    leave = (await said(desk, RESIDENT)).template
    for who in (RESIDENT, MONITOR, TOWN_DESK, COMPLAINTS):
        await desk.types(who, f"/staff {MONITOR.name}")
        assert (await said(desk, who)).template == "roster.not_yours"
        for code in (f"s:{await number(desk, DUTY)}:revoke", "s:1:view", "v:1:yes"):
            (answer,) = await desk.presses_code(who, code)
            assert answer.alert

    assert leave == "leave.officials_only"
    assert {"leave", "staff"} <= set(HOUSE.commands)


async def test_wu_finds_zhao_and_takes_him_off_the_list(desk: Desk) -> None:
    case = await accepted(desk)

    await walk(desk, DUTY, "更多", "人员名册", "赵永强")
    card = (await said(desk, DUTY)).text
    await walk(desk, DUTY, "停用", "停用")
    await ticks(desk)

    assert "九里夼村 村级监测员" in card
    assert "手上没办完的事：1 件" in card
    assert (await desk.official(MONITOR)).revoked
    assert (await stored(desk, case)).told_staff_id == await number(desk, TOWN_DESK)
    await desk.types(MONITOR, "/today")
    assert "今天要办的" not in (await said(desk, MONITOR)).buttons


async def test_wu_gives_sun_a_village_as_well_and_takes_it_away_again(desk: Desk) -> None:
    await walk(desk, DUTY, "/staff 0003001", "加岗", "村级监测员", "石桥村", "对，加上")
    given = {(post.role, post.area_code) for post in await posts(desk, TOWN_DESK)}

    await walk(desk, DUTY, "/staff 孙丽", "撤岗", "石桥村", "对，撤掉")

    assert (Role.VILLAGE_MONITOR, OTHER_VILLAGE) in given
    assert len(await posts(desk, TOWN_DESK)) == 1


async def test_wu_gives_a_department_its_desk(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)

    await walk(
        desk,
        DUTY,
        "/staff 林小满",
        "加岗",
        "部门",
        "没有这个地方",
        "部门",
        "平度市",
        "水利局",
        "对，加上",
    )

    desks = [post for post in await posts(desk, NEWCOMER) if post.role is Role.DEPARTMENT_DESK]
    assert [(post.area_code, post.department) for post in desks] == [(COUNTY, "水利局")]


async def test_sun_gets_a_stand_in_for_a_week_and_then_none(desk: Desk) -> None:
    await desk.appoint(NEWCOMER)
    await walk(desk, DUTY, "/staff 孙丽", "代理人", "旧店镇", "林", "林小满", "今天", "7 天", "对，改好")
    first = await post_of(desk, TOWN_DESK)
    desk.wait(days=7)
    later = await post_of(desk, TOWN_DESK)

    await walk(desk, DUTY, "/staff 孙丽", "代理人", "旧店镇", "跳过", "今天", "一直", "对，改好")

    assert first.stand_in is not None
    assert first.stand_in.name == NEWCOMER.name
    assert later.stand_in is None
    assert "代理人改好了" in (await said(desk, DUTY)).text


async def test_zhao_retires_and_lin_takes_everything_over(desk: Desk) -> None:
    """Hand-over: posts and cases in one act, a note to every household by day."""
    await desk.appoint(NEWCOMER)
    case = await accepted(desk)

    await walk(
        desk,
        DUTY,
        "/staff 赵永强",
        "交接",
        "查无此人",
        "/staff 赵永强",
        "交接",
        "林小满",
        "林小满",
        "对，交接",
    )
    await ticks(desk)

    assert (await stored(desk, case)).told_staff_id == await number(desk, NEWCOMER)
    assert NEWCOMER.name in (await said(desk, RESIDENT)).text
    assert await posts(desk, MONITOR) == []


async def test_a_link_is_made_in_the_chat_and_the_one_before_is_void(desk: Desk) -> None:
    await comes_back_to_the_list(desk, MONITOR)
    await walk(desk, DUTY, "/staff 赵永强", "邀请")
    old = str((await said(desk, DUTY)).content.arguments["payload"])
    await walk(desk, DUTY, "再发一张")
    new = str((await said(desk, DUTY)).content.arguments["payload"])

    await desk.types(MONITOR, f"/start {old}")
    refused = (await said(desk, MONITOR)).template
    await desk.types(MONITOR, f"/start {new}")

    assert old != new
    assert f"/start {new}" in (await said(desk, DUTY)).text
    assert refused == "join.not_valid"
    assert (await said(desk, MONITOR)).template == "form.question"


async def comes_back_to_the_list(desk: Desk, official: Character) -> None:
    """They were taken off the list by mistake, and must join anew."""
    await operator(desk, await revoke(desk, official))
    await operator(desk, StaffWish(StaffAct.RESTORE, await number(desk, official)))


async def test_an_invitation_is_one_card_whose_picture_holds_the_link_it_names(desk: Desk) -> None:
    await comes_back_to_the_list(desk, MONITOR)

    await walk(desk, DUTY, "/staff 赵永强", "邀请")

    card = await said(desk, DUTY)
    scanned = read_barcode(Image.open(BytesIO(await desk.file_of(card))))
    assert scanned is not None
    assert scanned.text == f"https://t.me/?start={card.content.arguments['payload']}"
    assert (card.row.method, card.content.upload) == ("photo", "link.png")
    assert MONITOR.name in card.text
    assert "九里夼村 村级监测员" in card.text
    assert "12月7日（周一）09:00" in card.text  # a fortnight after that Monday
    assert list(card.buttons) == ["🔁 再发一张（这张作废）"]


async def test_after_a_fortnight_the_link_ends_and_its_reader_learns_whom_to_ask(desk: Desk) -> None:
    await comes_back_to_the_list(desk, MONITOR)
    await walk(desk, DUTY, "/staff 赵永强", "邀请")
    payload = (await said(desk, DUTY)).content.arguments["payload"]

    desk.wait(days=13, hours=23)
    await desk.types(MONITOR, f"/start {payload}")
    in_time = (await said(desk, MONITOR)).template
    desk.wait(hours=1)
    await desk.types(MONITOR, f"/start {payload}")

    assert in_time == "form.question"
    assert "县里管理员" in (await said(desk, MONITOR)).text


async def test_who_has_joined_meanwhile_gets_no_other_invitation(desk: Desk) -> None:
    await comes_back_to_the_list(desk, MONITOR)
    await walk(desk, DUTY, "/staff 赵永强", "邀请")
    card = await said(desk, DUTY)
    await desk.types(MONITOR, f"/start {card.content.arguments['payload']}")
    contact = {"phone": MONITOR.phone, "contact_user_id": MONITOR.user_id}
    await desk.hears(MONITOR, SaidKind.CONTACT, **contact)

    [answer] = await desk.presses_code(DUTY, next(iter(card.buttons.values())))

    assert answer.template == "roster.refused.joined"
    assert (await said(desk, DUTY)).key == card.key


async def test_wu_and_gao_agree_on_a_new_colleague_for_complaints(desk: Desk) -> None:
    """The two-person rule: one asks, the other agrees, and both stand in the ledger."""
    await desk.appoint(SECOND_DUTY)
    free = Character(2010, "闻静", "+8613800002010", Role.COMPLAINTS, COUNTY)
    await desk.appoint(free)
    await operator(desk, await revoke(desk, COMPLAINTS))

    await walk(desk, DUTY, "/staff 闻静", "停用", "停用")
    unheld = (await said(desk, DUTY)).template
    await walk(desk, DUTY, "/staff 高原", "加岗", "投诉受理", "对，加上")
    in_line = (await said(desk, DUTY)).template
    await desk.appoint(NEWCOMER)
    await walk(desk, DUTY, "/staff 林小满", "加岗", "县级值班", "对，加上")
    asked = (await said(desk, DUTY)).text
    await walk(desk, SECOND_DUTY, "✅ 同意")

    assert (unheld, in_line) == ("roster.refused.unheld", "roster.refused.in_line")
    assert SECOND_DUTY.name in asked
    assert Role.COUNTY_OFFICE in {post.role for post in await posts(desk, NEWCOMER)}
    assert "同意了，已经办好" in (await said(desk, DUTY)).text


@pytest.mark.parametrize("label", ["❌ 不同意"])
async def test_gao_does_not_agree_and_a_second_press_changes_nothing(desk: Desk, label: str) -> None:
    await desk.appoint(SECOND_DUTY, NEWCOMER)
    await walk(desk, DUTY, "/staff 林小满", "加岗", "县级值班", "对，加上")
    code = (await said(desk, SECOND_DUTY)).buttons["✅ 同意"]

    await walk(desk, SECOND_DUTY, label)
    (answer,) = await desk.presses_code(SECOND_DUTY, code)

    assert answer.template == "roster.approval.ruled"
    assert len(await posts(desk, NEWCOMER)) == 1


async def test_several_of_one_name_are_listed_and_a_half_told_story_is_kept(desk: Desk) -> None:
    await desk.appoint(Character(2011, "赵永强", "+8613800002011", Role.LEADER, COUNTY))

    await walk(desk, DUTY, "/staff 赵永强", "尾号 2011")
    assert "领导" in (await said(desk, DUTY)).text
    await desk.types(DUTY, "家里房子漏雨")
    await walk(desk, DUTY, "/leave")

    assert (await said(desk, DUTY)).template == "task.finish_first"
    await walk(desk, DUTY, "/staff")
    assert (await said(desk, DUTY)).template == "task.finish_first"
    await walk(desk, DUTY, "/staff 没有这个人")
    assert (await said(desk, DUTY)).template == "roster.nobody"


NEW: Final = Character(2044, "石大勇", "+8613800002044", Role.VILLAGE_MONITOR, OTHER_VILLAGE)


async def test_wu_enters_shi_in_the_chat_gives_him_a_village_and_invites_him(desk: Desk) -> None:
    await walk(desk, DUTY, f"/staff {NEW.name}", "加进名册")
    asked = (await said(desk, DUTY)).text
    await walk(desk, DUTY, NEW.phone, "村级监测员", OTHER_VILLAGE, "对，加上")
    done = await said(desk, DUTY)
    await walk(desk, DUTY, "✉️ 邀请")

    assert NEW.name in asked
    assert done.template == "roster.done.to_be_invited"
    assert (await said(desk, DUTY)).template == "roster.invited"
    assert [post.area_code for post in await posts(desk, NEW)] == [OTHER_VILLAGE]
    async with desk.work() as work:
        assert await work.staff.find_by_phone("13800002044") is not None


async def test_a_number_is_looked_for_then_the_name_is_asked_and_a_card_of_the_address_book_will_do(
    desk: Desk,
) -> None:
    await walk(desk, DUTY, "/staff", NEW.phone, "加进名册", NEW.name)
    assert (await desk.official(NEW)).name == NEW.name

    desk.wait(seconds=5)
    await walk(desk, DUTY, "/staff 高山", "加进名册")
    await desk.hears(DUTY, SaidKind.CONTACT, phone="+86 138 0000 2045", contact_user_id=None)

    assert "高山" in (await said(desk, DUTY)).text
    async with desk.work() as work:
        assert await work.staff.find_by_phone("13800002045") is not None


async def test_what_is_no_mobile_number_is_asked_again_and_a_known_one_shows_whose_it_is(desk: Desk) -> None:
    await walk(desk, DUTY, "/staff 高山", "加进名册")
    desk.wait(seconds=5)
    await walk(desk, DUTY, "0532-88012345")
    again = (await said(desk, DUTY)).text
    await walk(desk, DUTY, MONITOR.phone)

    assert "11 位" in again
    assert "高山" in again
    assert MONITOR.name in (await said(desk, DUTY)).text
    assert (await said(desk, DUTY)).template == "roster.card"
    assert (await desk.official(MONITOR)).name == MONITOR.name


async def test_another_name_is_looked_for_instead_of_entering_the_first(desk: Desk) -> None:
    await walk(desk, DUTY, "/staff 赵永墙", "赵永强")

    assert (await said(desk, DUTY)).template == "roster.card"


async def test_nobody_else_enters_officials(desk: Desk) -> None:
    await desk.appoint(Character(2011, "赵永强", "+8613800002011", Role.LEADER, COUNTY))
    await walk(desk, DUTY, "/staff 赵永强")
    code = (await said(desk, DUTY)).buttons["➕ 都不是，新加一位"]

    (answer,) = await desk.presses_code(TOWN_DESK, code)
    await walk(desk, DUTY, "都不是", "石大勇", NEW.phone)

    assert answer.template == "roster.not_yours"
    assert (await desk.official(NEW)).name == NEW.name
