"""Complaints about officials through the real actions: whom they reach, now and when things have changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desk.actions.cases.door import Refusal, access_case
from desk.actions.reports.submit import submit_report
from desk.actions.staff.holdings import find_falling_to, find_held
from desk.domain.cases.case import Act, Case, Kind
from desk.domain.cases.permissions import REPORTERS_ACTS
from desk.domain.handing_over.routing import Unrouted
from desk.domain.people.people import Role
from desk.domain.reports.report import read_report
from schedules.clockwork import Clockwork
from schedules.timetable import TIMETABLE
from storage.staff.staff import NewPost, StaffRows
from tests.actions.casework import spoken
from tests.deskside import SEAL, Desk
from tests.schedules.conftest import Signs
from tests.village import (
    COMPLAINTS,
    COUNTY,
    COUNTY_LEADER,
    DUTY,
    HOUSING_DESK,
    MONITOR,
    OTHER_TOWN_DESK,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    Character,
)

STORY = "他把人打了"
# Helps out in the village and at the county's housing desk: two posts, one person.
OFFICER = Character(2002, "韩梅", "+8613800002002", Role.RESPONSIBLE_OFFICER, VILLAGE)
DEPUTY = Character(2003, "曹阳", "+8613800002003", Role.RESPONSIBLE_OFFICER, VILLAGE)
EVERYBODY = (
    MONITOR,
    TOWN_DESK,
    OTHER_TOWN_DESK,
    DUTY,
    COMPLAINTS,
    TOWN_LEADER,
    COUNTY_LEADER,
    HOUSING_DESK,
    OFFICER,
    DEPUTY,
)
# Of whom a complaint must be hidden from whom, written down by hand.
BELOW = {
    MONITOR: {OFFICER, DEPUTY},
    TOWN_DESK: {MONITOR, OFFICER, DEPUTY},
    OTHER_TOWN_DESK: set(),
    DUTY: {TOWN_DESK, OTHER_TOWN_DESK, MONITOR, OFFICER, DEPUTY, HOUSING_DESK, TOWN_LEADER},
    COMPLAINTS: set(),
    TOWN_LEADER: {TOWN_DESK, MONITOR, OFFICER, DEPUTY},
    COUNTY_LEADER: {TOWN_DESK, OTHER_TOWN_DESK, MONITOR, OFFICER, DEPUTY, HOUSING_DESK, TOWN_LEADER, DUTY},
    HOUSING_DESK: set(),
    OFFICER: set(),
    DEPUTY: set(),
}


async def a_chart(desk: Desk) -> None:
    """A village, its town and the county with everybody in office."""
    await desk.appoint(TOWN_LEADER, COUNTY_LEADER, HOUSING_DESK, OFFICER, DEPUTY)
    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        officer = await rows.add(OFFICER.name, OFFICER.phone)
        housing = NewPost(Role.DEPARTMENT_DESK, COUNTY, None, officer, HOUSING_DESK.department)
        await rows.add_post(housing)


async def complaint_about(desk: Desk, accused: Character, *, danger: str = "yes") -> Case:
    person = await desk.resident()
    staff = await desk.official(accused)
    answers = {
        "place": VILLAGE,
        "about": "village",
        "official": f"s{staff.id}",
        "identity": "named",
        "danger": danger,
        "story": [spoken(STORY)],
    }
    async with desk.work() as work:
        return await submit_report(work, person, read_report(Kind.COMPLAINT, answers))


async def opens(desk: Desk, who: Character, case: Case) -> list[Act]:
    """Every act that somebody gets the case for."""
    person = await desk.person(who)
    async with desk.work() as work:
        reached = [(act, await access_case(work, person, case.id, act)) for act in Act]
    return [act for act, access in reached if not isinstance(access, Refusal)]


async def finds(desk: Desk, who: Character, case: Case) -> bool:
    """Whether any list shows it to them: the day's, the desk's, the search, and what falls to them."""
    staff, before = await desk.official(who), len(await desk.told(who))
    for words in ("/today", "/desk", f"/find {case.number}", f"/find {RESIDENT.name}"):
        await desk.types(who, words)
    listed = "".join(one.text for one in (await desk.told(who))[before:] if "nothing" not in one.template)
    async with desk.work() as work:
        held = [*await find_held(work, staff), *await find_falling_to(work, staff)]
    return case.number[3:] in listed or case.id in {one.id for one in held}


async def minutes_pass(desk: Desk, *minutes: int) -> None:
    """Everything that is done by itself, at each of these moments."""
    signs = Signs()
    clockwork = Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)
    for span in minutes:
        desk.wait(minutes=span)
        for tick in TIMETABLE:
            await tick.run(clockwork)


async def learnt(desk: Desk, who: Character) -> list[str]:
    """What was said to them of it, or by whom; answers to their own searching left out."""
    told = [one.text for one in await desk.told(who) if not one.template.startswith("find.")]
    return [text for text in told if STORY in text or RESIDENT.name in text or "投诉" in text]


async def never_learns(desk: Desk, case: Case, who: Character) -> None:
    assert await learnt(desk, who) == [], who.name
    assert await opens(desk, who, case) == [], who.name
    assert not await finds(desk, who, case), who.name
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all(
            "SELECT key FROM outbox WHERE chat_id = :chat AND case_id = :case",
            {"chat": who.user_id, "case": case.id},
        )
    assert rows == [], who.name


@pytest.mark.parametrize("accused", EVERYBODY, ids=lambda one: one.role.value + one.name)
async def test_over_the_whole_chart_nobody_barred_learns_of_a_complaint(desk: Desk, accused: Character):
    """process.md 3.4, with danger in it: nothing but that rule keeps an alarm from anybody."""
    await a_chart(desk)
    barred = {accused, *BELOW[accused]}

    case = await complaint_about(desk, accused)

    assert [await desk.told(who) for who in barred] == [[]] * len(barred)
    for who in sorted(barred, key=lambda one: one.user_id):
        await never_learns(desk, case, who)
    await minutes_pass(desk, 16, 16, 60 * 24, 60 * 24 * 3)
    for who in sorted(barred, key=lambda one: one.user_id):
        await never_learns(desk, case, who)
    owner = COUNTY_LEADER if accused is COMPLAINTS else COMPLAINTS
    assert Act.ACCEPT in await opens(desk, owner, case)
    assert await finds(desk, owner, case)


async def test_whoever_is_not_barred_and_not_asked_learns_nothing_either(desk: Desk):
    await a_chart(desk)

    case = await complaint_about(desk, HOUSING_DESK, danger="no")

    for who in set(EVERYBODY) - {COMPLAINTS}:
        assert await desk.told(who) == [], who.name
    for who in (MONITOR, TOWN_DESK, TOWN_LEADER, OTHER_TOWN_DESK):
        assert await opens(desk, who, case) == [], who.name


@pytest.mark.parametrize("accused", [TOWN_DESK, COUNTY_LEADER])
async def test_it_stays_so_when_the_post_for_complaints_is_on_leave(desk: Desk, accused: Character):
    """The way to the next goes past everybody barred."""
    await a_chart(desk)
    case = await complaint_about(desk, accused, danger="no")

    await desk.send_on_leave(COMPLAINTS, 10, deputy=DEPUTY)
    await minutes_pass(desk, 1, 60 * 24)

    for who in {accused, *BELOW[accused]}:
        await never_learns(desk, case, who)


async def test_it_stays_so_when_the_accused_rises_over_those_who_know(desk: Desk):
    """The officer of the village becomes a leader of the county: the duty officer is below them now."""
    await a_chart(desk)
    await desk.send_on_leave(COMPLAINTS, 30)
    await desk.send_on_leave(COUNTY_LEADER, 30)
    case = await complaint_about(desk, OFFICER, danger="no")
    assert Act.ACCEPT in await opens(desk, DUTY, case)

    staff = await desk.official(OFFICER)
    async with desk.database.transaction() as connection:
        await StaffRows(connection, SEAL, desk.now).add_post(NewPost(Role.LEADER, COUNTY, staff.id))
    await minutes_pass(desk, 1)

    assert await opens(desk, DUTY, case) == []
    assert not await finds(desk, DUTY, case)
    assert await opens(desk, OFFICER, case) == []
    newest = [one for one in await desk.told(DUTY) if one.row.method == "edit"][-1]
    assert newest.template == "task.gone"
    assert RESIDENT.name not in newest.text
    assert STORY not in str(newest.content)


async def test_the_accused_gets_nothing_when_they_take_over_the_post_for_complaints(desk: Desk):
    await a_chart(desk)
    case = await complaint_about(desk, MONITOR, danger="no")
    staff, complaints = await desk.official(MONITOR), await desk.official(COMPLAINTS)
    async with desk.work() as work:
        [post] = await work.staff.posts_of(complaints.id)

    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        await rows.end_post(post.id)
        await rows.add_post(NewPost(Role.COMPLAINTS, COUNTY, staff.id))
    await minutes_pass(desk, 1)

    await never_learns(desk, case, MONITOR)
    assert Act.ACCEPT in await opens(desk, COUNTY_LEADER, case)


async def test_an_official_may_complain_of_a_superior_and_follow_it_as_a_resident(desk: Desk):
    await a_chart(desk)
    person, accused = await desk.person(MONITOR, phone=MONITOR.phone), await desk.official(TOWN_DESK)
    answers = {"place": VILLAGE, "about": "town", "official": f"s{accused.id}", "identity": "named"}

    async with desk.work() as work:
        case = await submit_report(
            work, person, read_report(Kind.COMPLAINT, {**answers, "story": [spoken("逼我造假")]})
        )

    assert set(await opens(desk, MONITOR, case)) <= {*REPORTERS_ACTS, Act.VIEW}
    assert await desk.told(TOWN_DESK) == []


async def test_when_everybody_would_have_to_stay_out_of_it_the_resident_is_told_whom_to_call(desk: Desk):
    """The post for complaints and the county's duty are one person: nothing is stored, numbers are given."""
    await desk.resident()
    complaints, duty = await desk.official(COMPLAINTS), await desk.official(DUTY)
    async with desk.work() as work:
        [post] = await work.staff.posts_of(complaints.id)
    async with desk.database.transaction() as connection:
        rows = StaffRows(connection, SEAL, desk.now)
        await rows.end_post(post.id)
        await rows.add_post(NewPost(Role.COMPLAINTS, COUNTY, duty.id))

    await desk.types(RESIDENT, "更多")
    for way in ("投诉", "县里部门", DUTY.name, "留名"):
        await desk.presses(RESIDENT, way)
    await desk.types(RESIDENT, "他受贿")
    for way in ("说完了", "没有危险", "发送"):
        await desk.presses(RESIDENT, way)

    assert "12388" in "\n".join(one.text for one in await desk.told(RESIDENT))
    assert await desk.told(DUTY) == []
    with pytest.raises(Unrouted):
        await complaint_about(desk, DUTY)


