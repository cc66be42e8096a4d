"""Sweeps by the clock: one card that changes, one reminder a day, samples drawn once and the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.actions.sweeps.parts import sweeps_left
from desk.actions.sweeps.spot_checks import draw_some, enter_sample
from desk.actions.sweeps.tick_off import FINE, SeenObject, TickedObject, tick_object
from desk.domain.people.people import Role
from desk.domain.sweeps.samples import BEGINNING, Drawing, Sample
from desk.domain.sweeps.sweep import Missing, Sweep, TickResult
from schedules.clockwork import Clockwork
from schedules.ticks.sweeps import tend_sweeps
from storage.sweeps.lists import SweepListRows
from tests.actions.casework import sure
from tests.deskside import SEAL, Desk, Told
from tests.register import WANGS, register
from tests.sweeping import DUE, houses, objects_of, sweep
from tests.village import (
    DUTY,
    INSPECTOR,
    MONITOR,
    NEIGHBOUR_VILLAGE,
    OTHER_TOWN_DESK,
    TOWN,
    TOWN_DESK,
    VILLAGE,
    ZONE,
    Character,
)

OFFICER = Character(2102, "马兰", "+8613800002102", Role.RESPONSIBLE_OFFICER, TOWN)


async def ticked(desk: Desk, made: Sweep, who: Character, *numbers: str, tick: TickedObject = FINE) -> None:
    """They tick these objects."""
    person, objects = await desk.person(who), await objects_of(desk, made)
    async with desk.work() as work:
        for number in numbers:
            one = objects[number]
            sure(await tick_object(work, person, SeenObject(one.id, one.version), tick))


async def of_template(desk: Desk, who: Character, *templates: str) -> list[Told]:
    """Everything of these sorts that they were told."""
    return [told for told in await desk.told(who) if told.template in templates]


async def tended_at(desk: Desk, clockwork: Clockwork, *moments: datetime) -> None:
    """The clock looks twice at each of these moments."""
    for moment in moments:
        desk.now = moment
        for _ in range(2):
            await tend_sweeps(clockwork)


def at(day: int, hour: int = 9) -> datetime:
    """A moment of December."""
    return datetime(2026, 12, day, hour, 5, tzinfo=ZONE)


async def test_the_county_has_one_card_that_follows_ticks_corrections_and_the_end(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sweep(desk)
    await tended_at(desk, clockwork, desk.now)
    await ticked(desk, made, MONITOR, "F215-1", "F215-2")
    await tended_at(desk, clockwork, desk.wait(minutes=1))
    await ticked(desk, made, MONITOR, "F215-1", tick=TickedObject(TickResult.MISSING, Missing.GONE))
    await tended_at(desk, clockwork, desk.wait(minutes=1))
    await ticked(desk, made, MONITOR, "F215-1")  # as it was before
    await tended_at(desk, clockwork, desk.wait(minutes=1), at(7))

    first, *edits = await of_template(desk, DUTY, "sweep.card")

    assert "已查 <b>0</b>/13（0%）" in first.text
    assert [one.row.target_id for one in edits] == [first.row.id] * 4
    assert [one.text.splitlines()[2] for one in edits] == [
        "没问题 2 · 有问题 0 · 找不到 0",
        "没问题 1 · 有问题 0 · 找不到 1",
        "没问题 2 · 有问题 0 · 找不到 0",
        "没问题 2 · 有问题 0 · 找不到 0",
    ]
    assert "已超期 3 天" in edits[-1].text


async def test_a_town_s_sweep_is_looked_after_in_the_town_and_an_ended_one_says_so(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sweep(desk, office=TOWN)
    await tended_at(desk, clockwork, desk.now)
    async with desk.database.transaction() as connection:
        ended = replace(made, state=made.state.ENDED, ended_at=desk.now)
        await SweepListRows(connection, SEAL, desk.now).save(ended)
    await tended_at(desk, clockwork, desk.wait(minutes=1))

    cards = [one.text.splitlines()[0] for one in await of_template(desk, TOWN_DESK, "sweep.card")]

    assert cards == ["<b>汛前房屋排查</b> · 正在排查", "<b>汛前房屋排查</b> · 已结束"]
    assert await of_template(desk, DUTY, "sweep.card") == []


async def test_whoever_takes_the_desk_over_gets_the_card(desk: Desk, clockwork: Clockwork) -> None:
    second = Character(4002, "何伟", "+8613800004002", Role.COUNTY_OFFICE, DUTY.area)
    await desk.appoint(second)
    made = await sweep(desk)
    await tended_at(desk, clockwork, desk.now)

    await desk.send_on_leave(DUTY, 3)
    await ticked(desk, made, MONITOR, "F215-1")
    await tended_at(desk, clockwork, desk.wait(minutes=1))

    assert len(await of_template(desk, DUTY, "sweep.card")) == 1
    assert [one.row.method for one in await of_template(desk, second, "sweep.card")] == ["send"]


async def test_people_are_reminded_once_a_day_when_the_last_day_is_near_and_while_something_is_left(
    desk: Desk, clockwork: Clockwork
) -> None:
    made = await sweep(desk)
    moments = [at(1), at(2, 7), at(2), at(2, 15), at(3), at(5), at(6), at(7)]  # the 5th and 6th are a weekend

    await tended_at(desk, clockwork, *moments[:4])
    days = [len(await of_template(desk, MONITOR, "sweep.remind"))]
    await tended_at(desk, clockwork, *moments[4:])
    days.append(len(await of_template(desk, MONITOR, "sweep.remind")))
    await ticked(desk, made, MONITOR, *(f"F215-{n}" for n in range(1, 11)))
    await tended_at(desk, clockwork, at(8))
    days.append(len(await of_template(desk, MONITOR, "sweep.remind")))

    assert days == [1, 3, 3]
    [second, *_, last] = await of_template(desk, MONITOR, "sweep.remind")
    assert second.text == "📋 还没排查完：汛前房屋排查剩 <b>10</b> 处（12月4日前查完）"
    assert "已超期 3 天" in last.text
    # The village beside has no monitor: it is the town's own to tick.
    assert "剩 <b>3</b> 处" in (await of_template(desk, TOWN_DESK, "sweep.remind"))[0].text
    assert await of_template(desk, OTHER_TOWN_DESK, "sweep.remind", "sweep.lagging") == []


async def test_a_town_hears_how_many_of_its_villages_are_behind(desk: Desk, clockwork: Clockwork) -> None:
    await sweep(desk, houses(10))

    await tended_at(desk, clockwork, at(3))

    [told] = await of_template(desk, TOWN_DESK, "sweep.lagging")
    assert "有 1 个村没查完，剩 <b>10</b> 处" in told.text


async def test_a_responsible_officer_is_reminded_of_their_households(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(OFFICER)
    officer = await desk.official(OFFICER)
    household = replace(WANGS, area_code=NEIGHBOUR_VILLAGE, officer_id=officer.id)
    [household_id] = await register(desk, household)
    listed = replace(houses(1, NEIGHBOUR_VILLAGE)[0], household_id=household_id)
    made = await sweep(desk, [listed, *houses(2, VILLAGE)])

    await tended_at(desk, clockwork, at(3))

    [told] = await of_template(desk, OFFICER, "sweep.remind")
    assert "剩 <b>1</b> 处" in told.text
    async with desk.work() as work:
        assert [(one.sweep, one.left) for one in await sweeps_left(work, officer)] == [(made, 1)]


async def test_a_sample_is_drawn_once_and_an_interrupted_drawing_comes_out_the_same(
    desk: Desk, clockwork: Clockwork
) -> None:
    await desk.appoint(INSPECTOR)
    made = await sweep(desk)
    await ticked(desk, made, MONITOR, *(f"F215-{n}" for n in range(1, 9)))
    desk.wait(minutes=1)
    async with desk.work() as work:
        sample = await enter_sample(work, Sample(0, made.id, "立冬", 3, work.now), "operator")
        expected = Drawing("立冬", 3)
        await draw_some(work, sample, expected, BEGINNING)  # the process ends here
    desk.wait(minutes=1)
    await ticked(desk, made, TOWN_DESK, "F381-1")  # too late to be drawn

    await tended_at(desk, clockwork, desk.now, desk.wait(minutes=1))

    async with desk.work() as work:
        kept = await work.sweeps.samples.find(sample.id)
        assert kept is not None
        assert (kept.population, kept.drawn) == (8, True)
        assert await work.sweeps.samples.drawn(sample.id) == rows_of(expected)
    assert [told.text for told in await of_template(desk, INSPECTOR, "sweep.sampled")] == [
        "🔎 <b>汛前房屋排查</b>：抽到 3 处，请您去看一看，和填的一样不一样。"
    ]


def rows_of(drawing: Drawing) -> Sequence[int]:
    """Whom it drew."""
    return [lot.object_id for lot in drawing.drawn()]


def test_the_last_day_of_these_stories_is_a_friday() -> None:
    assert DUE.weekday() == 4
