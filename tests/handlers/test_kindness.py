"""Slow hands, bad eyes, wrong buttons: whoever is lost in a form is told where they are, once."""

from __future__ import annotations

import pytest

from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk, Told
from tests.village import COUNTY, MONITOR, RESIDENT, TOWN_DESK, VILLAGE


async def draft_of(desk: Desk) -> Draft:
    draft = await desk.draft()
    assert draft is not None
    return draft


async def comes_to_the_place(desk: Desk) -> None:
    await desk.resident(area=None)
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")


async def comes_to_the_read_back(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")


async def newest(desk: Desk, template: str) -> Told:
    return [told for told in await desk.told(RESIDENT) if told.template == template][-1]


async def test_a_voice_instead_of_a_village_is_kept_and_offers_somebody_who_asks(desk: Desk) -> None:
    await comes_to_the_place(desk)

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)
    heard = await desk.last_told(RESIDENT)
    await desk.presses(RESIDENT, "请人联系我")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    assert heard.template == "place.heard"
    assert "说不清，请人来问" in (await newest(desk, "form.question")).text


async def test_a_village_nobody_could_name_is_neither_shown_as_a_place_nor_remembered(desk: Desk) -> None:
    await comes_to_the_place(desk)
    await desk.types(RESIDENT, "山那边")
    await desk.presses(RESIDENT, "请人联系我")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    await desk.presses(RESIDENT, "发送")

    receipt = (await newest(desk, "report.receipt")).text
    assert "问清在哪个村" in receipt
    assert "上门" not in receipt
    assert (await desk.person()).area_code is None


async def test_words_that_name_no_village_belong_to_the_story(desk: Desk) -> None:
    await comes_to_the_place(desk)

    await desk.types(RESIDENT, "俺娘的药吃完了")

    assert [piece["text"] for piece in story_of((await draft_of(desk)).answers)] == ["俺娘的药吃完了"]


async def test_the_village_understood_is_said_back_above_the_next_question(desk: Desk) -> None:
    await comes_to_the_place(desk)

    await desk.types(RESIDENT, "九里夼村")

    asked = (await desk.last_told(RESIDENT)).text
    assert asked.startswith("好的，旧店镇九里夼村。")
    assert "怎么回事" in asked


async def test_villages_to_choose_from_give_way_to_the_choice(desk: Desk) -> None:
    await comes_to_the_place(desk)
    await desk.types(RESIDENT, "石桥")
    offer = await desk.last_told(RESIDENT)
    chosen = next(iter(offer.buttons))

    await desk.presses(RESIDENT, chosen)

    shown = await newest(desk, "place.answered")
    assert offer.template == "place.which"
    assert chosen in shown.text
    assert not shown.buttons


async def test_a_village_offered_before_some_more_words_may_still_be_pressed(desk: Desk) -> None:
    await comes_to_the_place(desk)
    await desk.types(RESIDENT, "石桥")
    code = next(iter((await desk.last_told(RESIDENT)).buttons.values()))
    await desk.types(RESIDENT, "就是那个有桥的村")

    await desk.presses_code(RESIDENT, code)

    assert (await draft_of(desk)).step == "story"