@pytest.mark.parametrize("picked", ["s999999", "sx", "unlisted", ""])
async def test_an_official_who_does_not_exist_is_nobody(desk: Desk, picked: str):
    person = await desk.resident()
    answers = {"place": VILLAGE, "about": "town", "official": picked, "story": [spoken("不作为")]}

    async with desk.work() as work:
        case = await submit_report(work, person, read_report(Kind.COMPLAINT, answers))

    assert (case.accused_id, case.outside) == (None, True)


async def test_the_officials_offered_are_those_over_the_place_at_that_level(desk: Desk):
    await a_chart(desk)
    await desk.resident()
    await desk.types(RESIDENT, "更多")

    await desk.presses(RESIDENT, "投诉")
    await desk.presses(RESIDENT, "镇干部")

    labels = await _labels(desk)
    assert {f"{TOWN_DESK.name} · 镇指挥中心", f"{TOWN_LEADER.name} · 领导"} <= set(labels)
    assert not any(one.name in label for label in labels for one in (MONITOR, OTHER_TOWN_DESK, DUTY))
    assert TOWN in {area.code for area in desk.shared.areas.line(VILLAGE)}


async def _labels(desk: Desk) -> Sequence[str]:
    return list([one for one in await desk.told(RESIDENT) if one.buttons][-1].buttons)


