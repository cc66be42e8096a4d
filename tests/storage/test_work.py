"""A unit of work opens what is asked for, and nothing else."""

from __future__ import annotations

from inspect import getmembers

from desk.ports.work import Work
from storage.engine.database import Database
from storage.engine.rows import Rows
from tests.deskside import Desk

PROMISED = [name for name, _ in getmembers(Work, lambda member: isinstance(member, property))]


async def test_opening_a_unit_of_work_makes_no_repository_and_asking_makes_one_once(
    database: Database,
) -> None:
    async with Desk(database).work() as work:
        before = set(vars(work))

        first, second = work.visits, work.visits

        assert first is second
        assert set(vars(work)) - before == {"visits"}


async def test_every_repository_that_the_ports_promise_is_opened(database: Database) -> None:
    async with Desk(database).work() as work:
        opened = {name: getattr(work, name) for name in PROMISED}

    assert {name for name, value in opened.items() if not isinstance(value, Rows)} == {"today"}
