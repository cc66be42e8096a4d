"""Nobody is left without an answer: messages in a row get one at their end, small words at once."""

from __future__ import annotations

import pytest

from desk.domain.talk.said import SaidKind
from tests.deskside import Desk, Told
from tests.village import RESIDENT, VILLAGE


async def said_by_now(desk: Desk) -> list[Told]:
    """What has left by this moment: what is due later has not."""
    return [one for one in await desk.told(RESIDENT) if one.row.not_before <= desk.now]


async def new_since(desk: Desk, known: int) -> list[str]:
    return [one.template for one in (await said_by_now(desk))[known:]]


async def test_three_messages_of_a_story_are_answered_together_when_it_is_quiet(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    desk.wait(seconds=3)
    await desk.types(RESIDENT, "下雨天床都湿了")
    desk.wait(seconds=3)
    await desk.types(RESIDENT, "瓦也碎了几片")
    known = len(await said_by_now(desk))

    desk.wait(seconds=6)

    said = (await said_by_now(desk))[known:]
    assert [one.template for one in said] == ["form.question"]
    assert "都收到了（3 条）" in said[0].text
    assert "请人来" in "".join(said[0].buttons)


async def test_a_row_in_the_story_of_a_form_is_answered_once_more_at_its_end(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    desk.wait(seconds=30)
    for words in ("房顶漏雨", "东屋也漏", "墙皮掉了", "瓦也碎了几片"):
        await desk.types(RESIDENT, words)
        desk.wait(seconds=2)
    known = len(await said_by_now(desk))

    desk.wait(seconds=5)

    [answer] = (await said_by_now(desk))[known:]
    assert answer.template == "form.row_kept"
    assert "（4 条）" in answer.text
    assert "✅ 说完了" in answer.buttons


async def test_whoever_never_pauses_is_answered_all_the_same(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    for _ in range(12):
        desk.wait(seconds=4)
        await desk.types(RESIDENT, "还有东屋也漏")

    answered = [one for one in await said_by_now(desk) if one.template == "form.question"]
    assert len(answered) >= 3


async def test_what_waited_is_not_said_when_a_button_was_pressed_meanwhile(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    desk.wait(seconds=2)
    await desk.types(RESIDENT, "床都湿了")
    desk.wait(seconds=1)
    await desk.types(RESIDENT, "要")
    desk.wait(seconds=60)

    texts = [one.text for one in await desk.told(RESIDENT)]
    assert not [text for text in texts if "都收到了" in text]


async def test_after_the_answer_its_buttons_are_the_ones_that_count(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    desk.wait(seconds=2)
    await desk.types(RESIDENT, "床都湿了")
    desk.wait(seconds=30)

    await desk.presses(RESIDENT, "请人来")

    [answered] = [one for one in await desk.told(RESIDENT) if one.template == "form.answered"]
    assert answered.row.target_id is not None
    asked = next(one for one in await desk.told(RESIDENT) if one.row.id == answered.row.target_id)
    assert ":row:" in asked.key


YES = ("中", "嗯呐", "要得", "对头", "行", "是", "好嘞", "系")
WISHES = ("报给村里吧", "请村里来个人看看", "给俺报上去")


@pytest.mark.parametrize("words", [*YES, *WISHES])
async def test_yes_in_any_dialect_or_a_wish_is_the_button(desk: Desk, words: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")

    await desk.types(RESIDENT, words)

    draft = await desk.draft()
    assert draft is not None
    assert (draft.step, draft.answers["trouble"]) == ("danger", "housing")
    assert [piece["text"] for piece in draft.answers["story"]] == ["俺家房子漏雨"]


@pytest.mark.parametrize(
    "words", ["在吗", "你是机器人吗", "转人工", "俺不会用这个", "办到哪了", "谢谢", "电话多少"]
)
async def test_small_words_in_a_form_are_answered_and_the_question_comes_again(
    desk: Desk, words: str
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    known = len(await desk.told(RESIDENT))

    await desk.types(RESIDENT, words)

    draft, told = await desk.draft(), (await desk.told(RESIDENT))[known:]
    assert draft is not None
    assert [piece["text"] for piece in draft.answers["story"]] == ["俺家房子漏雨"]
    assert "form.question" in [one.template for one in told]


@pytest.mark.parametrize("words", ["算了", "退出", "重来", "不报了", "说错了"])
async def test_forget_it_leaves_and_says_what_was_kept(desk: Desk, words: str) -> None:
    await desk.resident()
    for told in ("俺家房子漏雨", "床都湿了", "雨下了三天"):
        await desk.types(RESIDENT, told)

    await desk.types(RESIDENT, words)

    assert await desk.draft() is None
    assert "doubt.ask" not in [one.template for one in await desk.told(RESIDENT)]
    assert "form.cancelled" in [one.template for one in await desk.told(RESIDENT)]


@pytest.mark.parametrize(("button", "step"), [("我有困难", "trouble"), ("问政策", "is_it")])
async def test_the_large_buttons_answer_the_open_question(desk: Desk, button: str, step: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家有件事想说说")

    await desk.types(RESIDENT, button)

    draft = await desk.draft()
    assert draft is not None
    assert draft.step == step
    assert draft.has_story


async def test_only_asking_never_leads_to_the_form_of_consent(desk: Desk) -> None:
    await desk.types(RESIDENT, "俺家有件事想说说")
    desk.wait(seconds=9)

    await desk.presses(RESIDENT, "只是问问")

    draft = await desk.draft()
    assert draft is not None
    assert draft.step == "is_it"
    assert "问人" in "".join(label for one in await desk.told(RESIDENT) for label in one.buttons)


async def test_whoever_says_our_village_is_asked_for_its_name(desk: Desk) -> None:
    await desk.types(RESIDENT, "俺村")

    last = await desk.last_told(RESIDENT)
    assert last.template == "place.by_name"


async def test_whoever_says_nothing_but_a_village_learns_who_answers_there(desk: Desk) -> None:
    await desk.types(RESIDENT, "旧店镇九里夼村")

    assert "more.officials_list" in [one.template for one in await desk.told(RESIDENT)]


@pytest.mark.parametrize("words", ["能匿名吗", "要钱吗", "会不会让村里知道", "能听懂方言吗", "把我说的删掉"])
async def test_questions_about_the_desk_are_answered(desk: Desk, words: str) -> None:
    await desk.types(RESIDENT, words)

    assert (await desk.last_told(RESIDENT)).template.startswith("menu.about.")


async def test_send_it_before_the_read_back_names_the_step_that_is_missing(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.types(RESIDENT, "中")

    await desk.types(RESIDENT, "发吧")

    assert "还差这一步" in (await desk.told(RESIDENT))[-2].text + (await desk.last_told(RESIDENT)).text


async def test_a_photo_in_a_row_is_counted(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="1")
    await desk.hears(RESIDENT, SaidKind.PHOTO, file_id="2")
    desk.wait(seconds=7)

    assert "（3 条）" in "".join(one.text for one in await said_by_now(desk))


async def test_a_question_in_the_middle_of_a_report_is_answered_for_itself(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.types(RESIDENT, "中")
    known = len(await desk.told(RESIDENT))

    await desk.types(RESIDENT, "低保怎么申请？")

    told = [one.template for one in (await desk.told(RESIDENT))[known:]]
    draft = await desk.draft()
    assert draft is not None
    assert draft.step == "danger"
    assert "policy.card" in told or "form.question" in told
    assert [piece["text"] for piece in draft.answers["story"]] == ["俺家房子漏雨", "低保怎么申请？"]


async def test_a_trouble_of_another_kind_is_answered_for_itself(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.types(RESIDENT, "中")
    await desk.types(RESIDENT, "雨一下就是三天")

    await desk.types(RESIDENT, "孩子学费也交不上")

    assert "这一件也记下了" in (await desk.told(RESIDENT))[-2].text


async def test_a_village_named_in_passing_is_not_asked_for_again(desk: Desk) -> None:
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.types(RESIDENT, "俺是旧店镇九里夼村的")

    draft = await desk.draft()
    assert draft is not None
    assert draft.answers["place"] == VILLAGE


async def test_whoever_asks_for_the_official_of_a_village_reads_the_number(desk: Desk) -> None:
    await desk.types(RESIDENT, "旧店镇九里夼村干部电话多少")

    assert (await desk.last_told(RESIDENT)).template == "more.officials_list"


async def test_whoever_was_asked_for_a_village_may_tell_something_else(desk: Desk) -> None:
    await desk.types(RESIDENT, "俺村")

    await desk.types(RESIDENT, "俺家房子漏雨了")

    draft = await desk.draft()
    assert draft is not None
    assert draft.form == "report"


async def test_the_marks_of_a_swindle_are_warned_of_at_once(desk: Desk) -> None:
    await desk.types(RESIDENT, "有人打电话说俺医保卡冻结了，叫俺转账到安全账户")

    assert (await desk.told(RESIDENT))[0].template == "menu.fraud"


@pytest.mark.parametrize(
    "words", ["打错了 是刘桂生", "说错了 是东屋漏", "弄错了，是上个月的事", "不用了三年的锅也坏了"]
)
async def test_a_correction_throws_nothing_away(desk: Desk, words: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")

    await desk.types(RESIDENT, words)

    draft = await desk.draft()
    assert draft is not None
    assert [piece["text"] for piece in draft.answers["story"]] == ["俺家房子漏雨", words]


@pytest.mark.parametrize(
    "words", ["请村里来个人看看，灶房也塌了", "叫人来 俺娘摔了起不来", "报上去吧 孩子学费也没交"]
)
async def test_a_wish_that_tells_more_is_kept(desk: Desk, words: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")

    await desk.types(RESIDENT, words)

    draft = await desk.draft()
    assert draft is not None
    assert [piece["text"] for piece in draft.answers["story"]] == ["俺家房子漏雨", words]


@pytest.mark.parametrize(
    "words",
    [
        "老师好 俺家屋顶露雨",
        "喂 俺村路断了",
        "转人工 俺家房子漏",
        "谢谢 还有个事 房子漏",
        "算了 俺家屋还漏着",
    ],
)
async def test_what_begins_like_a_small_word_and_says_more_is_heard_out(desk: Desk, words: str) -> None:
    await desk.types(RESIDENT, words)

    draft = await desk.draft()
    assert draft is not None
    assert [piece["text"] for piece in draft.answers["story"]] == [words]
