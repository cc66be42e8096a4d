"""A story without an end: its form goes on by itself, everything is kept, and nobody has to read a flood."""

from __future__ import annotations

import dataclasses

import pytest

from desk.domain.cases.case import Author, Case
from desk.domain.county.rules import StoryLimit
from desk.domain.talk.said import SaidKind
from tests.deskside import Desk
from tests.village import COMPLAINTS, MONITOR, OFFICIALS, RESIDENT, TOWN_DESK

LIMIT = StoryLimit(pieces=5, characters=100)


@pytest.fixture
async def near(desk: Desk) -> Desk:
    """The desk, where a story may have five pieces, and a resident who is known."""
    await desk.settle(*OFFICIALS)
    await desk.resident()
    rules = dataclasses.replace(desk.shared.rules, story=LIMIT)
    desk.shared = dataclasses.replace(desk.shared, rules=rules)
    return desk


async def begins(desk: Desk) -> None:
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "房子")


async def tells(desk: Desk, first: int, last: int) -> None:
    for number in range(first, last + 1):
        desk.wait(seconds=1)
        await desk.types(RESIDENT, f"地里的第{number}垄")


async def step_of(desk: Desk) -> str:
    draft = await desk.draft()
    return "" if draft is None else f"{draft.form}.{draft.step}"


async def cases_of(desk: Desk) -> list[Case]:
    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        return [*await work.cases.find_of_reporter(person.id)]


async def words_of(desk: Desk, case: Case) -> list[str]:
    async with desk.work() as work:
        words = await work.cases.words(case.id)
    return [str(word.body.get("text", "")) for word in words if word.author is Author.RESIDENT]


async def templates(desk: Desk, template: str) -> int:
    return sum(1 for told in await desk.told(RESIDENT) if told.template == template)


async def test_at_its_limit_the_form_asks_the_next_question_and_says_why_once(near: Desk) -> None:
    await begins(near)
    await tells(near, 1, 4)
    assert await step_of(near) == "report.story"

    await tells(near, 5, 8)

    assert await step_of(near) == "report.danger"
    said = [told.text for told in await near.told(RESIDENT)]
    assert sum("您讲了很多" in text for text in said) == 1


async def test_a_few_very_long_messages_are_a_full_story_too(near: Desk) -> None:
    await begins(near)

    await near.types(RESIDENT, "房顶漏雨" * 30)

    assert await step_of(near) == "report.danger"


async def test_what_is_said_after_the_limit_is_kept_with_the_report(near: Desk) -> None:
    await begins(near)
    await tells(near, 1, 8)

    await near.presses(RESIDENT, "没有危险")
    await near.presses(RESIDENT, "发送")

    [case] = await cases_of(near)
    assert await words_of(near, case) == [f"地里的第{number}垄" for number in range(1, 9)]


async def test_whoever_goes_on_and_on_has_sent_it_and_adds_to_it(near: Desk) -> None:
    await begins(near)

    await tells(near, 1, 24)

    [case] = await cases_of(near)
    assert case.unfinished
    assert await templates(near, "tell.handed_over_long") == 1
    assert await words_of(near, case) == [f"地里的第{number}垄" for number in range(1, 21)]
    assert await step_of(near) == "addition.story"
    await near.presses(RESIDENT, "说完了")
    assert (await words_of(near, case))[-4:] == [f"地里的第{number}垄" for number in range(21, 25)]
    assert await near.draft() is None


async def test_a_flood_is_one_case_whose_official_is_not_flooded(near: Desk) -> None:
    await begins(near)

    await tells(near, 1, 300)

    [case] = await cases_of(near)
    told = [message for message in await near.outbox() if message.row.chat_id != RESIDENT.user_id]
    added = [message for message in told if message.template == "task.added"]
    assert len([message for message in added if message.row.method == "send"]) <= 10  # of two hours
    assert (await words_of(near, case))[0] == "地里的第1垄"
    assert case.danger is False


