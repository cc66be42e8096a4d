"""An official's side of the conversation: cards, forms, the list, the invitation."""

from __future__ import annotations

from datetime import timedelta

from desk.actions.staff.join_by_link import digest_of
from desk.domain.cases.case import State
from desk.domain.talk.said import SaidKind
from tests.actions.casework import accepted, replied, report, stored
from tests.deskside import Desk
from tests.village import MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK


async def test_a_case_goes_from_the_card_to_the_closed_call_back(desk: Desk) -> None:
    case = await report(desk)

    await desk.presses(MONITOR, "受理")
    await desk.presses(MONITOR, "已走访")
    await desk.presses(MONITOR, "上门")
    await desk.types(MONITOR, "东墙裂了，人没事")
    await desk.hears(MONITOR, SaidKind.PHOTO, file_id="photo-of-the-wall")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "住建局周五来鉴定")
    await desk.presses(MONITOR, "发给群众")
    [told] = [one for one in await desk.told(RESIDENT) if one.template == "tell.replied"]
    await desk.presses(RESIDENT, "满意")

    assert "住建局周五来鉴定" in told.text
    assert (await stored(desk, case)).state is State.CLOSED


async def test_the_owner_reads_what_the_resident_will_read(desk: Desk) -> None:
    await accepted(desk)

    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "周五来鉴定")

    asked = [told for told in await desk.told(MONITOR) if told.template == "form.question"][-1]
    assert "周五来鉴定" in asked.text
    assert [one for one in await desk.told(RESIDENT) if one.template == "tell.replied"] == []


async def test_an_old_card_is_answered_kindly_and_changes_nothing(desk: Desk) -> None:
    case = await accepted(desk)

    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:2:accept")

    renewed = await desk.last_told(MONITOR)
    assert (answer.template, answer.alert) == ("task.stale", True)
    assert await stored(desk, case) == case
    assert renewed.row.method == "edit"
    assert f"k:{case.id}:{case.version}:visit" in renewed.buttons.values()


async def test_a_card_that_grew_meanwhile_still_opens_its_form(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses_code(MONITOR, f"k:{case.id}:{case.version - 1}:visit")

    assert (await desk.last_told(MONITOR)).buttons.keys() >= {"🏠 上门", "☎️ 打电话"}


async def test_whoever_is_second_reads_the_name_of_the_first(desk: Desk) -> None:
    case = await report(desk, danger=True)

    await desk.presses(MONITOR, "受理")
    [answer] = await desk.presses_code(TOWN_DESK, f"k:{case.id}:{case.version}:take")

    assert (answer.template, answer.arguments) == ("task.taken", {"owner": MONITOR.name})


async def test_a_forged_button_opens_nothing(desk: Desk) -> None:
    case = await accepted(desk)

    [answer] = await desk.presses_code(NEIGHBOUR, f"k:{case.id}:{case.version}:reply")
    [other] = await desk.presses_code(NEIGHBOUR, f"m:card:{case.id}")

    assert {answer.template, other.template} == {"common.not_yours"}
    assert await desk.told(NEIGHBOUR) == []


async def test_a_resident_who_was_not_helped_says_why(desk: Desk) -> None:
    case = await replied(desk)

    await desk.presses(RESIDENT, "只办好一半")
    await desk.types(RESIDENT, "只修了一半")
    await desk.presses(RESIDENT, "说完了")

    assert (await stored(desk, case)).state is State.REOPENED
    assert "只修了一半" in (await desk.last_told(TOWN_DESK)).text


async def test_a_dispute_needs_its_reason(desk: Desk) -> None:
    case = await report(desk)

    await desk.presses(MONITOR, "不归我管")
    assert (await stored(desk, case)).state is State.ASSIGNED
    await desk.types(MONITOR, "这户归旧店村")
    await desk.presses(MONITOR, "说不好")
    await desk.presses(TOWN_DESK, "退回")

    assert (await stored(desk, case)).state is State.ASSIGNED
    assert (await stored(desk, case)).disputes == 1


async def test_the_list_of_today_opens_cards(desk: Desk) -> None:
    case = await report(desk)

    await desk.types(MONITOR, "/today")
    assert case.number in (await desk.last_told(MONITOR)).text
    await desk.presses(MONITOR, "0001")

    card = await desk.last_told(MONITOR)
    assert card.template == "task.card"
    assert card.buttons["✅ 受理"] == f"k:{case.id}:{case.version}:accept"


async def test_the_next_page_replaces_the_list(desk: Desk) -> None:
    for _ in range(11):
        await report(desk)

    await desk.types(MONITOR, "/today")
    first = await desk.last_told(MONITOR)
    await desk.presses(MONITOR, "下一页")

    second = await desk.last_told(MONITOR)
    assert second.row.method == "edit"
    assert second.row.target_id == first.row.id
    assert "BF-261123-0011" in second.text


async def test_an_official_joins_through_the_link(empty_desk: Desk) -> None:
    await invite(empty_desk)

    await empty_desk.types(MONITOR, "/start join_the-token")
    contact = {"phone": MONITOR.phone, "contact_user_id": MONITOR.user_id}
    await empty_desk.hears(MONITOR, SaidKind.CONTACT, **contact)

    welcome = await empty_desk.last_told(MONITOR)
    assert welcome.template == "join.welcome"
    assert "今天要办的" in welcome.buttons


async def test_the_contact_of_somebody_else_is_not_taken(empty_desk: Desk) -> None:
    await invite(empty_desk)

    await empty_desk.types(NEIGHBOUR, "/start join_the-token")
    contact = {"phone": MONITOR.phone, "contact_user_id": MONITOR.user_id}
    await empty_desk.hears(NEIGHBOUR, SaidKind.CONTACT, **contact)

    assert not (await empty_desk.official(MONITOR)).present


async def test_a_wrong_link_says_nothing_that_could_be_learnt(empty_desk: Desk) -> None:
    await empty_desk.types(NEIGHBOUR, "/start join_guessed")

    assert (await empty_desk.last_told(NEIGHBOUR)).template == "join.not_valid"


async def test_a_story_half_told_is_not_thrown_away_for_a_form(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.resident(MONITOR)
    await desk.types(MONITOR, "我家的水管也冻裂了")

    [answer] = await desk.presses_code(MONITOR, f"k:{case.id}:{case.version}:visit")

    assert answer.template == "task.finish_first"
    async with desk.work() as work:
        draft = await work.drafts.find(MONITOR.user_id)
    assert draft is not None
    assert draft.form == "report"


async def invite(desk: Desk) -> None:
    staff = await desk.official(MONITOR)
    async with desk.work() as work:
        await work.staff.invite(staff.id, digest_of("the-token"), desk.now + timedelta(hours=48))