async def test_words_beside_the_point_are_answered_at_once_and_then_only_after_a_pause(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    before = len(await desk.told(RESIDENT))

    await desk.types(RESIDENT, "我今年七十二了")
    answered = [told.template for told in (await desk.told(RESIDENT))[before:]]
    await desk.types(RESIDENT, "字也认不全")
    in_a_row = [told.row.not_before > desk.now for told in (await desk.told(RESIDENT))[before + 2 :]]
    desk.wait(seconds=40)
    await desk.types(RESIDENT, "儿子在外面打工")

    assert answered == ["form.question", "form.moved"]
    assert in_a_row == [True, True]  # the common answer of a row, and the buttons that it moves
    assert "您说的记下了" in (await newest(desk, "form.question")).text


async def test_the_newest_copy_of_a_question_shows_what_was_answered(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "我不会弄")
    copy = await newest(desk, "form.question")

    await desk.presses(RESIDENT, "房子")

    answered = await newest(desk, "form.answered")
    assert answered.key.startswith(f"{copy.key}:")


async def test_the_first_piece_at_the_story_is_answered_even_when_something_was_said_before(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "我今年七十二了")
    await desk.presses(RESIDENT, "房子")

    await desk.types(RESIDENT, "房顶漏雨")

    assert (await desk.last_told(RESIDENT)).template == "form.kept"


async def test_a_button_left_over_from_an_earlier_question_is_no_mistake(desk: Desk) -> None:
    await comes_to_the_read_back(desk)

    await desk.types(RESIDENT, "✅ 说完了")

    asked = await newest(desk, "form.question")
    assert "用不着" in asked.text
    assert "✅ 发送" in asked.buttons


async def test_that_is_all_before_a_word_was_said_asks_for_words(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")

    await desk.presses(RESIDENT, "说完了")

    assert "还没有收到您说的话" in (await desk.last_told(RESIDENT)).text


async def test_back_at_the_first_question_leaves_an_empty_form(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "提个建议")

    await desk.presses(RESIDENT, "返回")

    left = await desk.last_told(RESIDENT)
    assert left.template == "form.cancelled"
    assert "我有困难" in left.buttons


async def test_a_number_typed_under_the_read_back_is_the_number_to_call(desk: Desk) -> None:
    await comes_to_the_read_back(desk)

    await desk.types(RESIDENT, "139 0000 7788")

    draft = await draft_of(desk)
    assert draft.answers["contact"] == "13900007788"
    assert len(story_of(draft.answers)) == 1
    assert "139****7788" in (await newest(desk, "form.question")).text


@pytest.mark.parametrize(
    "typed", ["\u202d139 0000 7788\u202c", "１３９００００７７８８", "\u200b13900007788"]
)
async def test_a_number_copied_from_an_address_book_is_read_without_its_marks(desk: Desk, typed: str) -> None:
    await comes_to_the_read_back(desk)

    await desk.types(RESIDENT, typed)

    assert (await draft_of(desk)).answers["contact"] == "13900007788"


async def test_a_voice_instead_of_a_number_is_not_lost(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE, consent_version=desk.shared.rules.consent_version)
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)

    pieces = story_of((await draft_of(desk)).answers)
    assert pieces[-1]["file_id"] == "voice-1"
    assert "怎么联系您" in (await desk.last_told(RESIDENT)).text


async def test_the_alarm_carries_the_words_that_raised_it_and_comes_before_the_question(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")

    await desk.types(RESIDENT, "家里断粮三天了")

    [card] = [told.text for told in await desk.told(MONITOR)]
    templates = [told.template for told in await desk.told(RESIDENT)]
    assert "断粮三天" in card
    assert templates == ["form.question", "alarm.resident", "form.question", "form.moved"]


async def test_the_question_under_a_dangerous_first_message_comes_last(desk: Desk) -> None:
    await desk.resident()

    await desk.types(RESIDENT, "房子要塌了")

    templates = [told.template for told in await desk.told(RESIDENT)]
    assert templates == ["alarm.resident", "form.question"]


async def test_whoever_says_it_is_urgent_reads_the_emergency_numbers_at_once(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)
    await desk.presses(RESIDENT, "说完了")

    await desk.presses(RESIDENT, "有，很急")

    assert "<b>120</b>" in (await newest(desk, "form.question")).text


async def test_a_sticker_out_of_the_blue_begins_no_report(desk: Desk) -> None:
    await desk.resident()

    await desk.hears(RESIDENT, SaidKind.STICKER, file_id="sticker-1", label="😭")

    async with desk.work() as work:
        assert await work.drafts.find(RESIDENT.user_id) is None
    answer = await desk.last_told(RESIDENT)
    assert len(answer.text) < 60
    assert any("我有困难" in label for label in answer.buttons)


async def test_a_story_of_somebody_else_is_not_said_to_be_kept(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")

    await desk.hears(RESIDENT, SaidKind.OTHER, content="story")
    told = (await desk.last_told(RESIDENT)).text
    await desk.types(RESIDENT, "房顶漏雨")

    assert "动态这边看不到" in told
    assert "记下了" in (await desk.last_told(RESIDENT)).text


async def test_a_question_among_ones_reports_is_called_a_question_and_promises_no_visit(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "问政策")
    await desk.types(RESIDENT, "我家想吃低保找哪个")
    await desk.presses(RESIDENT, "问人")

    await desk.types(RESIDENT, "我报的事")

    listed = await desk.last_told(RESIDENT)
    assert "问政策" in listed.text
    assert "上门" not in listed.text
    assert "问政策" in next(iter(listed.buttons))


async def test_whoever_unblocks_the_desk_sees_how_things_stand(desk: Desk) -> None:
    await comes_to_the_read_back(desk)
    await desk.presses(RESIDENT, "发送")
    await desk.hears(RESIDENT, SaidKind.BLOCKED)

    await desk.hears(RESIDENT, SaidKind.UNBLOCKED)

    assert (await desk.last_told(RESIDENT)).template == "mine.list"


async def test_a_village_for_oneself_cannot_be_left_to_the_officials(desk: Desk) -> None:
    await desk.resident(area=COUNTY)
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "改我的村")

    await desk.types(RESIDENT, "山那边")

    asked = await desk.last_told(RESIDENT)
    assert not asked.buttons
    assert "按下面的按钮" not in asked.text


async def test_whoever_declines_after_an_alarm_is_not_told_that_nobody_knows(desk: Desk) -> None:
    await desk.types(RESIDENT, "家里断粮三天了")
    await desk.presses(RESIDENT, "跳过")

    await desk.presses(RESIDENT, "不同意")

    declined = (await newest(desk, "report.declined")).text
    assert "已经告诉了" in declined
    assert "您刚才说的我们没有留下" not in declined


async def test_a_question_that_was_cancelled_or_left_by_going_back_has_no_buttons_any_more(
    desk: Desk,
) -> None:
    await comes_to_the_read_back(desk)
    asked = await newest(desk, "form.question")

    await desk.presses(RESIDENT, "返回")
    after_back = await newest(desk, "form.moved")
    again = await newest(desk, "form.question")
    await desk.presses(RESIDENT, "取消")
    after_cancel = await newest(desk, "form.moved")

    assert after_back.key.startswith(f"{asked.key}:")
    assert after_cancel.key.startswith(f"{again.key}:")
    assert not after_back.buttons
    assert not after_cancel.buttons


async def test_the_superior_of_a_dispute_reads_on_the_card_what_is_wanted(desk: Desk) -> None:
    await comes_to_the_read_back(desk)
    await desk.presses(RESIDENT, "发送")
    await desk.presses(MONITOR, "不归我管")

    await desk.types(MONITOR, "该归石桥村")
    await desk.presses(MONITOR, "说不好")

    cards = [told.text for told in await desk.told(TOWN_DESK)]
    assert any("请您定由谁办" in card for card in cards)
