"""Whoever types the words of a button, without its picture or in words of their own, has pressed it."""

from __future__ import annotations

from desk.domain.cases.case import State
from desk.domain.talk.forms import story_of
from tests.actions.casework import accepted, replied, report, stored
from tests.deskside import Desk
from tests.village import MONITOR, RESIDENT


async def step_of(desk: Desk) -> str:
    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    return "" if draft is None else draft.step


async def test_a_widow_who_never_presses_a_button_sends_her_report(desk: Desk) -> None:
    for words in ("俺家房子露雨了", "困难", "行", "旧店九里夼", "没有", "没有", "发送"):
        await desk.types(RESIDENT, words)

    person = await desk.person()
    receipt = [told.text for told in await desk.told(RESIDENT) if told.template == "report.receipt"]
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
        told = [word.body["text"] for word in await work.cases.words(case.id)]
    assert len(receipt) == 1
    assert told == ["俺家房子露雨了"]  # what was meant for buttons is no part of her story


async def test_a_story_ends_in_other_words_only_once_it_has_begun(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "房子")

    await desk.types(RESIDENT, "没有了")
    first = await step_of(desk)
    await desk.types(RESIDENT, "就这些")

    assert (first, await step_of(desk)) == ("story", "danger")


async def test_the_menu_is_known_without_its_pictures(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")

    await desk.types(RESIDENT, "说完了。")

    assert await step_of(desk) == "danger"


async def test_a_sentence_under_a_question_stays_with_the_story(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "房子")
    await desk.types(RESIDENT, "房顶漏雨")
    await desk.types(RESIDENT, "说完了")

    await desk.types(RESIDENT, "没有钱修")

    draft = await desk.draft()
    assert draft is not None
    assert [piece["text"] for piece in story_of(draft.answers)] == ["房顶漏雨", "没有钱修"]


async def test_whoever_cannot_name_the_village_may_type_so(desk: Desk) -> None:
    await desk.resident(area=None)
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "房子")

    await desk.types(RESIDENT, "说不清")

    assert await step_of(desk) == "story"


async def test_a_rating_typed_is_a_rating(desk: Desk) -> None:
    case = await replied(desk)

    await desk.types(RESIDENT, "不满意")

    assert (await stored(desk, case)).state is State.REOPENED


async def test_what_the_menu_of_more_offers_may_be_typed(desk: Desk) -> None:
    await desk.resident()

    await desk.types(RESIDENT, "投诉")

    draft = await desk.draft()
    assert draft is not None
    assert draft.form == "complaint"


async def test_who_types_that_a_report_be_hurried_is_shown_the_reports(desk: Desk) -> None:
    await report(desk)

    await desk.types(RESIDENT, "催办")

    assert (await desk.last_told(RESIDENT)).template == "mine.list"


async def test_an_official_may_type_that_a_reply_be_sent(desk: Desk) -> None:
    case = await accepted(desk)
    await desk.presses(MONITOR, "答复")
    await desk.types(MONITOR, "下周二送瓦来")

    await desk.types(MONITOR, "发送")

    assert (await stored(desk, case)).state is State.RESOLVED


async def test_yes_is_the_one_village_that_was_offered(desk: Desk) -> None:
    await desk.resident(area=None)
    await desk.types(RESIDENT, "我有困难")
    await desk.types(RESIDENT, "房子")
    await desk.types(RESIDENT, "里夼")
    assert "是这里吗" in (await desk.last_told(RESIDENT)).text

    await desk.types(RESIDENT, "是的")

    assert await step_of(desk) == "story"
