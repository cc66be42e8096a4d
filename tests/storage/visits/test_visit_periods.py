"""The rows of windows agree with the rules of the domain, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, combinations, product
from typing import Any

import pytest

from desk.domain.households.household import Household, HouseholdClass, MonitoredKind
from desk.domain.visits.duties import Duty, Every, Visitor, first_window
from desk.domain.visits.visit import PeriodState
from desk.ports.visits.windows import HouseholdRange, WindowOpening
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows
from storage.visits.windows import PeriodRows
from tests.register import WANGS
from tests.village import settle_village

NOW = datetime(2026, 11, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 1)
DUTY = Duty("any", Visitor.OFFICER, frozenset(HouseholdClass), Every.MONTH, TODAY)
KINDS = (None, *MonitoredKind)


def subsets(values: Any) -> Iterator[frozenset[Any]]:
    """Every subset, the empty one first."""
    found = list(values)
    return map(frozenset, chain.from_iterable(combinations(found, size) for size in range(len(found) + 1)))


def every_sort(cadre_id: int) -> list[Household]:
    """A household for each combination of what a duty asks about."""
    sorts = product(HouseholdClass, KINDS, (False, True), (None, cadre_id))
    return [
        replace(
            WANGS,
            number=f"H{number:03}",
            household_class=household_class,
            monitored_kind=kind,
            lives_away=away,
            cadre_id=cadre,
            members=(replace(WANGS.head, id_number=""),),
            measures=(),
        )
        for number, (household_class, kind, away, cadre) in enumerate(sorts)
    ]


def every_duty() -> list[Duty]:
    """A duty for each combination of what it may ask."""
    classes = [one for one in subsets(HouseholdClass) if one]
    lines = product(Visitor, classes, subsets(MonitoredKind), (None, False, True))
    return [
        replace(DUTY, name=f"d{number}", visitor=visitor, classes=among, kinds=kinds, away=away)
        for number, (visitor, among, kinds, away) in enumerate(lines)
        if HouseholdClass.MONITORED in among or not kinds  # kinds are of monitored households alone
    ]


async def entered(connection: Connection, seal: Seal) -> tuple[list[Household], HouseholdRange]:
    ids = await settle_village(connection, seal, NOW)
    register = RegisterRows(connection, seal, NOW)
    sorts = every_sort(min(ids.values()))
    await register.save(sorts, {}, "operator")
    known = await register.listed([one.number for one in sorts])
    homes = [replace(one, id=known[one.number].id) for one in sorts]
    return homes, HouseholdRange(0, max(home.id for home in homes))


async def open_among(periods: PeriodRows, duty: Duty, homes: list[Household]) -> set[int]:
    found = [await periods.of_household(home.id, TODAY) for home in homes]
    return {one.household_id for one in chain(*found) if one.duty == duty.name}


async def test_windows_open_for_exactly_the_households_that_a_duty_is_for(
    database: Database, seal: Seal
) -> None:
    asking = every_duty()[::5]  # of each part every value, beside most values of the others
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        for duty in asking:
            await periods.open_for(WindowOpening(duty, first_window(duty, TODAY)), everybody)
        rows = await connection.fetch_all("SELECT household_id, duty FROM visit_periods")

    opened = {(row["household_id"], row["duty"]) for row in rows}
    assert opened == {(home.id, duty.name) for home in homes for duty in asking if duty.is_for(home)}
    assert len(rows) == len(opened)


async def test_windows_are_lifted_of_exactly_the_households_that_a_duty_is_not_for_any_more(
    database: Database, seal: Seal
) -> None:
    asking = every_duty()[::7]
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        for duty in asking:
            for_all = replace(DUTY, name=duty.name)
            await periods.open_for(WindowOpening(for_all, first_window(for_all, TODAY)), everybody)
            await periods.lift_unfit(duty, everybody, TODAY)
        rows = await connection.fetch_all("SELECT household_id, duty FROM visit_periods WHERE state = 'open'")

    still = {(row["household_id"], row["duty"]) for row in rows}
    assert still == {(home.id, duty.name) for home in homes for duty in asking if duty.is_for(home)}


async def test_opening_twice_or_late_opens_nothing_twice(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        for day in (TODAY, TODAY, date(2026, 11, 2), date(2026, 11, 30)):
            await periods.open_for(WindowOpening(DUTY, first_window(DUTY, day)), everybody)
        found = [await periods.of_household(home.id, TODAY) for home in homes]

    assert {(len(some), some[0].due_from, some[0].due_by) for some in found} == {
        (1, TODAY, date(2026, 11, 30))
    }


async def test_an_open_window_keeps_its_terms_when_the_duty_asks_for_more(
    database: Database, seal: Seal
) -> None:
    stricter = replace(DUTY, visits=3, visitor=Visitor.MONITOR, by_phone=True)
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        await periods.open_for(WindowOpening(DUTY, first_window(DUTY, TODAY)), everybody)
        await periods.open_for(WindowOpening(stricter, first_window(stricter, date(2026, 11, 9))), everybody)
        (found,) = await periods.of_household(homes[0].id, TODAY)

    assert (found.wanted, found.visitor, found.by_phone) == (1, Visitor.OFFICER, False)


async def test_a_window_that_is_over_is_not_lifted_by_what_changed_afterwards(
    database: Database, seal: Seal
) -> None:
    nobody = replace(DUTY, classes=frozenset())
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        await periods.open_for(WindowOpening(DUTY, first_window(DUTY, TODAY)), everybody)
        await periods.lift_unfit(nobody, everybody, date(2026, 12, 1))
        await periods.lift_dropped([], everybody, date(2026, 12, 1))
        open_still = await open_among(periods, DUTY, homes)
        missed = await periods.miss_some(date(2026, 12, 4), 1000)

    assert len(open_still) == missed == len(homes)


@pytest.mark.parametrize("dropped", [True, False])
async def test_windows_of_a_duty_that_was_dropped_are_lifted_and_others_are_not(
    database: Database, seal: Seal, dropped: bool
) -> None:
    async with database.transaction() as connection:
        homes, everybody = await entered(connection, seal)
        periods = PeriodRows(connection, seal, NOW)
        await periods.open_for(WindowOpening(DUTY, first_window(DUTY, TODAY)), everybody)
        await periods.lift_dropped([] if dropped else [DUTY.name], everybody, TODAY)
        states = {
            row["state"] for row in await connection.fetch_all("SELECT DISTINCT state FROM visit_periods")
        }

    assert states == {PeriodState.LIFTED if dropped else PeriodState.OPEN}
    assert homes
