"""Words that may mean danger: their writer is asked first, and an official looks if they are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.domain.talk.heard import HearingCount
from schedules.ticks.danger import show_doubts
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk, Told
from tests.stories.steps import tells
from tests.village import DOUBTFUL, MONITOR, NEIGHBOUR, RESIDENT, TOWN_DESK, Character

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


async def test_yes_raises_the_alarm_with_the_words_that_were_doubted(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, DOUBTFUL)
    await desk.presses(RESIDENT, YES)

    for who in (MONITOR, TOWN_DESK):
        [card] = await cards(desk, who)
        assert DOUBTFUL in card.text
        assert not card.content.silent
    said = [told.text for told in await desk.told(RESIDENT)]
    assert any("先打电话" in text for text in said)
    assert "这是您家的困难" in said[-1] or "听着像" in said[-1]
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
