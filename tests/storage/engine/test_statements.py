"""Every statement of the storage layer is understood by each database that it is for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import asyncpg
import pytest

import storage
from storage.engine.database import Database
from storage.engine.named import numbered

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def statements_for(dialect: str) -> dict[str, str]:
    """All `SQL_…` constants of the package, by module and name."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if ".migrations" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            text = value.get(dialect) if isinstance(value, Mapping) else value
            if name.startswith("SQL_") and text is not None:
                found[f"{module.name}.{name}"] = text
    return found


def inline_statements(path: Path) -> Iterator[str]:
    """Statements handed to the connection as they stand, past every constant."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            words = first.value if isinstance(first, ast.Constant) else None
            if node.func.attr in {"execute", "execute_many", "fetch_one", "fetch_all"} and isinstance(
                words, str
            ):
                yield words


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_sqlite_understands_every_statement_that_is_for_it(database: Database) -> None:
    statements = statements_for("sqlite")

    async with database.transaction() as connection:
        for name, sql in statements.items():
            assert sql.strip().startswith(VERBS), name
            nothing = dict.fromkeys(numbered(sql)[1])
            try:
                await connection.fetch_all(f"EXPLAIN {sql}", nothing)
            except Exception as error:
                raise AssertionError(f"{name}: {error}") from error

    assert len(statements) > 40


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
async def test_postgresql_understands_every_statement_that_is_for_it(database_url: str) -> None:
    statements = statements_for("postgresql")
    connection = await asyncpg.connect(database_url)

    for name, sql in statements.items():
        try:
            await connection.prepare(numbered(sql)[0])
        except asyncpg.PostgresError as error:
            raise AssertionError(f"{name}: {error}") from error

    await connection.close()
    assert len(statements) > 40


def test_no_statement_is_written_where_it_is_used_and_none_asks_for_every_column(root: Path) -> None:
    inline = {
        path.name: [words for words in inline_statements(path) if words.upper().startswith(VERBS)]
        for path in (root / "storage").rglob("*.py")
        if path.name != "migrate.py"
        and "migrations" not in path.parts  # it looks at a file that may not have our tables yet
    }
    greedy = [name for name, sql in statements_for("sqlite").items() if "*" in sql.replace("count(*)", "")]

    assert {name: found for name, found in inline.items() if found} == {}
    assert greedy == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_the_hot_questions_are_answered_from_an_index(database: Database) -> None:
    from storage.cases import cases
    from storage.ledger import ledger
    from storage.people import people
    from storage.staff import staff
    from storage.talk import drafts

    hot = {
        "person": people.SQL_FIND_BY_USER,
        "draft": drafts.SQL_FIND,
        "case": cases.SQL_FIND,
        "silent": cases.SQL_FIND_SILENT,
        "unfinished": cases.SQL_FIND_UNFINISHED,
        "posts": staff.SQL_POSTS_IN["sqlite"],
        "ledger": ledger.SQL_LAST,
    }

    scanned = {}
    async with database.reading() as connection:
        for name, sql in hot.items():
            values = dict.fromkeys(numbered(sql)[1])
            steps = await connection.fetch_all(f"EXPLAIN QUERY PLAN {sql}", values)
            scanned[name] = [step["detail"] for step in steps if step["detail"].startswith("SCAN")]

    assert {name: found for name, found in scanned.items() if found} == {
        "posts": ["SCAN json_each VIRTUAL TABLE INDEX 1:"]
    }
