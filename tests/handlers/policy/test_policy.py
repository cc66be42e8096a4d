"""Questions asked of the policy library in the chat: shown whole, stayed with, or handed to a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.policy.library import PolicyShelf
from desk.domain.cases.case import Case, Kind
from desk.domain.policy.view import PolicyView, Shows
from desk.domain.talk.forms import story_of
from desk.domain.talk.said import SaidKind
from handlers.policy.views import card_arguments
from policy.items import SHIPPED_ITEMS, read_item
from policy.log import LogLine, read_log
from tests.deskside import Desk, Told, library, own_library, texts
from tests.village import AREAS, DUTY, RESIDENT

APPLY = read_item(SHIPPED_ITEMS / "low_income_apply.md")
NO_RAIN = "彩票在哪买？"


async def cases_of(desk: Desk) -> list[Case]:
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        return [*await work.cases.find_of_reporter(person.id)]


async def shown(desk: Desk) -> Told:
    """The newest message that is no edit of another one's buttons."""
    return [one for one in await desk.told(RESIDENT) if one.template.startswith("policy.")][-1]


def logged() -> list[LogLine]:
    return [*read_log(library().shelf.log)]


async def test_a_card_shows_four_lines_first_and_after_a_press_all_of_it_with_its_sources(desk: Desk) -> None:
    await desk.resident()

    await desk.types(RESIDENT, "我家想吃低保找哪个")
    first = await shown(desk)
    await desk.presses(RESIDENT, "📖 细看")

    assert "blockquote" not in first.text
    assert list(first.buttons) == [
        "请人来看看",
        "我要申请/求助",
        "📖 细看",
        "🙋 问人",
        "👍 有用",
        "👎 没用",
    ]
    card = (await desk.told(RESIDENT))[-1]
    assert f"<blockquote>{APPLY.body}</blockquote>" in card.text
    assert all(source.number in card.text and str(source.date) in card.text for source in APPLY.sources)
    assert str(APPLY.verified_on) in card.text
    assert list(card.buttons) == ["请人来看看", "我要申请/求助", "🙋 问人", "👍 有用", "👎 没用"]


async def test_no_card_of_the_library_is_more_than_a_small_part_of_a_screen_at_first(desk: Desk) -> None:
    """At 390 pixels a line holds some eighteen Chinese characters."""
    policy, asking = desk.shared.policy, desk.shared.rules.asking
    view = PolicyView(Shows.POLICY_CARD, question="低保")
    cards = [one for topic in policy.topics() for one in policy.cards_of(topic.code, desk.now.date())]

    words = [
        texts().render("zh_CN", "policy.card", {**card_arguments(card, view, asking), "open": True})
        for card in cards
        if card.current
    ]

    assert len(words) > 50
    assert max(map(_lines, words)) <= 13


