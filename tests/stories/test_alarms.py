"""One danger is one running card for each official, whoever repeats it, and the danger stands on it."""

from __future__ import annotations

from datetime import timedelta

from desk.actions.reports.submit import submit_report
from desk.domain.cases.case import Kind
from desk.domain.reports.report import read_report
from schedules.ticks.danger import raise_alarms
from schedules.ticks.reports import tend_drafts
from tests.actions.casework import spoken
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk, Told
from tests.stories.steps import tells
from tests.village import COMPLAINTS, DUTY, MONITOR, RESIDENT, TOWN_DESK, TOWN_LEADER, VILLAGE, Character

KNIFE = "救命，有人拿刀要杀我"


async def rings(desk: Desk, who: Character) -> list[Told]:
    """The cards of alarms that came as new messages."""
    return [
        told for told in await desk.told(who) if told.template == "alarm.card" and told.row.method == "send"
    ]


async def card(desk: Desk, who: Character) -> Told:
    """The alarm as it stands in that chat now."""
    return [told for told in await desk.told(who) if told.template == "alarm.card"][-1]


async def cries(desk: Desk, text: str = KNIFE) -> None:
    """Danger, and «cancel»."""
    await desk.types(RESIDENT, text)
    await desk.types(RESIDENT, "/cancel")


async def test_a_hundred_repeats_within_the_hour_are_one_card_also_at_night(desk: Desk) -> None:
    await desk.resident()
    desk.wait(hours=15)  # midnight
    for _ in range(100):
        await cries(desk)
        desk.wait(seconds=30)

    for who in (MONITOR, TOWN_DESK):
        assert len(await rings(desk, who)) == 1
        assert "又说了 99 次" in (await card(desk, who)).text
        assert (await rings(desk, who))[0].row.not_before <= desk.now


