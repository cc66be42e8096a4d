"""Two writers at once: one wins, the other is told, nothing is half done."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from desk.domain.cases.case import Act, State
from desk.domain.cases.ledger import Entry
from storage.cases.cases import CaseRows
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.ledger.ledger import LedgerRows
from storage.people.people import PeopleRows
from storage.talk.drafts import DraftRows
from tests.databases import opened
from tests.storage.cast import MONDAY, a_draft, add_case

WRITERS = 6


async def test_of_many_answers_to_one_question_exactly_one_is_saved(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        await DraftRows(connection, seal, MONDAY).save(a_draft(1))

    async def answer(step: str) -> bool:
        async with database.transaction() as connection:
            drafts = DraftRows(connection, seal, MONDAY)
            draft = await drafts.find(1)
            assert draft is not None
            await asyncio.sleep(0)
            return await drafts.save(replace(a_draft(1, 2), step=step))

    saved = await asyncio.gather(*(answer(str(n)) for n in range(WRITERS)))

    assert sorted(saved) == [False] * (WRITERS - 1) + [True]
    async with database.reading() as connection:
        kept = await DraftRows(connection, seal, MONDAY).find(1)
    assert kept is not None
    assert kept.step == str(saved.index(True))


async def test_of_many_who_begin_a_form_in_one_chat_exactly_one_does(database: Database, seal: Seal) -> None:
    async def begin(form: str) -> bool:
        async with database.transaction() as connection:
            return await DraftRows(connection, seal, MONDAY).save(a_draft(1, form=form))

    saved = await asyncio.gather(*(begin(str(n)) for n in range(WRITERS)))

    assert sorted(saved) == [False] * (WRITERS - 1) + [True]


async def test_of_many_presses_on_one_case_exactly_one_counts_and_is_in_the_ledger(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)

    async def press() -> bool:
        async with database.transaction() as connection:
            won = await CaseRows(connection, seal, MONDAY).save(
                replace(case, version=2, state=State.ACCEPTED)
            )
            if won:
                await LedgerRows(connection, seal, MONDAY).append(Entry(case.id, Act.ACCEPT, "holder"))
            return won

    won = await asyncio.gather(*(press() for _ in range(WRITERS)))

    assert sorted(won) == [False] * (WRITERS - 1) + [True]
    async with database.reading() as connection:
        assert len(await connection.fetch_all("SELECT id FROM ledger")) == 1


async def test_entries_written_at_once_stand_in_one_chain_without_gaps(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)

    async def add(number: int) -> None:
        async with database.transaction() as connection:
            ledger = LedgerRows(connection, seal, MONDAY)
            await ledger.append(Entry(case.id, Act.ADD, "reporter", words=f"piece {number}"))

    await asyncio.gather(*(add(number) for number in range(WRITERS)))

    async with database.reading() as connection:
        rows = await connection.fetch_all("SELECT position FROM ledger ORDER BY position")
        assert [row["position"] for row in rows] == list(range(1, WRITERS + 1))
        assert await LedgerRows(connection, seal, MONDAY).verify(case.id) is None


async def test_numbers_given_out_at_once_are_all_different_and_begin_with_one(
    database: Database, seal: Seal
) -> None:
    async def take() -> int:
        async with database.transaction() as connection:
            return await CaseRows(connection, seal, MONDAY).next_number("261123")

    numbers = await asyncio.gather(*(take() for _ in range(WRITERS)))

    assert len(set(numbers)) == WRITERS
    assert min(numbers) >= 1


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_two_replicas_take_numbers_without_waiting_for_one_another(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        await CaseRows(connection, seal, MONDAY).next_number("261123")

    async with AsyncExitStack() as both:
        # Neither is committed while the other takes its number: a counter row would wait here for ever.
        first = await both.enter_async_context(database.transaction())
        second = await both.enter_async_context(database.transaction())
        taken = [
            await asyncio.wait_for(CaseRows(replica, seal, MONDAY).next_number("261123"), 5)
            for replica in (first, second, first)
        ]

    assert taken == [2, 3, 4]


async def test_writing_for_the_first_time_on_two_replicas_makes_one_person(
    database: Database, seal: Seal
) -> None:
    async def arrive() -> int:
        async with database.transaction() as connection:
            return (await PeopleRows(connection, seal, MONDAY).add(42, "Wang Guilan", "zh_CN")).id

    ids = await asyncio.gather(*(arrive() for _ in range(WRITERS)))

    assert len(set(ids)) == 1


async def test_what_one_transaction_undoes_is_not_anothers(
    database: Database, database_url: str, seal: Seal
) -> None:
    async def keep() -> None:
        async with database.transaction() as connection:
            await DraftRows(connection, seal, MONDAY).save(a_draft(1))

    async def fail_while_another_writes(connection: Connection) -> None:
        writing = asyncio.create_task(keep())
        await asyncio.sleep(0.05)
        await DraftRows(connection, seal, MONDAY).save(a_draft(2))
        raise Undone(writing)

    async with opened(database_url) as other:
        with pytest.raises(Undone) as undone:
            async with other.transaction() as connection:
                await fail_while_another_writes(connection)
        await undone.value.args[0]

    async with database.reading() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        assert await drafts.find(1) is not None
        assert await drafts.find(2) is None


class Undone(Exception):
    """Carries the task that is still writing."""
