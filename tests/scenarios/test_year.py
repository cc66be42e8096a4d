"""A small city's year on a moved clock: the figures come out as the year was lived."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.simulation.city import found_city, register_households
from bot.simulation.figures import figures_of
from bot.simulation.plan import YearPlan, plans
from bot.simulation.year import YearUnderWay
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from tests.deskside import SEAL

HOUSEHOLDS = 40
MONTHS_OVER = 11  # windows that ended before the 1st of December


async def lived(folder: Path, plan: YearPlan, number: int) -> dict[str, Any]:
    """The figures of a year lived by this plan."""
    url = f"sqlite:///{folder / 'year.db'}"
    migrate(url)
    database = await open_database(url)
    random, eve = Random(7), datetime(number - 1, 12, 31, 4, tzinfo=UTC)
    try:
        city = await found_city(database, SEAL, plan, eve, None)
        await register_households(database, city, plan, eve, random)
        year = YearUnderWay(database, city, plan, number, random)
        await year.run(lambda: None)
        return dict(await figures_of(database, year))
    finally:
        await database.close()


@pytest.fixture
def plan() -> YearPlan:
    """A city of two villages in which everybody does what they should."""
    small = plans()["baicheng"].smaller(HOUSEHOLDS)
    return small.model_copy(update={"forgotten_share": 0, "late_share": 0, "paused": 0, "reports": 20})


async def test_a_year_in_which_everybody_goes_has_no_missed_window(tmp_path: Path, plan: YearPlan) -> None:
    figures = await lived(tmp_path, plan, 2028)  # a leap year

    assert figures["windows_missed"] == 0
    assert figures["windows_fulfilled"] == HOUSEHOLDS * MONTHS_OVER
    assert figures["visited_households"] == HOUSEHOLDS
    assert figures["late_visits"] == 0
    assert figures["cases"] == {"closed": plan.reports + plan.problems}
    assert figures["refused"] == {}


async def test_what_is_forgotten_is_missed_and_what_comes_late_is_called_late(
    tmp_path: Path, plan: YearPlan
) -> None:
    careless = plan.model_copy(update={"forgotten_share": 0.3, "late_share": 0.1})

    figures = await lived(tmp_path, careless, 2026)

    counted = figures["windows_missed"] + figures["windows_fulfilled"] + figures["windows_lifted"]
    assert counted == HOUSEHOLDS * MONTHS_OVER
    assert figures["windows_missed"] > 0
    assert 0 < figures["late_visits"] <= figures["windows_missed"] + HOUSEHOLDS
    assert figures["visits"] > figures["windows_fulfilled"]