async def test_it_rings_once_more_for_everybody_at_each_step_of_its_ladder(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    await desk.resident()
    heard = []
    for _ in range(5):
        await cries(desk)
        desk.wait(minutes=10)
        for _ in range(2):
            await raise_alarms(clockwork_of(desk))
        heard.append([len(await rings(desk, who)) for who in (MONITOR, TOWN_LEADER, DUTY)])

    assert heard == [[1, 0, 0], [2, 1, 0], [3, 2, 1], [3, 2, 1], [3, 2, 1]]
    assert "又说了 4 次" in (await card(desk, DUTY)).text
    older = [one for one in await desk.told(MONITOR) if one.template == "alarm.newer"]
    assert len(older) == 2


async def test_each_new_kind_of_danger_rings_once_and_the_card_before_shrinks(desk: Desk) -> None:
    await desk.resident()
    heard = []
    for words in (KNIFE, "房子着火了快来人", "房子着火了快来人", KNIFE):
        await cries(desk, words)
        desk.wait(seconds=30)
        heard.append([len(await rings(desk, who)) for who in (MONITOR, TOWN_DESK)])

    assert heard == [[1, 1], [2, 2], [2, 2], [2, 2]]
    assert len([one for one in await desk.told(MONITOR) if one.template == "alarm.newer"]) == 1
    assert "又说了 3 次" in (await card(desk, MONITOR)).text


async def test_after_an_answer_the_next_danger_rings_anew(desk: Desk) -> None:
    await desk.resident()
    await cries(desk)
    await desk.presses(MONITOR, "我来联系")
    await cries(desk)

    assert len(await rings(desk, MONITOR)) == len(await rings(desk, TOWN_DESK)) == 2
    assert "此前还说过 1 次" in (await card(desk, MONITOR)).text


async def test_after_an_hour_without_an_answer_the_next_danger_rings_anew(desk: Desk) -> None:
    await desk.resident()
    await cries(desk)
    desk.wait(minutes=59)
    await cries(desk)
    assert len(await rings(desk, MONITOR)) == 1
    desk.wait(minutes=2)
    await cries(desk)

    assert len(await rings(desk, MONITOR)) == 2


async def test_a_knife_after_hunger_rings_anew_and_hunger_after_a_knife_does_not(desk: Desk) -> None:
    await desk.resident()
    for text in ("家里断粮了", KNIFE, "家里断粮了"):
        await cries(desk, text)

    sentences = [told.content.arguments["sentence"] for told in await rings(desk, MONITOR)]
    assert sentences == ["家里断粮了", KNIFE]


async def test_the_dangerous_sentence_comes_first_however_long_the_story_is(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我想说说去年收成和路的事" + "庄稼" * 490)
    await desk.types(RESIDENT, "路" * 680)
    await desk.types(RESIDENT, "昨晚他拿刀要杀我，现在还在门口")

    shown = (await card(desk, MONITOR)).text
    assert "昨晚他拿刀要杀我，现在还在门口" in shown.splitlines()[1]
    assert "……（还有 1 段，点「看全部」）" in shown
    assert "庄稼" not in shown

    await desk.presses(MONITOR, "看全部")
    whole = (await desk.last_told(MONITOR)).text
    assert all(said in whole for said in ("庄稼", "路路", "拿刀"))


async def test_danger_in_an_edited_message_is_heard(desk: Desk) -> None:
    await desk.resident()
    await desk.hears(RESIDENT, text="家里的事想说说", message_id=77)
    await desk.hears(RESIDENT, text="家里着火了", message_id=77, edited=True)

    assert "家里着火了" in (await card(desk, MONITOR)).text


async def test_whoever_cancels_after_an_alarm_reads_the_truth_and_is_still_called(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    await desk.resident()
    await cries(desk)

    said = next(one.text for one in await desk.told(RESIDENT) if one.template == "form.cancelled")
    assert f"已经告诉了{MONITOR.name}" in said
    assert "什么都没有发出去" not in said
    assert "对方按了「取消」" in (await card(desk, MONITOR)).text
    desk.wait(minutes=16)
    await raise_alarms(clockwork_of(desk))
    assert len(await rings(desk, TOWN_LEADER)) == 1


async def test_whoever_cancels_without_danger_reads_that_nothing_was_sent(desk: Desk) -> None:
    await desk.resident()
    await cries(desk, "想说说低保的事")

    assert any("什么都没有发出去" in told.text for told in await desk.told(RESIDENT))


async def test_danger_said_to_those_outside_the_line_has_a_card_of_its_own(desk: Desk) -> None:
    await desk.resident()
    await cries(desk, "村长打人，拿刀要杀我")
    await cries(desk)

    assert len(await rings(desk, COMPLAINTS)) == 1
    assert [told.content.arguments["sentence"] for told in await rings(desk, MONITOR)] == [KNIFE]
    assert "村长" not in "".join([told.text for told in await desk.told(MONITOR)])


async def test_a_danger_form_is_not_thrown_away_by_another_or_by_a_start(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "我有困难")
    await desk.presses(RESIDENT, "替别人报")
    await desk.types(RESIDENT, "我邻居，他喝农药了")
    for text in ("/start", "我有困难"):
        await desk.types(RESIDENT, text)

    async with desk.work() as work:
        draft = await work.drafts.find(RESIDENT.user_id)
    assert draft is not None
    assert draft.alarmed
    assert desk.now - draft.started_at == timedelta()


async def test_the_card_of_the_case_begins_with_the_danger_too_and_shows_a_cut_as_a_cut(desk: Desk) -> None:
    await desk.resident()
    await desk.types(RESIDENT, "昨晚他拿刀要杀我，现在还在门口。" + "庄稼" * 490)
    for number in range(7):
        await desk.types(RESIDENT, f"第{number}件" + "路" * 300)
    desk.wait(minutes=11)
    await tend_drafts(clockwork_of(desk))

    task = [told for told in await desk.told(TOWN_DESK) if told.template == "task.card"][-1]
    lines = task.text.splitlines()
    number = next(at for at, line in enumerate(lines) if "BF-" in line)
    assert lines[number + 1] == "<blockquote>昨晚他拿刀要杀我，现在还在门口。</blockquote>"
    assert "……（还有 5 段，点「看全部」）" in task.text
    await desk.presses(TOWN_DESK, "看全部")
    whole = (await desk.last_told(TOWN_DESK)).text
    assert all(f"第{number}件" in whole for number in range(7))
    assert "庄稼" in whole


async def test_a_second_case_about_the_same_danger_is_seen_and_not_heard(desk: Desk) -> None:
    await desk.resident()
    for _ in range(3):
        await tells(desk, "房子", "墙要倒了", danger="")

    sounds = [told.content.silent for told in await desk.told(MONITOR) if told.template == "task.card"]
    assert sounds == [False, True, True]
    assert len(await rings(desk, MONITOR)) == 1
    await desk.presses(MONITOR, "受理")
    await tells(desk, "房子", "墙要倒了", danger="")
    assert not [told for told in await desk.told(MONITOR) if told.template == "task.card"][-1].content.silent


async def test_danger_for_another_family_is_heard(desk: Desk) -> None:
    person = await desk.resident()
    for subject in ("", "邻居王大娘", "邻居王大娘"):
        told = {"place": VILLAGE, "subject": subject, "story": [spoken("墙要倒了")], "danger": "yes"}
        async with desk.work() as work:
            await submit_report(work, person, read_report(Kind.HARDSHIP, told))

    sounds = [told.content.silent for told in await desk.told(MONITOR) if told.template == "task.card"]
    assert sounds == [False, False, True]
