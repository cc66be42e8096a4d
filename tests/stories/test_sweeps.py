"""A sweep from the first tick to the sample: who has what, what is found, and how far it is."""

from __future__ import annotations

from desk.domain.cases.case import Kind, Source
from desk.domain.sweeps.sweep import TickResult
from tests.deskside import Desk
from tests.stories.steps import last, newest_case, once, tick
from tests.sweeping import objects_of, sweep
from tests.village import DUTY, INSPECTOR, MONITOR, TOWN_DESK


async def test_zhao_ticks_ten_houses_one_becomes_a_case_and_lin_looks_at_them_again(desk: Desk) -> None:
    """process.md §8: tick, finding, completion; findings become cases; inspectors look at a sample."""
    await desk.appoint(INSPECTOR)
    made = await sweep(desk)
    await tick(desk, minutes=1)

    await desk.types(MONITOR, "/sweeps")
    for _ in range(9):
        await desk.presses(MONITOR, "1")
        await desk.presses(MONITOR, "没问题")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "有问题")
    await desk.types(MONITOR, "西墙裂了一道缝")
    await desk.presses(MONITOR, "说完了")
    await desk.presses(MONITOR, "报上去")

    case = await newest_case(desk, MONITOR)
    objects = await objects_of(desk, made)
    assert (case.kind, case.source, case.trouble) == (Kind.PATROL, Source.PATROL, "housing")
    assert [one.found for one in objects.values()].count(TickResult.FINE) == 9
    assert [one.case_id for one in objects.values() if one.found is TickResult.PROBLEM] == [case.id]
    assert case.number in (await once(desk, MONITOR, "sweep_found.done"))

    await tick(desk, minutes=1)
    assert (
        "已查 <b>10</b>/13（76%）\n没问题 9 · 有问题 1 · 找不到 0"
        in (await last(desk, DUTY, "sweep.card")).text
    )
    await desk.types(TOWN_DESK, "/sweeps")
    assert "旧店镇 · 汛前房屋排查：10/13" in (await desk.last_told(TOWN_DESK)).text

    await desk.presses(DUTY, "抽查")
    await desk.presses(DUTY, "抽 10 处")
    told = len(await desk.told(MONITOR))
    await tick(desk, minutes=1)
    await desk.presses(INSPECTOR, "复核（10）")
    for _ in range(10):
        await desk.presses(INSPECTOR, "1")
        await desk.presses(INSPECTOR, "✅ 一样")
    await tick(desk, minutes=1)

    assert "抽查 10 处，一致 10/10（100%）" in (await last(desk, DUTY, "sweep.card")).text
    assert len(await desk.told(MONITOR)) == told


async def test_whatever_zhao_has_not_ticked_is_the_town_s_while_he_is_away(desk: Desk) -> None:
    await sweep(desk)
    await desk.types(MONITOR, "/sweeps")
    await desk.presses(MONITOR, "1")
    await desk.presses(MONITOR, "没问题")

    await desk.send_on_leave(MONITOR, 3)
    await desk.types(TOWN_DESK, "/sweeps")

    assert "汛前房屋排查</b>：还剩 <b>12</b>" in (await desk.last_told(TOWN_DESK)).text
