"""Around visits: pauses, announced visits, corrections, and problems that become cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.visits.correct import correct_visit
from desk.actions.visits.due import find_due_visits
from desk.actions.visits.home_card import Home, see_home
from desk.actions.visits.pause import pause_visits, plan_visit, resume_visits
from desk.actions.visits.problem import found_at_visit
from desk.actions.visits.record import Recorded, ToldVisit, record_visit
from desk.domain.talk.messages import Message
from desk.domain.visits.visit import Finding, FindingLevel, How, PauseReason, Photo
from schedules.clockwork import Clockwork
from schedules.ticks.visits import tend_periods
from tests.actions.casework import spoken
from tests.actions.staffroom import ledger, refused
from tests.deskside import Desk
from tests.register import WANGS, register
from tests.village import COMPLAINTS, DUTY, MONITOR, OTHER_TOWN_DESK, RESIDENT, TOWN_DESK, Character

MONDAY = date(2026, 11, 23)


@pytest.fixture
async def household_id(desk: Desk, clockwork: Clockwork) -> int:
    """A monitored household whose windows are open."""
    (one,) = await register(desk, WANGS)
    await tend_periods(clockwork)
    return one


async def pauses(desk: Desk, who: Character, household_id: int, until: date) -> Home | Refusal:
    person = await desk.person(who)
    async with desk.work() as work:
        return await pause_visits(work, person, household_id, PauseReason.AWAY, until)


async def plans(desk: Desk, household_id: int, day: date, who: Character = MONITOR) -> Home | Refusal:
    person = await desk.person(who)
    async with desk.work() as work:
        return await plan_visit(work, person, household_id, day)


async def records(desk: Desk, household_id: int, key: str = "1") -> Recorded:
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        done = await record_visit(work, person, household_id, ToldVisit(key, How.HOME, desk.now.date()))
    assert isinstance(done, Recorded)
    return done


async def announce(desk: Desk) -> str:
    """The household's notice of the visit that is planned, waiting to leave; its key."""
    async with desk.work() as work:
        [plan] = await work.visits.planned(MONDAY, MONDAY + timedelta(days=99), 9)
        key = f"come:{plan.id}"
        await work.outbox.say(Message(key, RESIDENT.user_id, "visits.kept", {"head": WANGS.head.name}))
    return key


async def waiting(desk: Desk) -> Sequence[str]:
    return [told.key for told in await desk.outbox()]


@pytest.mark.parametrize("who", [MONITOR, TOWN_DESK, DUTY])
async def test_whoever_goes_there_and_the_desks_above_may_pause_and_resume(
    desk: Desk, household_id: int, who: Character
) -> None:
    assert isinstance(await pauses(desk, who, household_id, date(2026, 12, 31)), Home)
    monitor, person = await desk.official(MONITOR), await desk.person(who)
    async with desk.work() as work:
        assert await find_due_visits(work, monitor) == []
        assert isinstance(await resume_visits(work, person, household_id), Home)
        assert len(await find_due_visits(work, monitor)) == 2


@pytest.mark.parametrize("who", [OTHER_TOWN_DESK, COMPLAINTS, RESIDENT])
async def test_nobody_else_may(desk: Desk, household_id: int, who: Character) -> None:
    assert await pauses(desk, who, household_id, date(2026, 12, 31)) == NOT_YOURS
    assert await plans(desk, household_id, date(2026, 11, 24), who) == NOT_YOURS
    assert len(await ledger(desk, f"household:{household_id}")) == 1


async def test_a_pause_has_an_end_within_the_rules(desk: Desk, household_id: int) -> None:
    assert refused(await pauses(desk, MONITOR, household_id, date(2026, 11, 22))) == "day_over"
    assert refused(await pauses(desk, MONITOR, household_id, MONDAY + timedelta(days=185))) == "far_off"
    assert isinstance(await pauses(desk, MONITOR, household_id, MONDAY + timedelta(days=184)), Home)


async def test_a_pause_said_twice_is_one_and_another_takes_its_place(desk: Desk, household_id: int) -> None:
    for until in (date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 24)):
        await pauses(desk, MONITOR, household_id, until)

    async with desk.work() as work:
        [pause] = await work.visits.pauses_of([household_id], MONDAY)
    assert (pause.from_on, pause.until_on) == (MONDAY, date(2026, 12, 24))
    assert [act for act, _, _ in await ledger(desk, f"household:{household_id}")] == [
        "enter",
        "pause",
        "pause",
    ]


