"""A county as it was imported, and the names that people give its places."""

from __future__ import annotations

import pytest

from desk.domain.county.areas import Area, Areas, Level
from storage.county.aliases import AliasRows, KnownAlias, load_aliases
from storage.county.areas import import_areas, load_areas
from storage.engine.database import Database, StorageError
from storage.engine.seal import Seal
from tests.storage.cast import COUNTY, MONDAY, TOWN, VILLAGE, enter

PINGDU = Areas(
    "2023-06-30",
    [
        Area(COUNTY, "Pingdu", Level.COUNTY, None),
        Area(TOWN, "Mingcun", Level.TOWN, COUNTY, "town"),
        Area(VILLAGE, "Houzhang", Level.VILLAGE, TOWN, "village"),
    ],
)


async def test_a_county_comes_back_as_it_was_imported_however_often(database: Database) -> None:
    async with database.transaction() as connection:
        await import_areas(connection, PINGDU)
        await import_areas(connection, PINGDU)

        loaded = await load_areas(connection)

    assert loaded.edition == "2023-06-30"
    assert sorted(loaded, key=lambda area: area.code) == sorted(PINGDU, key=lambda area: area.code)
    assert loaded.path(VILLAGE) == "MingcunHouzhang"


async def test_another_edition_is_refused_because_codes_are_used_again(database: Database) -> None:
    async with database.transaction() as connection:
        await import_areas(connection, PINGDU)

        with pytest.raises(StorageError, match="2023-06-30"):
            await import_areas(connection, Areas("2018", PINGDU))

        assert (await load_areas(connection)).edition == "2023-06-30"


async def test_a_database_without_areas_gives_an_empty_county(database: Database) -> None:
    async with database.reading() as connection:
        assert len(await load_areas(connection)) == 0


async def test_a_name_may_mean_several_areas_and_is_learnt_once(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        aliases = AliasRows(connection, seal, MONDAY)
        await aliases.import_former([("Old Zhang", VILLAGE), ("Old Li", TOWN)])

        await aliases.learn("Old Zhang", TOWN, cast.wang.id)
        await aliases.learn("Old Zhang", TOWN, cast.li.id)

        assert set(await load_aliases(connection)) == {
            KnownAlias("Old Zhang", VILLAGE, learnt=False),
            KnownAlias("Old Zhang", TOWN, learnt=True),
            KnownAlias("Old Li", TOWN, learnt=False),
        }
        learnt = await connection.fetch_one("SELECT confirmed_by FROM area_aliases WHERE origin = 'learnt'")
        assert learnt is not None
        assert learnt["confirmed_by"] == cast.wang.id
