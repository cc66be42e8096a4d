"""Migrations bring an empty database to what the schema declares, once, and refuse what they do not know."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine.database import StorageError
from storage.engine.migrate import FOLDER, DatabaseTooNew, migrate, revisions
from storage.schema import metadata
from tests.databases import opened
from tests.storage.engine.older import make_older, run


def differences(connection: Connection) -> list[object]:
    """What the schema declares and the database lacks, or the other way round."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def differences_at(url: str) -> list[object]:
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.connect() as connection:
            found = differences(connection)
        engine.dispose()
        return found
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    return found


def test_the_steps_are_numbered_and_stand_in_one_line() -> None:
    script = ScriptDirectory(str(FOLDER))

    steps = [step.revision for step in script.walk_revisions()]

    assert script.get_heads() == [revisions()[-1]]
    assert tuple(reversed(steps)) == revisions()
    assert revisions() == tuple(f"{number:04}" for number in range(1, len(revisions()) + 1))


async def test_an_empty_database_becomes_what_the_schema_declares(empty_url: str) -> None:
    await asyncio.to_thread(migrate, empty_url)

    assert await differences_at(empty_url) == []


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    await run(database_url, "INSERT INTO facts (name, value) VALUES ('county_code', '370283000000')")

    await asyncio.to_thread(migrate, database_url)

    async with opened(database_url) as database, database.reading() as connection:
        assert len(await connection.fetch_all("SELECT name FROM facts")) == 1


async def test_two_replicas_that_start_at_once_migrate_once(empty_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, empty_url) for _ in range(2)))

    assert await differences_at(empty_url) == []


async def test_a_database_of_a_newer_program_is_refused_in_one_sentence_and_left_alone(
    database_url: str,
) -> None:
    await run(database_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTooNew) as refused:
        await asyncio.to_thread(migrate, database_url)

    assert "9999" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(". ") == 0


def test_a_migration_that_fails_leaves_an_empty_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE media (id INTEGER)")

    with pytest.raises(StorageError, match="already exists"):
        migrate(f"sqlite:///{path}")

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("media",)]


@pytest.mark.parametrize(
    "address", ["sqlite:////dev/null/desk.db", "postgresql://nobody@127.0.0.1:1/none", "mysql://x"]
)
def test_an_address_that_leads_nowhere_is_one_sentence(address: str) -> None:
    with pytest.raises(StorageError, match=r"^[^\n]+\.$"):
        migrate(address)


async def test_a_guard_that_a_rebuilt_table_lost_comes_back_with_the_next_migration(empty_url: str) -> None:
    await asyncio.to_thread(lambda: asyncio.run(make_older(empty_url, "0004")))  # without its guards

    await asyncio.to_thread(migrate, empty_url)

    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal",
    }
    async with opened(empty_url) as database, database.reading() as connection:
        names = {row["name"] for row in await connection.fetch_all(query[database.dialect])}
    assert {"ledger_refuses_update", "ledger_refuses_delete", "outbox_ends_upload"} <= names
