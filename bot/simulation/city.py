"""A city to simulate: its divisions, officials who have all joined, and a register of invented households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from bot.county.area_file import COLUMNS
from bot.rules.reading import load_rules
from bot.simulation.plan import YearPlan
from bot.tables import read_table
from bot.villages import Villages
from desk.domain.county.areas import Area, Areas, Level
from desk.domain.households.household import Household, HouseholdClass, Member, MonitoredKind, RiskType
from desk.domain.people.people import Person, Role
from desk.domain.staff.staffing import NewPost
from storage.county.areas import import_areas
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows
from storage.people.people import PeopleRows
from storage.staff.staff import StaffRows
from storage.work import Shared

_ROOT: Final = "220800000000"
_TOGETHER: Final = 500
_FIRST_OFFICIAL: Final = 1_000_000  # Telegram numbers of people who do not exist


@dataclass(slots=True)
class City:
    """Who is there: one resident and the monitors of every village, and the rows of its households."""

    shared: Shared
    villages: Sequence[Area]
    monitors: Mapping[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    residents: dict[str, Person] = field(default_factory=dict)
    households: Mapping[str, list[int]] = field(default_factory=lambda: defaultdict(list))


async def found_city(database: Database, seal: Seal, plan: YearPlan, at: datetime, file: Path | None) -> City:
    """Enter divisions and officials. Raises BadRows when the list of divisions cannot be read."""
    areas = _invented(plan) if file is None else _listed(file, plan)
    villages = [area for area in areas if area.level is Level.VILLAGE]
    city = City(Shared(load_rules(plan.rules), areas, Villages(areas, ()), seal), villages)
    async with database.transaction() as connection:
        await import_areas(connection, areas)
        hiring = _Hiring(connection, seal, at)
        await hiring.take_on(Role.COUNTY_OFFICE, areas.county.code)
        await hiring.take_on(Role.COMPLAINTS, areas.county.code)
        for area in areas:
            if area.level is Level.TOWN:
                await hiring.take_on(Role.TOWN_DESK, area.code)
        for number in range(plan.monitors):
            code = villages[number % len(villages)].code
            city.monitors[code].append(await hiring.take_on(Role.VILLAGE_MONITOR, code))
        for village in villages:
            city.residents[village.code] = await hiring.settle()
    return city


class _Hiring:
    """Enters one person after another."""

    def __init__(self, connection: Connection, seal: Seal, at: datetime) -> None:
        self._staff = StaffRows(connection, seal, at)
        self._people = PeopleRows(connection, seal, at)
        self._next = _FIRST_OFFICIAL

    async def take_on(self, role: Role, area_code: str) -> Person:
        """An official with this post, who has joined."""
        person = await self.settle()
        staff_id = await self._staff.add(person.name, f"+86{person.user_id}")
        await self._staff.add_post(NewPost(role, area_code, staff_id))
        await self._staff.bind(staff_id, person.id)
        return person

    async def settle(self) -> Person:
        """Somebody who uses the chat."""
        self._next += 1
        return await self._people.add(self._next, f"person {self._next}", "zh_CN")


def _invented(plan: YearPlan) -> Areas:
    towns = [
        Area(f"2208{number:05}000", f"town {number}", Level.TOWN, _ROOT)
        for number in range(1, plan.towns + 1)
    ]
    villages = [
        Area(f"2209{number:05}001", f"village {number}", Level.VILLAGE, towns[number % len(towns)].code)
        for number in range(1, plan.villages + 1)
    ]
    return Areas("invented", [Area(_ROOT, "city", Level.COUNTY, None), *towns, *villages])


def _listed(file: Path, plan: YearPlan) -> Areas:
    """The villages of a list, under the towns that have any, under one root for the whole city."""
    rows = read_table(file, COLUMNS).lines
    towns = {row["code"]: row for row in rows if row["level"] == Level.TOWN}
    villages = [row for row in rows if row["kind"] == plan.village_kind and row["parent_code"] in towns]
    used = {row["parent_code"] for row in villages}
    city = next((row["name"] for row in rows if row["level"] == "city"), "city")
    return Areas(
        file.stem,
        [
            Area(_ROOT, city, Level.COUNTY, None),
            *(Area(code, towns[code]["name"], Level.TOWN, _ROOT) for code in sorted(used)),
            *(Area(row["code"], row["name"], Level.VILLAGE, row["parent_code"]) for row in villages),
        ],
    )


async def register_households(
    database: Database, city: City, plan: YearPlan, at: datetime, random: Random
) -> None:
    """Enter every household, some hundreds in each transaction."""
    seal, codes = city.shared.seal, [village.code for village in city.villages]
    for some in _parts(_households(plan, codes, random)):
        async with database.transaction() as connection:
            rows = RegisterRows(connection, seal, at)
            await rows.save(some, {}, "simulation")
            known = await rows.listed([one.number for one in some])
        for one in known.values():
            city.households[one.area_code].append(one.id)


def _households(plan: YearPlan, codes: Sequence[str], random: Random) -> Iterator[Household]:
    for number in range(plan.households):
        watched = random.random() < plan.watched_share
        yield Household(
            id=0,
            number=f"H{number + 1:07}",
            area_code=codes[number % len(codes)],
            household_class=HouseholdClass.MONITORED if watched else HouseholdClass.LIFTED,
            members=tuple(Member(f"member {number}-{one}") for one in range(2)),
            monitored_kind=MonitoredKind.MARGINAL if watched else None,
            risks=(RiskType.GRAVE_ILLNESS,) if watched else (),
        )


def _parts(households: Iterator[Household]) -> Iterator[Sequence[Household]]:
    some: list[Household] = []
    for one in households:
        some.append(one)
        if len(some) == _TOGETHER:
            yield some
            some = []
    if some:
        yield some
