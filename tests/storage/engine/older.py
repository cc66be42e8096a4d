"""Databases as older programs left them."""

from __future__ import annotations

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine.migrate import FOLDER
from tests.databases import opened


async def run(url: str, *statements: str) -> None:
    async with opened(url) as database, database.transaction() as connection:
        for statement in statements:
            await connection.execute(statement)


def upgrade(connection: Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    command.upgrade(config, revision)


async def make_older(url: str, revision: str) -> None:
    """An empty database as an older program left it."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.begin() as connection:
            upgrade(connection, revision)
        engine.dispose()
        return
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, revision)
    await engine.dispose()
