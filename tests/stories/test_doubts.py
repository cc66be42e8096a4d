"""Words that may mean danger: their writer is asked first, and an official looks if they are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.talk.heard import HearingCount
from schedules.ticks.danger import show_doubts
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk, Told
from tests.stories.steps import tells
from tests.village import (
    COMPLAINTS,
    DOUBTFUL,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    RESIDENT,
    TOWN_DESK,
    Character,
)

ASKED = "现在有人有危险吗"
YES, NO = "有，很急", "没有"


async def cards(desk: Desk, who: Character) -> list[Told]:
    return [told for told in await desk.told(who) if told.template == "alarm.card"]


async def counted(desk: Desk) -> list[HearingCount]:
    async with desk.work() as work:
        return list(await work.hearing_counts.all())


async def test_who_may_be_in_danger_is_asked_that_alone_and_nobody_is_woken(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)

    *_, question = await desk.told(RESIDENT)
    assert ASKED in question.text
    assert list(question.buttons) == [f"🆘 {YES}", NO]
    assert await cards(desk, MONITOR) == []


async def test_amid_a_story_too_nothing_is_asked_below_it(desk: Desk) -> None:
    await desk.resident()
    for text in ("俺家房子漏雨", "门口的路灯坏了", DOUBTFUL):
        await desk.types(RESIDENT, text)

    assert ASKED in (await desk.told(RESIDENT))[-1].text
    draft = await desk.draft(RESIDENT)
    assert draft is not None
    assert draft.answers["story"][-1]["text"] == DOUBTFUL


async def test_yes_raises_the_alarm_with_the_words_that_were_doubted(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.presses(RESIDENT, YES)

    for who in (MONITOR, TOWN_DESK):
        [card] = await cards(desk, who)
        assert DOUBTFUL in card.text
        assert not card.content.silent
    said = [told.text for told in await desk.told(RESIDENT)]
    assert any("别怕，我们这就找人" in text for text in said)
    draft = await desk.draft(RESIDENT)
    assert draft is not None
    assert draft.step == "trouble"  # whether it is only a question is not asked any more
    assert [(count.heard, count.meant, count.times) for count in await counted(desk)] == [
        ("maybe danger", "yes", 1)
    ]


async def test_no_is_noted_and_the_conversation_goes_on(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.presses(RESIDENT, NO)
    desk.wait(minutes=30)
    await show_doubts(clockwork_of(desk))

    assert await cards(desk, MONITOR) == []
    *_, question = await desk.told(RESIDENT)
    assert question.template == "form.question"


@pytest.mark.parametrize(("word", "alarmed"), [("有！", True), ("嗯呐", True), ("没得", False)])
async def test_a_word_is_as_good_as_a_press(desk: Desk, word: str, alarmed: bool) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.types(RESIDENT, word)

    assert bool(await cards(desk, MONITOR)) is alarmed
    assert [count.meant for count in await counted(desk)] == ["yes" if alarmed else "no"]


async def test_whoever_does_not_answer_is_seen_by_the_village_once_and_without_a_sound(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    desk.wait(minutes=9)
    await show_doubts(clockwork_of(desk))
    assert await cards(desk, MONITOR) == []

    for _ in range(2):
        desk.wait(minutes=2)
        await show_doubts(clockwork_of(desk))

    [card] = await cards(desk, MONITOR)
    assert card.content.silent
    assert "可能有危险" in card.text
    assert DOUBTFUL in card.text
    assert await cards(desk, TOWN_DESK) == []


async def test_a_late_yes_rings_although_it_was_shown_already(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    desk.wait(minutes=12)
    await show_doubts(clockwork_of(desk))
    await desk.presses(RESIDENT, YES)

    sent = [card for card in await cards(desk, MONITOR) if card.row.method == "send"]
    rung = [card for card in sent if not card.content.silent]
    assert len(rung) == 1


async def test_a_button_that_is_found_days_later_wakes_nobody_and_says_whom_to_call(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    desk.wait(hours=25)
    [answer] = await desk.presses(RESIDENT, YES)

    assert answer.template == "doubt.over"
    assert await cards(desk, MONITOR) == []


async def test_words_that_became_a_case_are_not_shown_apart(desk: Desk) -> None:
    await desk.resident()
    case = await tells(desk, "看病", DOUBTFUL)
    desk.wait(minutes=20)
    await show_doubts(clockwork_of(desk))

    assert not case.danger
    assert await cards(desk, MONITOR) == []
    assert [count.meant for count in await counted(desk)] == ["sent"]


async def test_whoever_was_asked_is_not_asked_again_for_the_same(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.types(RESIDENT, DOUBTFUL)

    assert sum(ASKED in told.text for told in await desk.told(RESIDENT)) == 1


@pytest.mark.parametrize("wish", [YES, NO])
async def test_the_question_belongs_to_whoever_was_asked(desk: Desk, wish: str) -> None:
    await desk.resident()
    await desk.resident(NEIGHBOUR)
    await desk.types(RESIDENT, DOUBTFUL)
    codes = {label: code for told in await desk.told(RESIDENT) for label, code in told.buttons.items()}
    await desk.presses_code(NEIGHBOUR, next(code for label, code in codes.items() if wish in label))
    desk.now += timedelta(minutes=1)

    assert await cards(desk, MONITOR) == []
    assert await counted(desk) == []


async def test_a_doubt_in_an_accusation_stays_outside_the_line_although_the_form_is_gone(
    desk: Desk,
) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "村书记吃拿卡要，不给钱不盖章")
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.types(RESIDENT, "/cancel")
    desk.wait(minutes=12)
    await show_doubts(clockwork_of(desk))

    assert [len(await cards(desk, who)) for who in (MONITOR, TOWN_DESK)] == [0, 0]
    [card] = await cards(desk, COMPLAINTS)
    assert DOUBTFUL in card.text


async def test_whoever_does_not_agree_has_the_words_taken_off_again(desk: Desk) -> None:
    await desk.person(RESIDENT)
    await desk.types(RESIDENT, "门口的路灯坏了")
    await desk.types(RESIDENT, DOUBTFUL)
    desk.wait(minutes=12)
    await show_doubts(clockwork_of(desk))
    told = [who for who in (DUTY, MONITOR, TOWN_DESK) if await cards(desk, who)]
    await desk.presses(RESIDENT, "请人来")
    await desk.presses(RESIDENT, "不同意")

    assert told
    for who in told:
        assert DOUBTFUL not in (await cards(desk, who))[-1].text
    async with desk.work() as work:
        doubt = await work.doubts.find(1)
    assert doubt is not None
    assert (doubt.sentence, dict(doubt.answers)) == ("", {})


async def test_a_doubt_that_nobody_answered_does_not_count_as_crying_wolf(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    desk.wait(minutes=12)
    await show_doubts(clockwork_of(desk))
    await desk.presses(RESIDENT, YES)

    newest = [card for card in await cards(desk, TOWN_DESK) if card.row.method == "send"][-1]
    assert "此前还说过" not in newest.text


async def test_a_word_to_a_later_question_is_no_answer_to_the_one_about_danger(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.presses(RESIDENT, "说完了")
    await desk.types(RESIDENT, "嗯")

    assert await cards(desk, MONITOR) == []
    assert await counted(desk) == []


async def test_whoever_called_may_say_that_nobody_was_in_danger_and_it_is_counted_once(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我不想活了")
    await desk.presses(MONITOR, "我来联系")
    await desk.presses(MONITOR, "联系过了，没有危险")

    card = (await cards(desk, MONITOR))[-1]
    assert "已联系，没有危险" in card.text
    assert list(card.buttons) == []
    assert [(one.heard, one.meant, one.times) for one in await counted(desk)] == [("danger", "no danger", 1)]


async def test_what_free_words_turn_out_to_be_is_counted_without_them(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "俺家房子漏雨")
    await desk.presses(RESIDENT, "请人来")

    assert [(one.heard, one.meant) for one in await counted(desk)] == [("trouble", "mine")]


async def test_whoever_may_not_want_to_live_is_told_at_once_who_listens(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "有时候真想抱他一起跳下去算了")

    assert "12356" in (await desk.told(RESIDENT))[-1].text


async def test_whoever_types_no_reads_it_below_their_word(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")
    await desk.types(RESIDENT, DOUBTFUL)

    await desk.types(RESIDENT, "没得")

    told = (await desk.told(RESIDENT))[-1]
    assert (told.template, told.row.method) == ("doubt.said.no", "send")


@pytest.mark.parametrize("words", ["要得", "好的", "中"])
async def test_agreeing_is_no_answer_to_whether_somebody_is_in_danger(desk: Desk, words: str) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)

    await desk.types(RESIDENT, words)

    assert [await desk.told(who) for who in (MONITOR, TOWN_DESK)] == [[], []]
    assert (await desk.told(RESIDENT))[-1].template == "doubt.ask_again"