def _lines(text: str) -> int:
    """How many lines it takes on a phone."""
    return sum(1 + len(line) // 18 for line in text.splitlines() if line)


async def test_where_the_county_sets_the_sum_the_card_says_so(desk: Desk) -> None:
    await desk.types(RESIDENT, "房顶漏雨，危房改造怎么申请")

    card = await shown(desk)
    assert "以当地规定为准" in card.text
    assert "查到这一条" in card.text


async def test_no_card_outgrows_one_message(desk: Desk) -> None:
    await desk.types(RESIDENT, "问政策")
    policy, today = desk.shared.policy, desk.now.date()
    longest = max(
        (card for topic in policy.topics() for card in policy.cards_of(topic.code, today)),
        key=lambda card: len(card.text) + sum(map(len, card.sources)),
    )

    await desk.types(RESIDENT, longest.title)

    assert len((await shown(desk)).text) < 4096


@pytest.mark.parametrize("text", ["老人喝农药了，我家想吃低保找哪个", "我家断粮了，能申请什么"])
async def test_danger_is_heard_before_any_answer(desk: Desk, text: str) -> None:
    await desk.resident()

    await desk.types(RESIDENT, text)

    assert [one.template for one in await desk.told(RESIDENT)] == ["alarm.resident", "form.question"]


async def test_what_sounds_like_a_complaint_is_offered_as_one_and_then_answered(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "村主任优亲厚友吃低保，怎么举报")
    assert "这是投诉" in (await desk.last_told(RESIDENT)).buttons
    desk.wait(seconds=5)

    await desk.presses(RESIDENT, "只是问问")

    assert (await shown(desk)).template in ("policy.card", "policy.choice")


async def test_thanks_after_an_answer_is_no_report(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")

    await desk.types(RESIDENT, "谢谢")

    assert (await desk.last_told(RESIDENT)).template == "menu.courtesy"


async def test_a_question_without_an_answer_is_owned_to_and_a_person_is_one_tap_away(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, NO_RAIN)
    honest = await shown(desk)
    assert "这个我不确定" in honest.text
    assert list(honest.buttons) == ["🙋 问人", "请人来看看"]

    await desk.presses(RESIDENT, "问人")

    [case] = await cases_of(desk)
    assert case.kind is Kind.POLICY_QUESTION
    assert case.number in (await desk.last_told(RESIDENT)).text
    assert any(NO_RAIN in one.text for one in await desk.told(DUTY))


async def test_the_sum_of_the_county_is_never_guessed(desk: Desk) -> None:
    await desk.resident()

    await desk.types(RESIDENT, "我们县低保一个月多少钱")

    answer = await shown(desk)
    assert answer.template == "policy.no_answer.text"
    assert "各地定的不一样" in answer.text
    assert "问人" in next(iter(answer.buttons))


async def test_words_that_ask_nothing_and_have_no_answer_are_a_report_as_ever(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家的事不想让人知道")

    assert (await desk.last_told(RESIDENT)).template == "form.question"


async def test_voice_out_of_the_blue_is_asked_about_and_in_the_policy_view_goes_to_a_person(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="v1", duration=4)
    assert (await desk.last_told(RESIDENT)).template == "form.question"
    await desk.types(RESIDENT, "/cancel")
    await desk.types(RESIDENT, "问政策")

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="v2", duration=4)
    await desk.presses(RESIDENT, "问人")

    [case] = await cases_of(desk)
    assert case.kind is Kind.POLICY_QUESTION


async def test_a_follow_up_is_answered_with_the_line_of_the_card_in_view(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")

    await desk.types(RESIDENT, "要带什么材料")

    line = await shown(desk)
    assert line.template == "policy.line"
    assert str(line.content.arguments["line"]) in APPLY.body
    assert str(line.content.arguments["line"]).startswith("带什么：")


async def test_a_line_that_the_card_has_not_is_not_made_up(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")
    missing = next(label for label in ("有什么", "谁可以", "多久") if f"{label}：" not in APPLY.body)

    await desk.types(RESIDENT, {"有什么": "有什么好处", "谁可以": "什么条件", "多久": "多久"}[missing])

    assert "不敢乱说" in (await shown(desk)).text


async def test_another_question_takes_the_place_of_an_answered_one(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")

    await desk.types(RESIDENT, "村里修路找谁批？")
    told = await desk.told(RESIDENT)

    assert told[-1].row.method == "edit"  # the first card lost its buttons
    assert not told[-1].buttons
    assert told[-2].buttons


async def test_a_question_after_a_story_is_answered_and_the_story_stays(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我家的事不想让人知道")

    await desk.types(RESIDENT, "我家想吃低保找哪个？")
    await desk.presses(RESIDENT, "请人来")

    draft = await desk.draft()
    assert draft is not None
    assert [piece["text"] for piece in story_of(draft.answers)] == [
        "我家的事不想让人知道",
        "我家想吃低保找哪个？",
    ]
    assert (draft.step, draft.has_story) == ("trouble", True)


async def test_applying_opens_the_report_with_the_trouble_of_the_card_and_the_words(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "房顶漏雨，危房改造怎么申请")

    await desk.presses(RESIDENT, "我要申请")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert (case.kind, case.trouble) == (Kind.HARDSHIP, "housing")


async def test_whoever_has_never_consented_is_asked_before_the_question_goes_on(desk: Desk) -> None:
    await desk.types(RESIDENT, NO_RAIN)
    await desk.presses(RESIDENT, "问人")
    assert await cases_of(desk) == []

    await desk.presses(RESIDENT, "同意")

    [case] = await cases_of(desk)
    assert (case.kind, case.area_code) == (Kind.POLICY_QUESTION, AREAS.county.code)


async def test_whoever_declines_leaves_no_question_behind(desk: Desk) -> None:
    await desk.types(RESIDENT, NO_RAIN)
    await desk.presses(RESIDENT, "问人")

    await desk.presses(RESIDENT, "不同意")

    assert await cases_of(desk) == []
    assert any("12345" in one.text for one in await desk.told(RESIDENT))


async def test_the_topics_lead_to_cards_by_editing_one_message(desk: Desk) -> None:
    await desk.types(RESIDENT, "问政策")
    topics = await shown(desk)
    assert "直接打字问也行" in topics.text

    for label in ("低保和低收入", APPLY.title):
        await desk.presses(RESIDENT, label)
    card = await shown(desk)
    await desk.presses(RESIDENT, "返回")
    await desk.presses(RESIDENT, "返回目录")

    assert card.content.arguments["text"] == APPLY.body
    assert "请人来" not in card.buttons
    edits = [one.row.method for one in await desk.told(RESIDENT)]
    assert edits == ["send", "edit", "edit", "edit", "edit"]
    assert list((await shown(desk)).buttons) == list(topics.buttons)


async def test_long_topics_have_pages(desk: Desk) -> None:
    await desk.types(RESIDENT, "问政策")
    policy, today = desk.shared.policy, desk.now.date()
    name = next(one.name for one in policy.topics() if len(policy.cards_of(one.code, today)) > 8)
    await desk.presses(RESIDENT, name)
    first = list((await shown(desk)).buttons)

    await desk.presses(RESIDENT, "下一页")
    second = list((await shown(desk)).buttons)
    await desk.presses(RESIDENT, "上一页")

    assert not {*first[:8]} & {*second}
    assert list((await shown(desk)).buttons) == first


async def test_asking_a_person_about_a_card_that_one_only_looked_at_asks_what(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "问政策")
    await desk.presses(RESIDENT, "低保和低收入")
    await desk.presses(RESIDENT, APPLY.title)

    await desk.presses(RESIDENT, "问人")
    await desk.types(RESIDENT, "我这样的行不行")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "转给工作人员")

    [case] = await cases_of(desk)
    assert case.department == APPLY.department
    assert any(APPLY.title in one.text for one in await desk.told(DUTY))


async def test_the_self_check_ends_in_what_may_apply_and_a_report_that_is_filled_in(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "问政策")
    await desk.presses(RESIDENT, "我能享受什么")
    for answer in ("不是", "不是", "不是", "不是", "不是", "不是", "不是", "是"):
        await desk.presses(RESIDENT, answer)
    results = await shown(desk)
    assert results.template == "policy.results"
    assert "可能" in results.text

    await desk.presses(RESIDENT, "我要申请")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")

    [case] = await cases_of(desk)
    assert case.trouble != "other"


async def test_a_self_check_button_pressed_twice_answers_one_question(desk: Desk) -> None:
    await desk.types(RESIDENT, "问政策")
    await desk.presses(RESIDENT, "我能享受什么")
    yes = (await shown(desk)).buttons["是"]

    for _ in range(2):
        await desk.presses_code(RESIDENT, yes)

    assert "（2/8）" in (await shown(desk)).text


async def test_nothing_that_fits_is_no_refusal(desk: Desk) -> None:
    await desk.types(RESIDENT, "问政策")
    await desk.presses(RESIDENT, "我能享受什么")

    for _ in range(8):
        await desk.presses(RESIDENT, "不是")

    assert "这不等于没有" in (await shown(desk)).text


async def test_between_close_cards_one_chooses_and_none_of_them_leads_to_a_person(desk: Desk) -> None:
    await desk.types(RESIDENT, "残疾人补贴有哪些")
    choice = await shown(desk)
    assert choice.template == "policy.choice"
    title = next(iter(choice.buttons))

    await desk.presses(RESIDENT, title)
    chosen = await shown(desk)
    await desk.presses(RESIDENT, "返回")
    await desk.presses(RESIDENT, "都不是")

    assert (chosen.template, chosen.content.arguments["title"]) == ("policy.card", title)
    assert "这个我不确定" in (await shown(desk)).text
    assert {"chosen", "useless"} <= {line.outcome for line in logged() if line.question == "残疾人补贴有哪些"}


async def test_ratings_are_written_down_without_a_name_and_a_useless_card_leads_to_a_person(
    desk: Desk,
) -> None:
    await desk.types(RESIDENT, "我是王秀兰，我家想吃低保找哪个")
    await desk.presses(RESIDENT, "没用")

    assert list((await desk.last_told(RESIDENT)).buttons) == ["🙋 问人", "请人来看看"]
    last = logged()[-1]
    assert (last.outcome, last.question) == ("useless", "我是＊，我家想吃低保找哪个")


async def test_a_helpful_card_is_thanked_for_and_rated_once(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")

    [answer] = await desk.presses(RESIDENT, "有用")

    assert answer.template == "policy.thanks"
    assert "👍 有用" not in (await shown(desk)).buttons


async def test_what_somebody_tells_of_themselves_is_not_written_down(desk: Desk) -> None:
    before = len(logged())

    await desk.types(RESIDENT, "房顶漏雨")
    await desk.types(RESIDENT, "我家的事不想让人知道")

    assert logged()[before:] == []


async def test_a_button_of_an_answer_that_was_overtaken_is_stale(desk: Desk) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")
    old = (await shown(desk)).buttons["🙋 问人"]
    desk.wait(minutes=1)
    await desk.types(RESIDENT, "房顶漏雨")

    [answer] = await desk.presses_code(RESIDENT, old)

    assert answer.template == "form.stale"


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> PolicyShelf:
    """A library of this test's own, which the desk asks."""
    policy = own_library(tmp_path / "policy")
    desk.shared = replace(desk.shared, policy=policy)
    return policy


async def test_an_item_that_has_ended_says_so_and_is_handed_over(
    desk: Desk, tmp_path: Path, own: PolicyShelf
) -> None:
    (tmp_path / "policy/items").mkdir(parents=True)
    text = (
        (SHIPPED_ITEMS / "low_income_apply.md")
        .read_text()
        .replace("verified_on", "valid_to = 2024-12-31\nverified_on")
    )
    (tmp_path / "policy/items/low_income_apply.md").write_text(text)

    await desk.types(RESIDENT, "我家想吃低保找哪个")

    ended = await shown(desk)
    assert "已经过期了" in ended.text
    assert APPLY.body[:20] not in ended.text
    assert "问人" in next(iter(ended.buttons))
    assert own.trouble == ""


async def test_a_library_that_cannot_be_read_hands_everything_over(
    desk: Desk, tmp_path: Path, own: PolicyShelf
) -> None:
    (tmp_path / "policy/items").mkdir(parents=True)
    (tmp_path / "policy/items/broken.md").write_text("no front matter")
    await desk.resident()

    await desk.types(RESIDENT, "我家想吃低保找哪个？")
    await desk.presses(RESIDENT, "问人")
    await desk.types(RESIDENT, "问政策")

    [case] = await cases_of(desk)
    assert case.kind is Kind.POLICY_QUESTION
    assert (await desk.last_told(RESIDENT)).template == "form.question"
    assert own.trouble.startswith("UnreadableItem")


async def test_the_counties_documents_are_quoted_line_by_line(
    desk: Desk, tmp_path: Path, own: PolicyShelf
) -> None:
    (tmp_path / "policy/documents").mkdir(parents=True)
    words = "　　第一条　种玉米的农户，每亩补贴另行公布。\n　　第二条　到村委会登记土地面积。"
    header = "标题: 平度市玉米种植补贴办法\n文号: 平农〔2026〕3号\n发布机关: 平度市农业农村局\n"
    header += "日期: 2026-03-01\n适用地区: 平度市\n"
    (tmp_path / "policy/documents/corn.txt").write_text(f"{header}====\n{words}\n")

    card = own.card("平度市玉米种植补贴办法 第二条", desk.now.date())

    assert card is not None
    assert card.text in words
    assert "平农〔2026〕3号" in card.sources[0]


async def test_files_that_change_are_read_while_the_desk_goes_on(
    desk: Desk, tmp_path: Path, own: PolicyShelf
) -> None:
    await desk.types(RESIDENT, "我家想吃低保找哪个")
    (tmp_path / "policy/items").mkdir(parents=True)
    other = (SHIPPED_ITEMS / "low_income_apply.md").read_text().replace(APPLY.body, "怎么办：找村委会。")
    (tmp_path / "policy/items/low_income_apply.md").write_text(other)

    own.find("我家想吃低保找哪个", desk.now.date())
    own.load()

    [card] = own.find("我家想吃低保找哪个", desk.now.date()).cards
    assert card.text == "怎么办：找村委会。"
