"""Sweeps: who has what, what a tick does, and whom a sample is shown to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from desk.actions.cases.door import NOT_YOURS
from desk.actions.sweeps.pages import HOUSEHOLDS, ObjectPage, Wanted, read_objects
from desk.actions.sweeps.parts import CHANGED, OVER, sweeps_left
from desk.actions.sweeps.progress import SweepStanding, read_standing
from desk.actions.sweeps.spot_checks import (
    answer_check,
    ask_sample,
    draw_some,
    keep_drawn,
    open_checks,
    own_check,
)
from desk.actions.sweeps.tick_off import FINE, SeenObject, TickedObject, report_problem, tick_object
from desk.domain.county.lists import OTHER
from desk.domain.people.people import Role
from desk.domain.sweeps.samples import BEGINNING, Agreement, Drawing, Sample
from desk.domain.sweeps.sweep import (
    Missing,
    Progress,
    Sweep,
    SweepObject,
    SweepState,
    TickResult,
    progress_of,
    together,
)
from storage.ledger.ledger import LedgerRows
from storage.sweeps.lists import SweepListRows
from tests.actions.casework import spoken
from tests.actions.staffroom import OTHER_MONITOR, ledger
from tests.deskside import SEAL, Desk
from tests.register import WANGS, register
from tests.sweeping import houses, objects_of, sweep
from tests.village import (
    COMPLAINTS,
    COUNTY,
    DUTY,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN,
    OTHER_TOWN_DESK,
    OTHER_VILLAGE,
    RESIDENT,
    TOWN,
    TOWN_DESK,
    TOWN_LEADER,
    VILLAGE,
    Character,
)

OFFICER = Character(2102, "马兰", "+8613800002102", Role.RESPONSIBLE_OFFICER, TOWN)


async def left(desk: Desk, who: Character) -> list[int]:
    """How much every sweep still wants of them."""
    staff = await desk.official(who)
    async with desk.work() as work:
        return [one.left for one in await sweeps_left(work, staff)]


async def object_at(desk: Desk, made: Sweep, number: str) -> SweepObject:
    return (await objects_of(desk, made))[number]


async def ticks(desk: Desk, who: Character, one: SweepObject, tick: TickedObject = FINE) -> object:
    """They press a button that was shown with the object as it is here."""
    person = await desk.person(who)
    async with desk.work() as work:
        return await tick_object(work, person, SeenObject(one.id, one.version), tick)


async def becomes(desk: Desk, made: Sweep, state: SweepState) -> None:
    async with desk.database.transaction() as connection:
        started = None if state is SweepState.PREPARED else made.started_at
        after = replace(made, state=state, started_at=started)
        await SweepListRows(connection, SEAL, desk.now).save(after)


async def test_a_village_s_objects_are_its_monitors_and_climb_where_nobody_is(desk: Desk) -> None:
    await sweep(desk, [*houses(5), *houses(3, NEIGHBOUR_VILLAGE), *houses(2, OTHER_VILLAGE)])
    await desk.appoint(OTHER_MONITOR)

    before = [await left(desk, who) for who in (MONITOR, OTHER_MONITOR, TOWN_DESK, OTHER_TOWN_DESK, DUTY)]
    for who in (MONITOR, OTHER_MONITOR, OTHER_TOWN_DESK):
        await desk.send_on_leave(who, 3)
    after = [await left(desk, who) for who in (MONITOR, TOWN_DESK, OTHER_TOWN_DESK, DUTY)]

    assert before == [[5], [5], [3], [2], []]
    assert after == [[5], [8], [], [2]]


async def test_a_responsible_officer_has_their_households_and_nothing_counts_twice(desk: Desk) -> None:
    await desk.appoint(OFFICER)
    officer, monitor = await desk.official(OFFICER), await desk.official(MONITOR)
    elsewhere = replace(WANGS, number="N2", area_code=NEIGHBOUR_VILLAGE, officer_id=officer.id)
    at_home = replace(WANGS, number="N3", officer_id=monitor.id)
    ids = await register(desk, elsewhere, at_home)
    listed = [
        replace(houses(1, NEIGHBOUR_VILLAGE)[0], household_id=ids[0]),
        replace(houses(1)[0], household_id=ids[1]),
        *houses(3, VILLAGE, first=5),
    ]
    made = await sweep(desk, listed, "household")
    person = await desk.person(OFFICER)

    async with desk.work() as work:
        page = await read_objects(work, person, made.id, Wanted())

    assert [await left(desk, who) for who in (OFFICER, MONITOR, TOWN_DESK)] == [[1], [4], [1]]
    assert isinstance(page, ObjectPage)
    assert (page.group.code, [one.listed.number for one in page.objects]) == (HOUSEHOLDS, ["F381-1"])
    one = page.objects[0]
    assert isinstance(await ticks(desk, OFFICER, one), SweepObject)
    assert await left(desk, TOWN_DESK) == []
    entry = (await ledger(desk, f"household:{ids[0]}"))[-1]
    assert entry[:2] == ("tick_object", "responsible_officer")


async def test_a_tick_is_one_entry_and_the_same_press_again_is_none(desk: Desk) -> None:
    made = await sweep(desk)
    one = await object_at(desk, made, "F215-1")
    person = await desk.person(MONITOR)

    first, again = await ticks(desk, MONITOR, one), await ticks(desk, MONITOR, one)

    assert isinstance(first, SweepObject)
    assert first == again
    entries = [entry for entry in await ledger(desk, f"person:{person.id}") if entry[0] == "tick_object"]
    assert entries == [("tick_object", "village_monitor", f"sweep:{made.id} object:{one.id} found:>fine")]


async def test_a_correction_keeps_what_was_said_before_and_the_case_that_came_of_it(desk: Desk) -> None:
    made = await sweep(desk)
    one = await object_at(desk, made, "F215-1")
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        found = await report_problem(
            work, person, SeenObject(one.id, one.version), OTHER, (spoken("西墙裂了一道缝"),)
        )
    assert isinstance(found, tuple)
    ticked, case = found
    desk.wait(days=1)

    await ticks(desk, MONITOR, ticked)
    desk.wait(days=1)
    await ticks(
        desk,
        MONITOR,
        await object_at(desk, made, "F215-1"),
        TickedObject(TickResult.MISSING, Missing.ELSE, "锁着门"),
    )

    last = await object_at(desk, made, "F215-1")
    assert (last.found, last.missing, last.said, last.case_id) == (
        TickResult.MISSING,
        Missing.ELSE,
        "锁着门",
        case.id,
    )
    assert last.ticked_at is not None
    assert last.changed_at is not None
    assert (last.changed_at - last.ticked_at).days == 2
    chain = f"person:{person.id}"
    details = [entry[2] for entry in await ledger(desk, chain) if entry[0] == "tick_object"]
    spot = f"sweep:{made.id} object:{one.id}"
    assert details == [
        f"{spot} found:>problem case:{case.id}",
        f"{spot} found:problem>fine",
        f"{spot} found:fine>missing missing:else",
    ]
    async with desk.database.transaction() as connection:
        assert await LedgerRows(connection, SEAL, desk.now).verify_chain(chain) is None


async def test_of_two_monitors_the_second_is_told_that_it_has_changed(desk: Desk) -> None:
    await desk.appoint(OTHER_MONITOR)
    made = await sweep(desk)
    one = await object_at(desk, made, "F215-1")

    await ticks(desk, MONITOR, one)
    second = await ticks(desk, OTHER_MONITOR, one, TickedObject(TickResult.MISSING, Missing.GONE))
    same = await ticks(desk, OTHER_MONITOR, one)

    assert second == same == CHANGED
    assert (await object_at(desk, made, "F215-1")).found is TickResult.FINE


@pytest.mark.parametrize("who", [RESIDENT, OTHER_TOWN_DESK, DUTY, COMPLAINTS, TOWN_DESK, TOWN_LEADER])
async def test_what_is_not_theirs_and_what_does_not_exist_are_one_answer(desk: Desk, who: Character) -> None:
    await desk.appoint(TOWN_LEADER)
    made = await sweep(desk, houses(2))
    one = await object_at(desk, made, "F215-1")

    answers = [await ticks(desk, who, one), await ticks(desk, who, replace(one, id=999))]

    assert answers == [NOT_YOURS, NOT_YOURS]
    assert (await object_at(desk, made, "F215-1")).found is None


async def test_a_sweep_that_has_not_begun_is_nobody_s_and_an_ended_one_takes_no_tick(desk: Desk) -> None:
    made = await sweep(desk)
    one = await object_at(desk, made, "F215-1")
    person = await desk.person(MONITOR)
    answers = []

    for state in (SweepState.PREPARED, SweepState.ENDED):
        await becomes(desk, made, state)
        async with desk.work() as work:
            answers.append(await read_objects(work, person, made.id, Wanted()))
        answers.append(await ticks(desk, MONITOR, one))

    assert answers == [NOT_YOURS, NOT_YOURS, OVER, OVER]
    assert await left(desk, MONITOR) == []


async def test_dangerous_words_make_the_case_urgent_and_the_object_names_it(desk: Desk) -> None:
    made = await sweep(desk)
    one = await object_at(desk, made, "F215-1")
    person = await desk.person(MONITOR)

    async with desk.work() as work:
        found = await report_problem(
            work,
            person,
            SeenObject(one.id, one.version),
            OTHER,
            (spoken("房子要塌了，老人还在里面"),),
        )

    assert isinstance(found, tuple)
    _, case = found
    assert case.danger
    assert case.subject == "1号房 F215-1"
    assert case.area_code == VILLAGE


async def test_tallies_are_what_counting_gives_after_any_ticks(desk: Desk) -> None:
    made, random = await sweep(desk), Random(20261123)
    whole = [
        TickedObject(TickResult.FINE),
        TickedObject(TickResult.PROBLEM),
        *(TickedObject(TickResult.MISSING, why) for why in Missing),
    ]

    for _ in range(60):
        one = random.choice(list((await objects_of(desk, made)).values()))
        who = MONITOR if one.listed.area_code == VILLAGE else TOWN_DESK
        await ticks(desk, who, one, random.choice(whole))

    everything = await objects_of(desk, made)
    async with desk.work() as work:
        tallies = await work.sweeps.tallies(made.id)
    expected = {
        code: together(progress_of(one.found) for one in everything.values() if one.listed.area_code == code)
        for code in (VILLAGE, NEIGHBOUR_VILLAGE)
    }
    assert tallies == expected


async def test_pages_go_on_and_back_without_missing_anybody(desk: Desk) -> None:
    made = await sweep(desk, houses(20))
    person = await desk.person(MONITOR)

    async def page(wanted: Wanted) -> ObjectPage:
        async with desk.work() as work:
            found = await read_objects(work, person, made.id, wanted)
        assert isinstance(found, ObjectPage)
        return found

    first = await page(Wanted())
    second = await page(Wanted(VILLAGE, after=first.objects[-1].id))
    third = await page(Wanted(VILLAGE, after=second.objects[-1].id))
    back = await page(Wanted(VILLAGE, after=third.objects[0].id, backwards=True))
    beyond = await page(Wanted(VILLAGE, after=third.objects[-1].id))
    done = await page(Wanted(VILLAGE, done=True))

    pages = [first, second, third]
    assert [len(one.objects) for one in pages] == [8, 8, 4]
    assert len({one.id for shown in pages for one in shown.objects}) == 20
    assert [(one.before, one.after) for one in pages] == [(False, True), (True, True), (True, False)]
    assert back.objects == second.objects
    assert beyond.objects == first.objects
    assert done.objects == ()


async def test_who_looks_after_a_place_sees_its_slowest_parts_first_with_names(desk: Desk) -> None:
    await desk.appoint(TOWN_LEADER)
    made = await sweep(desk, [*houses(4), *houses(3, NEIGHBOUR_VILLAGE), *houses(1, OTHER_VILLAGE)])
    await ticks(desk, MONITOR, await object_at(desk, made, "F215-1"))

    async def standing(who: Character, code: str) -> SweepStanding | object:
        person = await desk.person(who)
        async with desk.work() as work:
            return await read_standing(work, person, made.id, code)

    county, town = await standing(DUTY, COUNTY), await standing(TOWN_LEADER, TOWN)
    others = [
        await standing(MONITOR, TOWN),
        await standing(OTHER_TOWN_DESK, TOWN),
        await standing(TOWN_DESK, COUNTY),
    ]

    assert isinstance(county, SweepStanding)
    assert isinstance(town, SweepStanding)
    assert county.progress == Progress(8, fine=1)
    assert [(lag.area.code, lag.progress.left) for lag in county.parts] == [(OTHER_TOWN, 1), (TOWN, 6)]
    assert [(lag.area.code, lag.names) for lag in town.parts] == [
        (NEIGHBOUR_VILLAGE, ("孙丽",)),
        (VILLAGE, ("赵永强",)),
    ]
    assert others == [NOT_YOURS] * 3


async def sampled(desk: Desk, made: Sweep, size: int = 10) -> Sample:
    """A sample that the county office asked for, drawn."""
    duty = await desk.person(DUTY)
    async with desk.work() as work:
        known = len(await work.sweeps.samples.of_sweep(made.id))
        sample = await ask_sample(work, duty, made.id, size, known)
        assert isinstance(sample, Sample)
        drawing = Drawing(sample.seed, sample.size)
        assert await draw_some(work, sample, drawing, BEGINNING) is None
        await keep_drawn(work, sample, drawing)
    return sample


async def checks_of(desk: Desk, who: Character) -> Sequence[tuple[int, int]]:
    """What they are to look at again."""
    staff = await desk.official(who)
    async with desk.work() as work:
        return [(one.sample_id, one.position) for one in await open_checks(work, staff)]


async def answers(desk: Desk, who: Character, asked: tuple[int, int], said: str | None) -> object:
    person = await desk.person(who)
    async with desk.work() as work:
        return await answer_check(work, person, asked, said)


async def test_only_the_county_office_draws_and_a_second_press_draws_no_second_sample(desk: Desk) -> None:
    made = await sweep(desk)
    people = [await desk.person(who) for who in (TOWN_DESK, MONITOR, RESIDENT, DUTY)]

    async with desk.work() as work:
        refused = [await ask_sample(work, person, made.id, 10, 0) for person in people[:3]]
        first, again, odd = [await ask_sample(work, people[3], made.id, size, 0) for size in (10, 10, 11)]
        nothing = await ask_sample(work, people[3], 99, 10, 0)

    assert refused == [NOT_YOURS] * 3
    assert isinstance(first, Sample)
    assert (again, odd, nothing) == (CHANGED, CHANGED, NOT_YOURS)
    assert len(first.seed) == 32


async def test_inspectors_agree_or_not_and_the_rate_has_both_numbers(desk: Desk) -> None:
    await desk.appoint(INSPECTOR)
    made = await sweep(desk, houses(4))
    for number in range(1, 5):
        await ticks(desk, MONITOR, await object_at(desk, made, f"F215-{number}"))
    sample = await sampled(desk, made)
    asked = await checks_of(desk, INSPECTOR)

    before = [told.template for told in await desk.told(MONITOR)]
    for one in asked[:2]:
        assert not isinstance(await answers(desk, INSPECTOR, one, None), type(NOT_YOURS))
    await answers(desk, INSPECTOR, asked[2], "墙上有裂缝")
    twice = await answers(desk, INSPECTOR, asked[2], None)

    async with desk.work() as work:
        assert await work.sweeps.samples.agreement(sample.id) == Agreement(agreed=2, checked=3, drawn=4)
    assert twice == CHANGED
    assert len(await checks_of(desk, INSPECTOR)) == 1
    assert "sweep.differs" not in before
    [told] = [told for told in await desk.told(MONITOR) if told.template == "sweep.differs"]
    assert "墙上有裂缝" in told.text


async def test_who_ticked_learns_nothing_of_the_sample_before_it_is_looked_at(desk: Desk) -> None:
    await desk.appoint(INSPECTOR)
    made = await sweep(desk, houses(1))
    await ticks(desk, MONITOR, await object_at(desk, made, "F215-1"))
    before = await desk.told(MONITOR)
    await sampled(desk, made)

    [asked] = await checks_of(desk, INSPECTOR)
    refused = [await answers(desk, who, asked, None) for who in (MONITOR, TOWN_DESK, DUTY, RESIDENT)]

    assert refused == [NOT_YOURS] * 4
    assert await desk.told(MONITOR) == before


async def test_nobody_looks_again_at_what_they_ticked_themselves_then_or_since(desk: Desk) -> None:
    await desk.appoint(INSPECTOR, replace(OTHER_MONITOR, role=Role.INSPECTOR, area=TOWN))
    staff = (await desk.official(MONITOR)).id
    async with desk.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO posts (role, area_code, staff_id, valid_from)"
            " SELECT 'inspector', :code, :staff, valid_from FROM posts LIMIT 1",
            {"code": VILLAGE, "staff": staff},
        )
    made = await sweep(desk, houses(2))
    for number in (1, 2):
        await ticks(desk, MONITOR, await object_at(desk, made, f"F215-{number}"))
    await sampled(desk, made)

    own, other, elsewhere = [await checks_of(desk, who) for who in (MONITOR, INSPECTOR, OTHER_MONITOR)]

    assert own == []
    assert other == elsewhere == [(1, 1), (1, 2)]
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        assert await own_check(work, person, 1, 1) == NOT_YOURS
