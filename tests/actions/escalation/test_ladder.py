"""Cases that stand still: who hears of which step, what is signed, and what takes a case off the list."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Refusal
from desk.actions.escalation.accountability import DECIDED, decide
from desk.actions.escalation.ladder import climb, strike_off
from desk.actions.escalation.supervise import RECEIVED_BEFORE, inspect_case, receive_step, rectify
from desk.actions.handing_over.dispute import dispute_case
from desk.actions.handling.reply import reply_to_resident
from desk.domain.cases.case import Act, Case, Kind
from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import CLIMBING, FileDecision, LadderStep
from schedules.ticks.cases import watch_cases
from schedules.ticks.escalation import tend_ladder
from tests.actions.casework import accepted, report, spoken, stored, sure, templates, voice
from tests.actions.pressure import MORNINGS, climb_to, clockwork_of, overdue, steps_of
from tests.deskside import Desk
from tests.village import (
    COMPLAINTS,
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    MONITOR,
    RESIDENT,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    ZONE,
    Character,
)


async def heard(desk: Desk, who: Character) -> list[str]:
    """What of the ladder somebody heard."""
    return [one for one in await templates(desk, who) if one.startswith(("ladder.", "tick."))]


async def as_person(desk: Desk, who: Character, case: Case, step: LadderStep) -> Case | Refusal:
    person = await desk.person(who)
    async with desk.work() as work:
        return await receive_step(work, person, case.id, step)


async def test_the_owner_is_noticed_on_the_first_working_day_over_and_the_town_has_a_copy(desk: Desk) -> None:
    await overdue(desk)

    assert await heard(desk, MONITOR) == ["ladder.notice.owner"]
    assert await heard(desk, TOWN_DESK) == ["ladder.notice.superior"]
    notice = next(one for one in await desk.told(MONITOR) if one.template == "ladder.notice.owner")
    assert "11月30日（周一）08:30" in notice.text
    assert [*notice.buttons] == ["收到", "看卡片"]
    assert RESIDENT.name not in notice.text


async def test_nothing_is_said_twice_however_often_the_ticks_look(desk: Desk) -> None:
    await overdue(desk)
    once = await desk.outbox()

    for _ in range(3):
        desk.wait(minutes=1)
        await asyncio.gather(*(tend_ladder(clockwork_of(desk)) for _ in range(2)))
        await watch_cases(clockwork_of(desk))

    assert await desk.outbox() == once


async def test_the_four_steps_reach_owner_superior_and_those_who_decide(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER)
    case = await overdue(desk, LadderStep.ACCOUNTABILITY)

    assert list(await steps_of(desk, case)) == list(CLIMBING)
    assert await heard(desk, MONITOR) == [f"ladder.{step}.owner" for step in CLIMBING]
    assert await heard(desk, TOWN_DESK) == [f"ladder.{step}.superior" for step in CLIMBING]
    for who in (DUTY, COUNTY_LEADER, TOWN_LEADER):
        assert await heard(desk, who) == ["ladder.file"]


async def test_steps_not_taken_in_an_outage_follow_one_by_one(desk: Desk) -> None:
    case = await accepted(desk)
    desk.now = MORNINGS[LadderStep.ACCOUNTABILITY]

    for _ in range(3):
        await tend_ladder(clockwork_of(desk))

    assert list(await steps_of(desk, case)) == [LadderStep.NOTICE]


async def test_a_case_that_nobody_took_up_climbs_too(desk: Desk) -> None:
    case = await report(desk)
    desk.now = MORNINGS[LadderStep.NOTICE]

    await tend_ladder(clockwork_of(desk))

    assert LadderStep.NOTICE in await steps_of(desk, case)


async def test_a_case_that_nobody_is_present_for_climbs_in_the_books(empty_desk: Desk) -> None:
    case = await report(empty_desk)
    empty_desk.now = MORNINGS[LadderStep.NOTICE]

    await tend_ladder(clockwork_of(empty_desk))

    [step] = (await steps_of(empty_desk, case)).values()
    assert (step.owner_id, step.superior_id) == ((await empty_desk.official(DUTY)).id, None)


async def test_over_a_disputed_case_the_superior_who_must_rule_is_pressed(desk: Desk) -> None:
    case, monitor = await report(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await dispute_case(work, monitor, case.id, spoken("不归我管")))

    await climb_to(desk, LadderStep.INSPECTION)

    assert await heard(desk, MONITOR) == []
    assert [one for one in await heard(desk, TOWN_DESK) if one.startswith("ladder")] == [
        "ladder.notice.owner",
        "ladder.rectification.owner",
        "ladder.inspection.owner",
    ]
    assert (await heard(desk, DUTY))[-1] == "ladder.inspection.superior"
    town, duty = await desk.person(TOWN_DESK), await desk.person(DUTY)
    async with desk.work() as work:
        sure(await rectify(work, town, case.id, [spoken("今天就定")]))
        sure(await inspect_case(work, duty, case.id, [spoken("镇里漏看了")]))


async def test_a_step_is_signed_once_by_whom_it_went_to(desk: Desk) -> None:
    case = await overdue(desk)

    assert await as_person(desk, TOWN_DESK, case, LadderStep.NOTICE) == NOT_YOURS
    sure(await as_person(desk, MONITOR, case, LadderStep.NOTICE))
    assert await as_person(desk, MONITOR, case, LadderStep.NOTICE) == RECEIVED_BEFORE
    assert await as_person(desk, MONITOR, case, LadderStep.INSPECTION) == NOT_YOURS
    assert await as_person(desk, RESIDENT, case, LadderStep.NOTICE) == NOT_YOURS
    assert (await steps_of(desk, case))[LadderStep.NOTICE].received_at == desk.now


async def test_a_rectification_is_kept_with_the_case_and_read_by_the_superior(desk: Desk) -> None:
    case, monitor = await overdue(desk, LadderStep.RECTIFICATION), await desk.person(MONITOR)

    async with desk.work() as work:
        sure(await rectify(work, monitor, case.id, [spoken("明天上门"), {"kind": "photo", "file_id": "P1"}]))

    step = (await steps_of(desk, case))[LadderStep.RECTIFICATION]
    assert (step.answered_at, step.received_at) == (desk.now, desk.now)
    told = await desk.last_told(TOWN_DESK)
    assert (told.template, told.content.arguments["said"]) == ("ladder.rectified", "明天上门")
    card = [one for one in await desk.told(MONITOR) if one.template == "task.card"][-1]
    assert "整改说明：明天上门" in card.text


async def test_only_the_one_who_is_asked_rectifies_or_inspects(desk: Desk) -> None:
    case = await overdue(desk, LadderStep.RECTIFICATION)
    town, duty, resident = [await desk.person(who) for who in (TOWN_DESK, DUTY, RESIDENT)]

    async with desk.work() as work:
        assert await rectify(work, town, case.id, [spoken("我来写")]) == NOT_YOURS
        assert await inspect_case(work, town, case.id, [spoken("查了")]) == TOO_LATE
        assert await inspect_case(work, resident, case.id, []) == NOT_YOURS
    await climb_to(desk, LadderStep.INSPECTION)
    async with desk.work() as work:
        assert await inspect_case(work, duty, case.id, [spoken("查了")]) == NOT_YOURS
        sure(await inspect_case(work, town, case.id, [spoken("人在外地，没交代")]))
    assert (await desk.last_told(MONITOR)).template == "ladder.inspected"


async def test_the_file_tells_who_had_it_and_what_was_signed_without_the_reporter(desk: Desk) -> None:
    case = await accepted(desk)
    await climb_to(desk, LadderStep.NOTICE)
    sure(await as_person(desk, MONITOR, case, LadderStep.NOTICE))

    await climb_to(desk, LadderStep.ACCOUNTABILITY)

    file = await desk.last_told(DUTY)
    assert "11月26日（周四） 告知 → 赵永强，11月26日（周四）签收" in file.text
    assert "整改 → 赵永强，没有签收" in file.text
    assert "赵永强 受理" in file.text
    assert "已超期 11 个工作日" in file.text
    assert RESIDENT.name not in file.text
    assert len(file.text) < 4096


async def test_a_person_decides_once_and_whom_it_is_about_hears_of_it(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    case = await overdue(desk, LadderStep.ACCOUNTABILITY)
    leader, duty = await desk.person(COUNTY_LEADER), await desk.person(DUTY)

    async with desk.work() as work:
        sure(await decide(work, leader, case.id, FileDecision.TALK, "请镇长约谈"))
        again = await decide(work, duty, case.id, FileDecision.CIRCULAR, "通报")

    assert again == DECIDED
    step = (await steps_of(desk, case))[LadderStep.ACCOUNTABILITY]
    assert (step.decision, step.decided_by) == (FileDecision.TALK, (await desk.official(COUNTY_LEADER)).id)
    for who in (MONITOR, TOWN_DESK, DUTY):
        told = await desk.last_told(who)
        assert told.template == "ladder.issued"
        assert "约谈" in told.text
    assert (await desk.last_told(COUNTY_LEADER)).template == "ladder.file"


async def test_nobody_below_the_county_decides_and_nobody_before_there_is_a_file(desk: Desk) -> None:
    case, duty = await overdue(desk, LadderStep.INSPECTION), await desk.person(DUTY)
    async with desk.work() as work:
        assert await decide(work, duty, case.id, FileDecision.TALK, "急") == NOT_YOURS

    await climb_to(desk, LadderStep.ACCOUNTABILITY)

    for who in (MONITOR, TOWN_DESK, RESIDENT):
        person = await desk.person(who)
        async with desk.work() as work:
            assert await decide(work, person, case.id, FileDecision.NONE, "算了") == NOT_YOURS


async def test_the_county_office_does_not_decide_about_itself(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER)
    case = await accepted(desk)
    await change(desk, case, level=Level.COUNTY)

    await climb_to(desk, LadderStep.ACCOUNTABILITY)

    assert await heard(desk, DUTY) == [f"ladder.{step}.owner" for step in CLIMBING]
    assert (await heard(desk, COUNTY_LEADER))[-1] == "ladder.file"


async def test_an_answer_strikes_the_case_off_and_the_superior_reads_it(desk: Desk) -> None:
    case, monitor = await overdue(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, case.id, spoken("修房的钱批了")))

    for _ in range(2):
        await tend_ladder(clockwork_of(desk))

    assert (await steps_of(desk, case))[LadderStep.NOTICE].struck_at == desk.now
    told = [one for one in await desk.told(TOWN_DESK) if one.template == "ladder.struck"]
    assert len(told) == 1
    assert "修房的钱批了" in told[0].text
    assert "ladder.struck" not in await heard(desk, MONITOR)


async def test_a_complaint_outside_the_line_climbs_only_to_those_who_may_see_it(desk: Desk) -> None:
    await desk.appoint(COUNTY_LEADER, TOWN_LEADER)
    case = await accepted(desk)
    accused = (await desk.official(MONITOR)).id
    await change(desk, case, kind=Kind.COMPLAINT, outside=True, level=Level.COUNTY, accused_id=accused)
    before = {who.name: len(await desk.told(who)) for who in (MONITOR, TOWN_DESK, DUTY, TOWN_LEADER)}

    await climb_to(desk, LadderStep.ACCOUNTABILITY)

    assert await heard(desk, COMPLAINTS) == [f"ladder.{step}.owner" for step in CLIMBING]
    assert (await heard(desk, COUNTY_LEADER))[-1] == "ladder.file"
    for who in (MONITOR, TOWN_DESK, DUTY, TOWN_LEADER):
        later = (await desk.told(who))[before[who.name] :]
        assert [one.template for one in later if not one.template.startswith("task.")] == []


async def test_each_step_stands_in_the_ledger(desk: Desk) -> None:
    case = await overdue(desk, LadderStep.RECTIFICATION)
    sure(await as_person(desk, MONITOR, case, LadderStep.RECTIFICATION))

    async with desk.work() as work:
        history = [(entry.act, entry.details) for _, entry in await work.ladder.history(case.id)]

    assert [one for one in history if one[0] in (Act.CLIMB, Act.RECEIVE)] == [
        (Act.CLIMB, "notice"),
        (Act.CLIMB, "rectification"),
        (Act.RECEIVE, "rectification"),
    ]


async def test_pressing_a_department_goes_to_its_desk(desk: Desk) -> None:
    await desk.appoint(HOUSING_DESK)
    case = await accepted(desk)
    await change(desk, case, level=Level.COUNTY, department=HOUSING_DESK.department)

    await climb_to(desk, LadderStep.NOTICE)

    assert await heard(desk, HOUSING_DESK) == ["ladder.notice.owner"]
    assert await heard(desk, DUTY) == ["ladder.notice.superior"]


async def change(desk: Desk, case: Case, **columns: Any) -> None:
    """Another hand than the one that this test is about has moved the case there."""
    now = await stored(desk, case)
    async with desk.work() as work:
        changed = replace(now, version=now.version + 1, **columns)
        assert await work.cases.save(changed)
    assert case.area_code == VILLAGE


async def test_what_is_overtaken_between_looking_and_doing_changes_nothing(desk: Desk) -> None:
    case = await overdue(desk)
    before = await desk.outbox()

    async with desk.work() as work:
        for case_id in (case.id, 999):
            await climb(work, case_id)
            await strike_off(work, case_id)

    step = (await steps_of(desk, case))[LadderStep.NOTICE]
    assert (step.taken_at, step.struck_at) == (MORNINGS[LadderStep.NOTICE], None)
    assert await desk.outbox() == before


async def test_the_ladder_rests_at_night_and_on_days_off(desk: Desk) -> None:
    case = await accepted(desk)
    for moment in (datetime(2026, 11, 26, 22, 0, tzinfo=ZONE), datetime(2026, 11, 28, 10, 0, tzinfo=ZONE)):
        desk.now = moment
        await tend_ladder(clockwork_of(desk))

    assert await steps_of(desk, case) == {}


async def test_an_answer_by_voice_strikes_the_case_off_without_words(desk: Desk) -> None:
    case, monitor = await overdue(desk), await desk.person(MONITOR)
    async with desk.work() as work:
        sure(await reply_to_resident(work, monitor, case.id, voice("V1")))

    await tend_ladder(clockwork_of(desk))

    told = await desk.last_told(TOWN_DESK)
    assert (told.template, told.content.arguments["answer"]) == ("ladder.struck", "")
