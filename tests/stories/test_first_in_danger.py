"""Somebody in danger: a kind word, their number first, voices listened to, a true word at the end."""

from __future__ import annotations

import pytest

from desk.domain.talk.forms import story_of
from desk.domain.talk.said import SaidKind
from schedules.ticks.danger import TICKS
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk, Told
from tests.village import COMPLAINTS, DOUBTFUL, MONITOR, OFFICIALS, RESIDENT, TOWN_DESK, VILLAGE


async def to_whom(desk: Desk, template: str) -> list[Told]:
    return [one for one in await desk.told(RESIDENT) if one.template == template]


async def step_of(desk: Desk) -> str:
    draft = await desk.draft()
    return "" if draft is None else draft.step


async def test_whoever_gave_no_number_is_asked_for_it_before_anything_else(desk: Desk) -> None:
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")

    assert await step_of(desk) == "contact"
    [told] = await to_whom(desk, "alarm.resident")
    assert told.text.startswith("别怕")
    assert not [one for one in await desk.told(RESIDENT) if "只是问问" in one.buttons]


async def test_the_number_stands_on_the_card_at_once_and_the_form_goes_on(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE)
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")

    await desk.types(RESIDENT, "13900007788")

    cards = [one for one in await desk.told(MONITOR) if one.template == "alarm.card"]
    assert "13900007788" in cards[-1].text
    assert await step_of(desk) in {"consent", "trouble"}


async def test_a_number_typed_at_another_question_is_no_part_of_the_story(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE)
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")
    await desk.types(RESIDENT, "跳过")

    await desk.types(RESIDENT, "13900007788")

    draft = await desk.draft()
    assert draft is not None
    assert draft.answers["contact"] == "13900007788"
    assert len(story_of(draft.answers)) == 1
    assert "13900007788" in [one for one in await desk.told(MONITOR) if one.template == "alarm.card"][-1].text


async def test_whoever_has_given_it_before_reads_that_they_will_be_rung_up(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")

    [told] = await to_whom(desk, "alarm.resident")
    assert f"{MONITOR.name}" in told.text
    assert "马上给您打电话" in told.text
    assert await step_of(desk) == "trouble"


async def test_words_of_despair_get_the_line_where_somebody_listens(desk: Desk) -> None:
    await desk.types(RESIDENT, "俺不想活了")

    [told] = await to_whom(desk, "alarm.resident")
    assert all(number in told.text for number in ("12356", "120", "110"))


async def test_a_voice_of_somebody_who_agreed_is_listened_to_at_once_without_a_sound(desk: Desk) -> None:
    await desk.resident()

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)

    [shown] = [one for one in await desk.told(MONITOR) if one.template == "alarm.listen"]
    assert shown.file_id == "voice-1"
    assert shown.content.silent
    assert not [one for one in await desk.told(TOWN_DESK) if one.file_id]


async def test_whoever_takes_back_a_voice_reads_who_may_have_heard_it(desk: Desk) -> None:
    await desk.resident()
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)

    await desk.types(RESIDENT, "/cancel")

    [cancelled] = await to_whom(desk, "form.cancelled")
    assert MONITOR.name in cancelled.text


async def test_before_anybody_agreed_a_voice_raises_the_question_and_yes_the_alarm(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE)
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)
    asked = await desk.last_told(RESIDENT)
    before = list(await desk.told(MONITOR))

    await desk.presses(RESIDENT, "有，很急")

    assert asked.template == "doubt.ask"
    assert before == []
    assert [one.file_id for one in await desk.told(MONITOR) if one.file_id] == ["voice-1"]


async def test_a_voice_that_nobody_agreed_to_is_shown_to_nobody_by_silence(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE)
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)

    desk.wait(minutes=30)
    for tick in TICKS:
        await tick.run(clockwork_of(desk))

    assert await desk.told(MONITOR) == []


async def test_in_a_complaint_no_voice_is_shown(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "更多")
    await desk.presses(RESIDENT, "投诉")
    await desk.presses(RESIDENT, "村干部")
    known = len(await desk.told(MONITOR))

    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)

    assert len(await desk.told(MONITOR)) == known


async def test_whoever_cancels_is_asked_whether_it_holds_and_their_answer_is_seen(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")
    await desk.types(RESIDENT, "/cancel")

    await desk.presses(RESIDENT, "没有了，人平安")

    cards = [one for one in await desk.told(MONITOR) if one.template == "alarm.card"]
    assert "说现在没有危险了" in cards[-1].text
    assert "还是请联系一下" in cards[-1].text


async def test_a_doubt_that_is_answered_leads_to_the_number_too(desk: Desk) -> None:
    await desk.types(RESIDENT, DOUBTFUL)

    await desk.presses(RESIDENT, "有，很急")

    assert await step_of(desk) == "contact"


async def test_where_it_is_may_be_said_later_and_those_there_hear_of_it(desk: Desk) -> None:
    await desk.types(RESIDENT, "家里断粮三天了，两个娃饿得直哭")
    before = list(await desk.told(MONITOR))

    await desk.types(RESIDENT, "俺家在旧店镇九里夼村")

    assert before == []
    [card] = [one for one in await desk.told(MONITOR) if one.template == "alarm.card"]
    assert "断粮三天" in card.text


async def test_what_was_never_asked_is_not_edited_afterwards(desk: Desk) -> None:
    """An edit of nothing would arrive as a message of its own."""
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.presses(RESIDENT, "有，很急")

    edits = [one for one in await desk.told(RESIDENT) if one.row.method == "edit"]
    assert all(one.row.target_id is not None for one in edits)


async def test_of_what_may_be_a_complaint_no_voice_is_passed_on(desk: Desk) -> None:
    await desk.person(area_code=VILLAGE)
    await desk.hears(RESIDENT, SaidKind.VOICE, file_id="voice-1", duration=5)
    await desk.types(RESIDENT, "村干部打人，我爹被打得叫不醒了")

    heard = [one for who in (*OFFICIALS, COMPLAINTS) for one in await desk.told(who)]
    assert [one for one in heard if one.template == "alarm.card"]
    assert not [one for one in heard if one.file_id]


@pytest.mark.parametrize(
    "words", ["雨下了三天", "都三天了", "孙子才三岁", "就我一个人住", "天冷了", "被子都潮了", "一直没人来"]
)
async def test_what_only_fills_in_a_story_wakes_nobody(desk: Desk, words: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")

    await desk.types(RESIDENT, words)

    assert await desk.told(MONITOR) == []
    assert not await to_whom(desk, "doubt.ask")
