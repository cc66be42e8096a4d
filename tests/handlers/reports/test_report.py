"""A resident tells what is wrong, from the first word to the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases.case import Case, Kind, Source, State
from desk.domain.county.areas import Level
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk
from tests.village import COUNTY, MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, VILLAGE


async def cases_of(desk: Desk) -> Sequence[Case]:
    person = await desk.person()
    async with desk.work() as work:
        return await work.cases.find_of_reporter(person.id)


async def draft_of(desk: Desk) -> Draft | None:
    return await desk.draft()


async def tells_about_the_roof(desk: Desk) -> None:
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")


async def test_a_known_resident_needs_few_answers_and_gets_a_receipt(desk: Desk):
    await desk.resident()

    await tells_about_the_roof(desk)
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    [receipt] = [told.text for told in await desk.told(RESIDENT) if told.template == "report.receipt"]
    assert (case.state, case.area_code, case.kind) == (State.ASSIGNED, VILLAGE, Kind.HARDSHIP)
    assert case.number.startswith("BF-261123-")
    assert all(word in receipt for word in (case.number, MONITOR.name, "11月25日"))
    assert "房顶漏雨" in (await desk.last_told(MONITOR)).text
    assert await draft_of(desk) is None


async def test_a_newcomer_consents_names_the_village_and_shares_a_number(desk: Desk):
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "同意")
    await desk.presses(RESIDENT, "看病")
    await desk.types(RESIDENT, "九里夼村")
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=9)
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.hears(RESIDENT, SaidKind.CONTACT, phone="+8613800001001", contact_user_id=RESIDENT.user_id)
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    person = await desk.person()
    assert case.area_code == VILLAGE
    assert person.area_code == VILLAGE
    assert person.phone == "13800001001"
    assert person.consented_at == desk.now
    assert any(told.file_id == "voice-1" for told in await desk.told(MONITOR))


async def test_a_free_first_message_is_the_story_already(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "孩子学费交不上")
    await desk.types(RESIDENT, "还差三千块")
    await desk.presses(RESIDENT, "请人来")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    async with desk.work() as work:
        words = await work.cases.words(case.id)
    assert [word.body["text"] for word in words] == ["孩子学费交不上", "还差三千块"]


async def test_three_messages_in_a_row_are_answered_once(desk: Desk):
    await desk.resident()

    for text in ("我家漏雨", "东边那间", "瓦也碎了几片"):
        await desk.types(RESIDENT, text)

    told = await desk.told(RESIDENT)
    assert [one.template for one in told if one.row.not_before <= desk.now] == ["form.question"]
    assert [one.text for one in told if "都收到了（3 条）" in one.text and one.row.not_before > desk.now]


async def test_a_free_message_that_only_asks_becomes_a_policy_question(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "我家想吃低保找哪个")
    await desk.presses(RESIDENT, "问人")

    [case] = await cases_of(desk)
    assert case.kind is Kind.POLICY_QUESTION
    assert any(case.number in told.text for told in await desk.told(RESIDENT))


async def test_whoever_declines_consent_leaves_nothing_behind_and_gets_numbers(desk: Desk):
    await desk.types(RESIDENT, "我家的事不想让人知道")
    await desk.presses(RESIDENT, "请人来")
    await desk.presses(RESIDENT, "不同意")

    assert await draft_of(desk) is None
    assert await cases_of(desk) == []
    assert any("12345" in told.text for told in await desk.told(RESIDENT))


async def test_danger_in_the_first_message_tells_people_before_any_form(desk: Desk):
    await desk.resident()

    await desk.types(RESIDENT, "家里断粮了,我不想活了")

    assert "不想活" in (await desk.last_told(MONITOR)).text
    assert "不想活" in (await desk.last_told(TOWN_DESK)).text
    assert any("120" in told.text for told in await desk.told(RESIDENT))


async def test_danger_is_told_once_however_often_it_is_said(desk: Desk):
    await desk.resident()

    for _ in range(3):
        await desk.types(RESIDENT, "房子要塌了")

    assert [told.row.method for told in await desk.told(MONITOR)] == ["send", "edit"]
    assert "又说了 2 次" in (await desk.last_told(MONITOR)).text


async def test_a_report_for_somebody_else_asks_for_whom_and_where(desk: Desk):
    await desk.resident(area=COUNTY)

    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "替别人报")
    await desk.types(RESIDENT, "邻居王大娘")
    await desk.presses(RESIDENT, "慢病吃药")
    await desk.types(RESIDENT, "九里夼村")
    await desk.types(RESIDENT, "药费报不了")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert (case.source, case.subject, case.area_code) == (Source.PROXY, "邻居王大娘", VILLAGE)
    assert (await desk.person()).area_code == COUNTY


async def test_a_stale_button_gets_a_kind_answer_and_changes_nothing(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    old = (await desk.last_told(RESIDENT)).buttons["看病"]
    await desk.presses(RESIDENT, "房子")
    before = await draft_of(desk)

    [answer] = await desk.presses_code(RESIDENT, old)

    assert (answer.template, answer.alert) == ("form.stale", True)
    assert await draft_of(desk) == before


async def test_a_form_goes_on_where_it_was(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    desk.wait(hours=30)

    await desk.types(RESIDENT, "我有困难")

    assert "没说完" in (await desk.last_told(RESIDENT)).text


async def test_back_and_cancel_work_at_every_step(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")

    await desk.presses(RESIDENT, "返回")
    assert "哪方面" in (await desk.last_told(RESIDENT)).text

    await desk.presses(RESIDENT, "取消")
    assert await draft_of(desk) is None


async def test_an_edited_message_replaces_what_it_said(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "其他")
    await desk.hears(RESIDENT, text="欠了八百")
    draft = await draft_of(desk)
    assert draft is not None
    [piece] = story_of(draft.answers)

    await desk.hears(RESIDENT, text="欠了八千", edited=True, message_id=piece["message_id"])

    after = await draft_of(desk)
    assert after is not None
    assert [one["text"] for one in story_of(after.answers)] == ["欠了八千"]


async def test_a_village_link_fills_the_place(desk: Desk):
    await desk.types(RESIDENT, f"/start v_{VILLAGE}")

    assert (await desk.person()).area_code == VILLAGE
    assert "九里夼" in (await desk.last_told(RESIDENT)).text


async def test_who_cannot_name_the_village_reaches_the_county(desk: Desk):
    await desk.resident(area=None)
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "其他")
    await desk.types(RESIDENT, "山那边")
    await desk.presses(RESIDENT, "请人联系我")
    await desk.types(RESIDENT, "没人管")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert (case.area_code, case.level) == (COUNTY, Level.COUNTY)
    assert case.place_words == "山那边"


async def test_my_reports_urges_once_a_day_and_takes_back(desk: Desk):
    await desk.resident()
    await tells_about_the_roof(desk)
    await desk.presses(RESIDENT, "发送")
    await desk.types(RESIDENT, "我报的事")
    await desk.presses(RESIDENT, "BF-")

    await desk.presses(RESIDENT, "催一催")
    urged = await desk.last_told(RESIDENT)
    [again] = await desk.presses(RESIDENT, "催一催")
    await desk.presses(RESIDENT, "不用办了")
    await desk.presses(RESIDENT, "不用办了")

    [case] = await cases_of(desk)
    assert (urged.template, again.template) == ("mine.urged", "mine.urged_today")
    assert case.state is State.WITHDRAWN


async def test_somebody_elses_report_looks_like_none(desk: Desk):
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    await tells_about_the_roof(desk)
    await desk.presses(RESIDENT, "发送")
    [case] = await cases_of(desk)

    [theirs] = await desk.presses_code(NEIGHBOUR, f"o:{case.id}:withdraw_yes")
    [nobodys] = await desk.presses_code(NEIGHBOUR, "o:99999:withdraw_yes")

    assert theirs.template == nobodys.template == "common.not_yours"
    assert (await cases_of(desk))[0].state is State.ASSIGNED


async def test_words_added_to_a_report_reach_its_owner(desk: Desk):
    await desk.resident()
    await tells_about_the_roof(desk)
    await desk.presses(RESIDENT, "发送")
    await desk.types(RESIDENT, "我报的事")
    await desk.presses(RESIDENT, "BF-")
    await desk.presses(RESIDENT, "补充几句")
    await desk.types(RESIDENT, "昨夜又下雨,被子全湿了")
    await desk.presses(RESIDENT, "说完了")

    assert any("被子全湿了" in told.text for told in await desk.told(MONITOR))


async def test_start_and_help_in_the_middle_of_a_story_come_back_to_its_question(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "其他")
    await desk.types(RESIDENT, "欠了药费")

    for command in ("/start", "/help"):
        await desk.types(RESIDENT, command)
        assert "没说完" in (await desk.last_told(RESIDENT)).text

    await desk.presses(RESIDENT, "说完了")
    assert "危险" in (await desk.last_told(RESIDENT)).text


async def test_start_leaves_a_form_in_which_nothing_was_said(desk: Desk):
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")

    await desk.types(RESIDENT, "/start")

    assert await draft_of(desk) is None
