"""A case goes to another unit for good: who has it then, what stays promised, and what is refused."""

from __future__ import annotations

import pytest

from desk.actions.cases.door import NOT_YOURS, TOO_LATE, Refusal
from desk.actions.handing_over.receivers import (
    ELSEWHERE,
    NOT_OFFERED,
    SAME_OWNER,
    WHICH_VILLAGE,
    Target,
    receiver_code,
    receivers_of,
)
from desk.actions.handing_over.transfer import transfer_case
from desk.domain.cases.case import Case, DueStage, Hold, State
from desk.domain.county.areas import Level
from tests.actions.casework import accepted, replied, report, spoken, stored, sure, templates
from tests.deskside import Desk
from tests.village import (
    COUNTY,
    DUTY,
    MONITOR,
    NEIGHBOUR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN_DESK,
    WATER_DESK,
    Character,
)

WATER = receiver_code(Hold(Level.COUNTY, WATER_DESK.department))


async def transferred(
    desk: Desk, case: Case, who: Character, target: Target, words: str = "请你们接着办"
) -> Case | Refusal:
    """What becomes of the transfer."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await transfer_case(work, person, case.id, target, spoken(words))


async def test_a_department_gets_the_card_and_everybody_knows_who_has_it(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    before = await accepted(desk)
    desk.wait(hours=2)

    case = sure(await transferred(desk, before, MONITOR, Target(WATER)))

    assert (case.state, case.hold) == (State.ASSIGNED, Hold(Level.COUNTY, "水利局"))
    assert (case.transfers, case.accepted_by, case.due_stage) == (1, None, DueStage.ACCEPT)
    card = await desk.last_told(WATER_DESK)
    assert (card.template, "请你们接着办" in card.text) == ("task.card", True)
    assert WATER_DESK.name in (await desk.last_told(MONITOR)).text
    told = await desk.last_told(RESIDENT)
    assert told.template == "tell.transferred"
    assert WATER_DESK.name in told.text
    assert "水利局" in told.text


async def test_what_the_resident_was_promised_stays(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    before = await accepted(desk)
    desk.wait(days=1)

    case = sure(await transferred(desk, before, MONITOR, Target(WATER)))

    assert (case.visit_due_at, case.reply_due_at) == (before.visit_due_at, before.reply_due_at)
    assert case.due_at is not None
    assert case.due_at > desk.now


async def test_a_wrong_village_is_put_right(desk: Desk) -> None:
    before = await accepted(desk)

    case = sure(await transferred(desk, before, MONITOR, Target(ELSEWHERE, OTHER_VILLAGE), ""))

    assert (case.area_code, case.hold) == (OTHER_VILLAGE, Hold(Level.VILLAGE))
    assert case.told_staff_id == (await desk.official(OTHER_TOWN_DESK)).id
    assert (await desk.last_told(OTHER_TOWN_DESK)).template == "task.why_you"
    assert OTHER_TOWN_DESK.name in (await desk.last_told(RESIDENT)).text


async def test_a_place_may_be_put_right_though_the_owner_stays(desk: Desk) -> None:
    before = await report(desk, place=NEIGHBOUR_VILLAGE)
    town = before.area_code.removesuffix("381") + "000"

    case = sure(await transferred(desk, before, TOWN_DESK, Target(ELSEWHERE, town), ""))

    assert (case.area_code, case.hold) == (town, Hold(Level.TOWN))
    told = await desk.last_told(RESIDENT)
    assert told.content.arguments["stays"] is True
    assert TOWN_DESK.name in told.text


async def test_a_superior_may_transfer_what_lies_below(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    before = await report(desk)

    case = sure(await transferred(desk, before, TOWN_DESK, Target(WATER)))

    assert case.told_staff_id == (await desk.official(WATER_DESK)).id


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        (Target("d00000000"), NOT_OFFERED),
        (Target(""), NOT_OFFERED),
        (Target("village"), NOT_OFFERED),  # they have it
        (Target(ELSEWHERE, "370283122215"), SAME_OWNER),
        (Target(ELSEWHERE, "999999999999"), WHICH_VILLAGE),
        (Target(ELSEWHERE, COUNTY), WHICH_VILLAGE),
        (Target(ELSEWHERE), WHICH_VILLAGE),
    ],
)
async def test_a_forged_or_empty_target_is_refused_and_nothing_moves(
    desk: Desk, target: Target, answer: Refusal
) -> None:
    case = await accepted(desk)

    assert await transferred(desk, case, MONITOR, target) == answer

    assert await stored(desk, case) == case


async def test_only_who_has_it_or_rules_over_it_transfers_it(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    case = await accepted(desk)

    for outsider in (NEIGHBOUR, OTHER_TOWN_DESK, WATER_DESK):
        assert await transferred(desk, case, outsider, Target(WATER)) == NOT_YOURS


async def test_what_is_answered_is_transferred_no_more(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    case = await replied(desk)

    assert await transferred(desk, case, MONITOR, Target(WATER)) == TOO_LATE


async def test_the_leading_department_is_offered_first_and_nobody_twice(desk: Desk) -> None:
    await desk.appoint(WATER_DESK)
    case = await report(desk, trouble="water")

    async with desk.work() as work:
        offered = await receivers_of(work, case)

    names = [(one.name, one.choice.staff.name) for one in offered]
    assert names[0] == ("水利局", WATER_DESK.name)
    assert names[-2:] == [("旧店镇", TOWN_DESK.name), ("平度市", DUTY.name)]
    assert len({one.code for one in offered}) == len(offered)


async def test_a_department_without_a_desk_is_answered_for_by_the_county(desk: Desk) -> None:
    before = await accepted(desk)

    case = sure(await transferred(desk, before, MONITOR, Target(WATER)))

    assert (case.department, case.told_staff_id) == ("水利局", (await desk.official(DUTY)).id)
    why = await desk.last_told(DUTY)
    assert why.template == "task.why_you"
    assert "水利局：没有设岗" in why.text
    assert "task.elsewhere" in await templates(desk, MONITOR)
