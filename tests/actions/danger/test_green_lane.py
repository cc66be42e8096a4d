"""The green lane: who calls, and what happens when nobody does. process.md §3 rule 3, seeds' 绿色通道."""

from __future__ import annotations

from datetime import datetime

from desk.actions.cases.responsible import organisation_of
from desk.actions.danger.climb import raise_danger
from desk.actions.handling.accept import accept_case
from desk.domain.cases.case import Act
from desk.domain.talk.forms import story_of
from schedules.ticks.cases import watch_cases
from schedules.ticks.danger import raise_alarms
from schedules.ticks.reports import tend_drafts
from tests.actions.casework import report, sure, templates
from tests.actions.pressure import clockwork_of
from tests.deskside import Desk
from tests.village import (
    COUNTY_LEADER,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    ZONE,
    Character,
)

DANGER = "家里断粮了，老人三天没吃饭"


async def count(desk: Desk, who: Character, template: str) -> int:
    return (await templates(desk, who)).count(template)


async def begun(desk: Desk) -> None:
    """A resident has written dangerous words and is still being asked."""
    await desk.resident()
    await desk.types(RESIDENT, DANGER)


async def test_at_fifteen_minutes_the_towns_leader_and_at_thirty_the_county(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    await report(desk, danger=True)

    heard = []
    for _ in range(4):
        await watch_cases(clockwork_of(desk))
        leader = await count(desk, TOWN_LEADER, "tick.danger_leader")
        heard.append((leader, await count(desk, DUTY, "tick.danger_county")))
        desk.wait(minutes=10)

    assert heard == [(0, 0), (0, 0), (1, 0), (1, 1)]
    assert await count(desk, TOWN_DESK, "tick.danger_first") == 0
    assert await count(desk, COUNTY_LEADER, "tick.danger_leader") == 0
    card = [one for one in await desk.told(TOWN_LEADER) if one.template == "task.card"][-1]
    assert [code.rpartition(":")[2] for code in card.buttons.values()] == [Act.SUPERVISE, "why"]


async def test_taking_it_up_is_the_acknowledgement(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    case, monitor = await report(desk, danger=True), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await accept_case(work, monitor, case.id, case.version))
    desk.wait(hours=1)

    await watch_cases(clockwork_of(desk))

    assert await count(desk, TOWN_LEADER, "tick.danger_leader") == 0


async def test_danger_at_night_holds_nothing_back_and_an_outage_drops_nothing(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    desk.now = datetime(2026, 11, 28, 23, 0, tzinfo=ZONE)  # a Saturday
    await report(desk, danger=True)
    desk.wait(days=3)

    for _ in range(2):
        await watch_cases(clockwork_of(desk))

    for who, template in ((TOWN_LEADER, "tick.danger_leader"), (DUTY, "tick.danger_county")):
        [alert] = [one for one in await desk.told(who) if one.template == template]
        assert (alert.row.not_before <= desk.now, alert.row.lane) == (True, 1)


async def test_a_case_without_danger_takes_no_green_lane(desk: Desk) -> None:
    case = await report(desk)
    desk.wait(days=1)

    async with desk.work() as work:
        await raise_danger(work, case, await organisation_of(work, case))

    assert await count(desk, TOWN_DESK, "tick.danger_first") == 0


async def test_one_official_says_that_they_call_and_the_other_need_not(desk: Desk) -> None:
    await begun(desk)
    assert "我来联系" in next(iter((await desk.last_told(MONITOR)).buttons))

    [answer] = await desk.presses(TOWN_DESK, "我来联系")

    assert answer.template == "alarm.calling"
    told = await desk.last_told(MONITOR)
    assert told.template == "alarm.called"
    assert "孙丽" in told.text
    [second] = await desk.presses(MONITOR, "我来联系")
    assert (second.template, second.alert) == ("alarm.called_before", True)
    [again] = await desk.presses(TOWN_DESK, "我来联系")
    assert again.template == "alarm.calling"
    assert await count(desk, MONITOR, "alarm.called") == 1


async def test_the_resident_writes_on_undisturbed(desk: Desk) -> None:
    await begun(desk)
    await desk.presses(MONITOR, "我来联系")

    await desk.types(RESIDENT, "我爹躺在床上")

    draft = await desk.draft()
    assert draft is not None
    assert draft.alarmed
    assert [piece["text"] for piece in story_of(draft.answers)] == [DANGER, "我爹躺在床上"]


async def test_who_was_not_told_cannot_answer_and_what_is_long_past_is_over(desk: Desk) -> None:
    await begun(desk)
    [code] = (await desk.last_told(MONITOR)).buttons.values()

    for stranger in (NEIGHBOUR, RESIDENT):
        [answer] = await desk.presses_code(stranger, code)
        assert answer.template == "common.not_yours"
    [elsewhere] = await desk.presses_code(OTHER_TOWN_DESK, code)
    assert elsewhere.template == "alarm.over"
    [forged] = await desk.presses_code(MONITOR, "d:999999999999999999:call")
    assert forged.template == "alarm.over"
    desk.wait(days=2)
    [late] = await desk.presses_code(MONITOR, code)
    assert late.template == "alarm.over"


async def test_a_form_that_was_cancelled_is_answered_all_the_same_and_a_sent_report_on_its_card(
    desk: Desk,
) -> None:
    await begun(desk)
    [code] = (await desk.last_told(MONITOR)).buttons.values()
    await desk.types(RESIDENT, "/cancel")
    [cancelled] = await desk.presses_code(MONITOR, code)
    assert cancelled.template == "alarm.calling"

    await desk.types(RESIDENT, DANGER)
    [newer] = (await desk.last_told(MONITOR)).buttons.values()
    desk.wait(minutes=11)
    await tend_drafts(clockwork_of(desk))
    [sent] = await desk.presses_code(MONITOR, newer)
    assert sent.template == "alarm.over"
    assert await count(desk, MONITOR, "alarm.became") == 1


async def test_an_open_form_that_nobody_answers_climbs_to_leader_and_county_once(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    desk.now = datetime(2026, 11, 28, 23, 0, tzinfo=ZONE)
    await begun(desk)

    heard = []
    for _ in range(8):
        desk.wait(minutes=5)
        await desk.types(RESIDENT, "还没人来")  # the form is never left alone
        await raise_alarms(clockwork_of(desk))
        heard.append((await count(desk, TOWN_LEADER, "alarm.card"), await count(desk, DUTY, "alarm.card")))

    assert heard == [(0, 0), (0, 0), (1, 0), (1, 0), (1, 0), (2, 1), (2, 1), (2, 1)]
    assert "还没人联系" in (await desk.last_told(TOWN_LEADER)).text
    assert (await desk.last_told(DUTY)).row.not_before <= desk.now
    await desk.presses(DUTY, "我来联系")
    assert (await desk.last_told(TOWN_LEADER)).template == "alarm.called"


async def test_without_a_leader_the_town_hears_it_once_more(desk: Desk) -> None:
    await begun(desk)
    desk.wait(minutes=16)

    await raise_alarms(clockwork_of(desk))

    assert await count(desk, TOWN_DESK, "alarm.card") == 2


async def test_a_form_in_good_hands_does_not_climb(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    await begun(desk)
    await desk.presses(MONITOR, "我来联系")
    desk.wait(minutes=45)

    await raise_alarms(clockwork_of(desk))

    assert await count(desk, TOWN_LEADER, "alarm.card") == 0


async def test_a_form_left_alone_becomes_a_case_whose_clock_began_with_the_danger(desk: Desk) -> None:
    await begun(desk)
    first = desk.now
    desk.wait(minutes=11)

    await tend_drafts(clockwork_of(desk))

    person = await desk.person(RESIDENT)
    async with desk.work() as work:
        [case] = await work.cases.find_of_reporter(person.id)
    assert case.danger
    assert case.due_at is not None
    assert (case.due_at - first).total_seconds() == 15 * 60