async def test_a_visit_drops_the_notice_that_somebody_comes(desk: Desk, household_id: int) -> None:
    await plans(desk, household_id, date(2026, 11, 25))
    key = await announce(desk)
    assert key in await waiting(desk)

    await records(desk, household_id)

    assert key not in await waiting(desk)


async def test_another_day_and_a_pause_drop_it_too(desk: Desk, household_id: int) -> None:
    await plans(desk, household_id, date(2026, 11, 25))
    first = await announce(desk)
    await plans(desk, household_id, date(2026, 11, 27))
    second = await announce(desk)
    assert first not in await waiting(desk)

    await pauses(desk, TOWN_DESK, household_id, date(2026, 12, 1))

    assert second not in await waiting(desk)
    async with desk.work() as work:
        assert not await work.visits.plans_at(household_id, MONDAY)


async def test_a_correction_adds_pictures_and_changes_neither_day_nor_count(
    desk: Desk, household_id: int
) -> None:
    done = await records(desk, household_id)
    person = await desk.person(MONITOR)
    found = {"housing": Finding(FindingLevel.BAD, "漏雨")}
    told = ToldVisit("", How.PHONE, date(2026, 1, 1), findings=found, photos=(Photo("roof"),))

    async with desk.work() as work:
        await correct_visit(work, person, done.visit.id, told)
        again = await correct_visit(
            work, person, done.visit.id, ToldVisit("", How.HOME, MONDAY, findings=found)
        )

    async with desk.work() as work:
        [visit] = await work.visits.newest(household_id, 9)
    assert visit == again
    assert (visit.visited_on, visit.how) == (MONDAY, How.HOME)
    assert dict(visit.findings) == found
    assert [photo.file_id for photo in visit.photos] == ["roof"]
    acts = [act for act, _, _ in await ledger(desk, f"household:{household_id}")]
    assert acts == ["enter", "visit", "correct_visit"]


async def test_how_things_stand_is_what_was_found_last_even_if_nothing_changed_since(
    desk: Desk, household_id: int
) -> None:
    done = await records(desk, household_id)
    person = await desk.person(MONITOR)
    told = ToldVisit("", How.HOME, MONDAY, findings={"mind": Finding(FindingLevel.WATCH)})
    async with desk.work() as work:
        await correct_visit(work, person, done.visit.id, told)
    for number in range(12):
        desk.wait(days=1)
        await records(desk, household_id, f"later {number}")

    async with desk.work() as work:
        last = await work.visits.last_found(household_id)
    assert last is not None
    assert dict(last.findings) == {"mind": Finding(FindingLevel.WATCH)}


async def test_the_same_problem_told_twice_is_one_case(desk: Desk, household_id: int) -> None:
    await desk.resident(RESIDENT)
    person = await desk.person(MONITOR)
    told = (ToldVisit("p", How.HOME, MONDAY), [spoken("水管裂了")])
    async with desk.work() as work:
        first = await found_at_visit(work, person, household_id, "water", told)
        second = await found_at_visit(work, person, household_id, "water", told)

    assert not isinstance(first, Refusal)
    assert refused(second) == "too_late"
    resident = await desk.person(RESIDENT)
    async with desk.work() as work:
        assert len(await work.cases.find_of_reporter(resident.id)) == 1
        home = await see_home(work, person, household_id)
    assert isinstance(home, Home)
    assert home.capacity == "monitor"


async def test_who_declined_or_blocked_the_bot_is_not_made_a_reporter(desk: Desk, household_id: int) -> None:
    await desk.person(RESIDENT, phone=RESIDENT.phone)  # never consented
    person = await desk.person(MONITOR)
    async with desk.work() as work:
        told = (ToldVisit("p", How.HOME, MONDAY), [spoken("水管裂了")])
        result = await found_at_visit(work, person, household_id, "water", told)

    assert not isinstance(result, Refusal)
    assert result[1].reporter_id == person.id
    assert not await desk.told(RESIDENT)