async def stands_in(desk: Desk, stand_in: Character, holder: Character) -> None:
    """The stand-in of every post of the holder."""
    acting, held = await desk.official(stand_in), await desk.official(holder)
    async with desk.database.transaction() as connection:
        await connection.execute(
            "UPDATE posts SET stand_in_id = :acting WHERE staff_id = :held",
            {"acting": acting.id, "held": held.id},
        )


async def test_whoever_stands_in_for_the_accused_is_passed_over(desk: Desk):
    """The county leader is next when the post for complaints is away, but acts for the housing desk."""
    await a_chart(desk)
    await stands_in(desk, COUNTY_LEADER, HOUSING_DESK)
    await desk.send_on_leave(COMPLAINTS, 10)

    case = await complaint_about(desk, HOUSING_DESK)

    assert Act.ACCEPT in await opens(desk, DUTY, case)
    await never_learns(desk, case, COUNTY_LEADER)


async def test_the_deputy_of_an_accused_on_leave_is_passed_over(desk: Desk):
    await a_chart(desk)
    await desk.send_on_leave(COMPLAINTS, 10)
    await desk.send_on_leave(OFFICER, 10, deputy=COUNTY_LEADER)

    case = await complaint_about(desk, OFFICER)

    assert Act.ACCEPT in await opens(desk, DUTY, case)
    await never_learns(desk, case, COUNTY_LEADER)


async def test_where_nobody_else_is_left_whoever_stands_in_hears_the_complaint(desk: Desk):
    """Or a county whose duty officer stands in for the complaints post could take none about it."""
    await stands_in(desk, DUTY, COMPLAINTS)

    case = await complaint_about(desk, COMPLAINTS)

    assert Act.ACCEPT in await opens(desk, DUTY, case)
    await never_learns(desk, case, COMPLAINTS)
