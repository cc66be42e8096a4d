"""What people do again and again in the procedures of households."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk.domain.households.household import Household, HouseholdClass
from desk.domain.procedures.procedure import Procedure
from tests.deskside import Desk
from tests.register import WANGS, register
from tests.village import DUTY, MEDICAL_DESK, MONITOR, TOWN_DESK, Character

POOR = replace(WANGS, household_class=HouseholdClass.ORDINARY, monitored_kind=None, risks=(), measures=())


async def entered(desk: Desk, household: Household = POOR) -> int:
    """The household is in the register; its row."""
    (household_id,) = await register(desk, household)
    return household_id


async def procedure_of(desk: Desk, household_id: int) -> Procedure:
    """The newest procedure of a household."""
    async with desk.database.reading() as connection:
        row = await connection.fetch_one(
            "SELECT MAX(id) AS id FROM procedures WHERE household_id = :id", {"id": household_id}
        )
    assert row is not None
    async with desk.work() as work:
        found = await work.procedures.find(row["id"])
    assert found is not None
    return found


async def household(desk: Desk, household_id: int) -> Household:
    """The household as it is now."""
    async with desk.work() as work:
        found = await work.households.find(household_id)
    assert found is not None
    return found


async def begins(desk: Desk, who: Character = MONITOR, risk: str = "大病") -> None:
    """An official saw something and begins an inclusion from the card of the household."""
    await desk.types(who, "/household 王桂英")
    await desk.presses(who, "纳入监测")
    await desk.presses(who, risk)
    await desk.types(who, "家里人住院，钱是借的")


async def verifies(desk: Desk, who: Character = MONITOR) -> None:
    """The home is verified, and goes on."""
    await desk.presses(who, "记核实情况")
    await desk.types(who, "住院单看过了，家里两个老人")
    await desk.presses(who, "往下走")
    await desk.presses(who, "突发严重困难户")
    await desk.presses(who, "大病")
    await desk.presses(who, "没有了")
    await desk.presses(who, "3")


async def verifies_exit(desk: Desk, who: Character = MONITOR) -> None:
    """The home is verified for an exit."""
    await desk.presses(who, "记核实情况")
    await desk.types(who, "收入稳定，房子修好了")
    await desk.presses(who, "往下走")


async def compares(desk: Desk, who: Character = MEDICAL_DESK) -> None:
    """A department finds that it agrees."""
    await desk.presses(who, "回复比对结果")
    await desk.presses(who, "对得上")
    await desk.types(who, "自付四万二")


async def meets(desk: Desk, who: Character = MONITOR, votes: str = "25 2 1") -> None:
    """The village votes for it."""
    await desk.presses(who, "记评议结果")
    await desk.types(who, votes)
    await desk.types(who, "村民代表都同意")
    await desk.types(who, "跳过")
    await desk.presses(who, "通过")


async def posts(desk: Desk, who: Character = MONITOR) -> None:
    """The notice hangs."""
    await desk.presses(who, "已张贴")
    await desk.types(who, "跳过")


async def waits_out(desk: Desk, who: Character = MONITOR) -> None:
    """Five days later nobody has objected."""
    desk.wait(days=5, minutes=1)
    await desk.presses(who, "期满无异议")


async def agrees(desk: Desk, who: Character = TOWN_DESK) -> None:
    """The town agrees."""
    await desk.presses(who, "审核通过")
    await desk.types(who, "跳过")
    await desk.presses(who, "确定")


async def approves(desk: Desk, who: Character = DUTY) -> None:
    """The county approves."""
    await desk.presses(who, "批准")
    await desk.types(who, "跳过")
    await desk.presses(who, "确定")


async def reasons(desk: Desk, who: Character, act: str, why: str) -> None:
    """An act that needs a reason."""
    await desk.presses(who, act)
    await desk.types(who, why)


async def helps(desk: Desk, who: Character = MONITOR) -> None:
    """The first measure, from the card of the procedure."""
    await desk.presses(who, "加措施")
    await desk.presses(who, "大病")
    await desk.types(who, "报销自付部分，送救助金")
    await desk.presses(who, "一个月内")


async def chain(desk: Desk, household_id: int) -> list[Any]:
    """Acts, capacities and details in the ledger of the household."""
    async with desk.database.reading() as connection:
        rows = await connection.fetch_all(
            "SELECT act, capacity, details, person_id FROM ledger WHERE chain = :chain ORDER BY position",
            {"chain": f"household:{household_id}"},
        )
    return [(row["act"], row["capacity"], row["details"] or "") for row in rows]
