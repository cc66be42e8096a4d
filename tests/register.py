"""A household for tests of the register: the Wangs of the village, invented like everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desk.domain.households.household import (
    Household,
    HouseholdClass,
    Measure,
    Member,
    MonitoredKind,
    RiskType,
)
from storage.households.bulk_entry import RegisterRows
from tests.deskside import SEAL, Desk
from tests.village import VILLAGE

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: str, order: int = 1) -> str:
    """An identity number that fits itself, of somebody born on that day (YYYYMMDD)."""
    digits = f"370283{born}{order:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


WANG_ID = id_number("19610308")
MOTHER_ID = id_number("19380512")
WANGS = Household(
    id=0,
    number="3702832150001",
    area_code=VILLAGE,
    household_class=HouseholdClass.MONITORED,
    members=(
        Member("王秀兰", WANG_ID, "户主"),
        Member("王桂英", MOTHER_ID, "之母", "13800009002"),
        Member("王小宝", "", "之孙"),
    ),
    monitored_kind=MonitoredKind.MARGINAL,
    risks=(RiskType.GRAVE_ILLNESS, RiskType.FEW_HANDS),
    address="村东头第三家",
    phone="13800001001",
    measures=(Measure("低保"), Measure("公益岗位")),
)
LIS = replace(
    WANGS,
    number="3702832150002",
    household_class=HouseholdClass.LIFTED,
    members=(Member("李建国", id_number("19700101"), "户主"),),
    monitored_kind=None,
    risks=(),
    address="",
    phone="",
    measures=(),
)


async def register(desk: Desk, *households: Household) -> Sequence[int]:
    """Enter households as an import does; gives their rows."""
    async with desk.database.transaction() as connection:
        rows = RegisterRows(connection, SEAL, desk.now)
        await rows.save(households, {}, "operator")
        known = await rows.listed([one.number for one in households])
    return [known[one.number].id for one in households]


def other(household: Household, number: str, **changed: Any) -> Household:
    """Another household of this sort."""
    return replace(household, number=number, **changed)
