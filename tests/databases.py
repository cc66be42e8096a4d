"""Both databases for tests: a migrated SQLite file to copy, and a PostgreSQL server that pip brought.

`database` runs a test on both. When PostgreSQL cannot start, its half is skipped and says why. To test
against another server, name it: BANGFU_TEST_POSTGRES=postgresql://postgres@127.0.0.1:5432/postgres
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.engine.seal import Seal
from tests.postgres_server import CannotStart, running_server

BOTH = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture
def seal() -> Seal:
    """The same keys in every test."""
    return Seal({1: b"k" * 32}, 1, b"i" * 32)


@pytest.fixture(params=BOTH)
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on: each test that asks runs on both."""
    return str(request.param)


@pytest.fixture
async def database_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a migrated, empty database of this test's own."""
    if dialect == "sqlite":
        path = tmp_path / "desk.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    async with copied(request.getfixturevalue("postgres_server"), "template_migrated") as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own, opened."""
    async with opened(database_url) as database:
        yield database


@pytest.fixture
async def empty_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database in which nothing was ever done."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    async with copied(request.getfixturevalue("postgres_server"), "template0") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that holds the database `template_migrated`."""
    given = os.environ.get("BANGFU_TEST_POSTGRES")
    if given:
        _make_template(given)
        yield given
        return
    try:
        with running_server() as url:
            _make_template(url)
            yield url
    except CannotStart as reason:
        pytest.skip(f"PostgreSQL cannot start here: {reason}")


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database that is closed even when a test fails: an open one would keep the process alive."""
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def copied(server: str, template: str) -> AsyncIterator[str]:
    """The address of a fresh copy of a database, dropped afterwards."""
    name = f"test_{uuid4().hex}"
    await administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield at(server, name)
    await administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def administer(server: str, *statements: str) -> None:
    """Run statements that PostgreSQL refuses inside a transaction."""
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def at(server: str, name: str) -> str:
    """The address of another database on this server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _make_template(server: str) -> None:
    # A test's loop may be running here, so this has a thread and a loop of its own.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _empty_template(server)).result()
        aside.submit(migrate, at(server, "template_migrated")).result()


async def _empty_template(server: str) -> None:
    await administer(
        server,
        "DROP DATABASE IF EXISTS template_migrated WITH (FORCE)",
        "CREATE DATABASE template_migrated TEMPLATE template0",
    )
