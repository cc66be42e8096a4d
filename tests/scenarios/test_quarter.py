"""西岗镇's quarter (seeds B01–B04, B08–B09): what was put in comes out."""

from __future__ import annotations

from random import Random

import pytest

from storage.engine.database import Database
from storage.engine.seal import Seal
from tests.scenarios.quarter import MEAN_HOURS, plan, replay, settle_town

ITEMS, IN_VILLAGE, PASSED_ON = 5_400, 4_806, 594


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_a_quarter_of_xigang_comes_out_as_the_newspaper_reported_it(
    database: Database, seal: Seal
) -> None:
    town = await settle_town(database, seal)

    figures = await replay(database, town, plan(ITEMS, Random(2020)))

    assert figures.accepted == ITEMS
    assert (figures.closed.counted, figures.closed.of) == (ITEMS, ITEMS)
    assert (figures.in_village.counted, figures.in_village.of) == (IN_VILLAGE, ITEMS)
    assert figures.transfers.counted == PASSED_ON
    assert figures.to_resolve.mean == pytest.approx(MEAN_HOURS, abs=1e-6)
    assert (figures.replied.share, figures.satisfied.share, figures.answered.share) == (1, 1, 1)