async def test_a_long_complaint_goes_past_the_line_when_it_is_sent_by_itself(near: Desk) -> None:
    await near.types(RESIDENT, "投诉村干部，他把救灾的钱拿走了")
    await tells(near, 1, 12)

    [case] = await cases_of(near)

    assert case.outside
    assert case.anonymous
    heard = {message.row.chat_id for message in await near.outbox()} - {RESIDENT.user_id}
    assert heard == {COMPLAINTS.user_id}


async def test_danger_in_an_endless_story_is_heard_at_once(near: Desk) -> None:
    await begins(near)
    await tells(near, 1, 30)

    await near.types(RESIDENT, "救命，有人拿刀要杀我")

    assert any("🆘" in told.text for told in await near.told(TOWN_DESK))


async def test_an_accusation_long_ago_in_the_story_still_keeps_danger_from_the_line(near: Desk) -> None:
    await near.types(RESIDENT, "房顶漏雨")
    await near.presses(RESIDENT, "请人来")
    await near.types(RESIDENT, "村干部贪污了救灾的钱")
    await tells(near, 1, 7)

    await near.types(RESIDENT, "他说要杀我全家")

    assert not any("🆘" in told.text for told in await near.told(MONITOR))
    assert any("🆘" in told.text for told in await near.told(COMPLAINTS))


async def test_messages_that_grow_by_editing_make_a_full_story_too(near: Desk) -> None:
    await begins(near)
    await tells(near, 1, 2)
    draft = await near.draft()
    assert draft is not None
    first = draft.answers["story"][0]["message_id"]  # type: ignore[index,call-overload]

    await near.hears(RESIDENT, SaidKind.TEXT, text="房顶漏雨" * 60, message_id=first, edited=True)

    [case] = await cases_of(near)
    assert len((await words_of(near, case))[0]) == 240


async def test_the_record_of_an_official_says_when_it_takes_no_more(near: Desk) -> None:
    await near.types(MONITOR, "/patrol")
    await near.types(MONITOR, "桥栏杆断了")
    for number in range(1, 16):
        await near.types(MONITOR, f"地里的第{number}垄")

    told = [message.text for message in await near.told(MONITOR)]
    assert any("没有记进去" in text for text in told)
    draft = await near.draft(MONITOR)
    assert draft is not None
    assert draft.pieces <= 2 * LIMIT.pieces


async def test_whoever_agrees_to_nothing_is_asked_for_that_and_danger_is_heard_all_the_same(
    near: Desk,
) -> None:
    await near.person(RESIDENT, consented_at=None, consent_version=None)
    await near.types(RESIDENT, "我有困难")
    await tells(near, 1, 30)
    draft = await near.draft()
    assert draft is not None
    assert (draft.step, draft.pieces) == ("consent", 2 * LIMIT.pieces)
    assert await cases_of(near) == []

    await near.types(RESIDENT, "救命，有人拿刀要杀我")

    assert any("🆘" in told.text for told in await near.told(MONITOR))


async def test_of_many_photos_the_newest_come_with_the_card_and_the_others_at_a_press(desk: Desk) -> None:
    await desk.settle(*OFFICIALS)
    await desk.resident()
    await begins(desk)
    for number in range(50):
        desk.wait(seconds=1)
        await desk.hears(RESIDENT, SaidKind.PHOTO, file_id=f"photo-{number}")
    await desk.presses(RESIDENT, "说完了")
    await desk.presses(RESIDENT, "没有危险")
    await desk.presses(RESIDENT, "发送")
    assert await photos_told(desk) == [f"photo-{number}" for number in range(30, 50)]

    await desk.presses(MONITOR, "看前面的")
    assert (await photos_told(desk))[20:] == [f"photo-{number}" for number in range(10, 30)]
    await desk.presses(MONITOR, "看前面的")

    assert (await photos_told(desk))[40:] == [f"photo-{number}" for number in range(10)]
    assert "看前面的" not in (await desk.last_told(MONITOR)).buttons


async def photos_told(desk: Desk) -> list[str]:
    """The photos that the village's monitor got, in the order sent."""
    pieces = [piece for told in await desk.told(MONITOR) for piece in told.content.pieces]
    return [str(piece["file_id"]) for piece in pieces]
