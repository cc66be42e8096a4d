"""A database opened in a hurry waits for no disk at its commits; any other does."""

from __future__ import annotations

import pytest

from storage.engine.opening import open_database


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(("hurried", "synchronous"), [(False, 2), (True, 1)])
async def test_only_in_a_hurry_a_commit_does_not_wait_for_the_disk(
    database_url: str, *, hurried: bool, synchronous: int
) -> None:
    database = await open_database(database_url, hurried=hurried)

    async with database.transaction() as connection:
        row = await connection.fetch_one("PRAGMA synchronous")
    await database.close()

    assert row is not None
    assert row["synchronous"] == synchronous


async def test_what_was_written_in_a_hurry_is_read_by_everybody(database_url: str) -> None:
    there, hurried = await open_database(database_url), await open_database(database_url, hurried=True)

    async with hurried.transaction() as connection:
        await connection.execute("INSERT INTO facts (name, value) VALUES ('a', 'b')")
    async with there.reading() as connection:
        row = await connection.fetch_one("SELECT value FROM facts WHERE name = 'a'")
    await hurried.close()
    await there.close()

    assert row is not None
    assert row["value"] == "b"
