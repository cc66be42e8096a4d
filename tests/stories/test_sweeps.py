"""A sweep from the first tick to the sample: who has what, what is found, and how far it is."""

from __future__ import annotations

from desk.domain.cases import Kind, Source, Trouble
from desk.domain.sweeps import Found
from tests.deskside import Desk
from tests.stories.steps import newest_case
from tests.sweeping import objects_of, sweep
from tests.village import MONITOR, TOWN_DESK


async def test_zhao_ticks_ten_houses_and_the_one_with_a_problem_becomes_a_case(desk: Desk) -> None:
    made = await sweep(desk)

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
    assert (case.kind, case.source, case.trouble) == (Kind.PATROL, Source.PATROL, Trouble.HOUSING)
    assert [one.found for one in objects.values()].count(Found.FINE) == 9
    assert [one.case_id for one in objects.values() if one.found is Found.PROBLEM] == [case.id]
    await desk.types(TOWN_DESK, "/sweeps")
    assert "10/13（76%）" in (await desk.last_told(TOWN_DESK)).text
