"""The ledger only grows; whoever changes it is found out; words can be erased from it."""

from __future__ import annotations

import hashlib

import pytest

from desk.domain.cases.case import Act, State
from desk.domain.cases.ledger import Entry
from storage.engine.database import Connection, Database, StorageError
from storage.engine.seal import Seal
from storage.ledger.ledger import LedgerRows
from tests.storage.cast import MONDAY, add_case, enter

OPEN_THE_GUARD = {
    "sqlite": ("DROP TRIGGER ledger_refuses_update", "DROP TRIGGER ledger_refuses_delete"),
    "postgresql": ("ALTER TABLE ledger DISABLE TRIGGER USER",),
}


async def three_acts(connection: Connection, seal: Seal, case_id: int) -> LedgerRows:
    """A case is submitted, accepted and answered."""
    ledger = LedgerRows(connection, seal, MONDAY)
    for act, before, after, words in (
        (Act.SUBMIT, None, State.ASSIGNED, "the roof leaks"),
        (Act.ACCEPT, State.ASSIGNED, State.ACCEPTED, ""),
        (Act.REPLY, State.ACCEPTED, State.RESOLVED, "new tiles on Friday"),
    ):
        await ledger.append(
            Entry(case_id, act, "holder", from_state=before, to_state=after, details="d", words=words)
        )
    return ledger


async def test_entries_of_a_case_are_counted_from_one_and_their_chain_holds(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        ledger = await three_acts(connection, seal, case.id)

        rows = await connection.fetch_all("SELECT position, act, to_state FROM ledger ORDER BY id")
        assert [(row["position"], row["act"], row["to_state"]) for row in rows] == [
            (1, "submit", "assigned"),
            (2, "accept", "accepted"),
            (3, "reply", "resolved"),
        ]
        assert await ledger.verify(case.id) is None


async def test_entries_without_a_case_stand_in_the_chain_of_their_person(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        ledger = LedgerRows(connection, seal, MONDAY)

        for person_id in (cast.wang.id, cast.li.id, cast.wang.id, None):
            await ledger.append(Entry(None, "consent", "resident", person_id=person_id))

        rows = await connection.fetch_all("SELECT chain, position FROM ledger ORDER BY id")
        assert [(row["chain"], row["position"]) for row in rows] == [
            (f"person:{cast.wang.id}", 1),
            (f"person:{cast.li.id}", 1),
            (f"person:{cast.wang.id}", 2),
            ("desk", 1),
        ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger SET act = 'accept'",
        "DELETE FROM ledger WHERE position = 3",
        "DELETE FROM ledger",
    ],
)
async def test_the_database_itself_refuses_to_change_the_ledger(
    database: Database, seal: Seal, change: str
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        await three_acts(connection, seal, case.id)

    with pytest.raises(StorageError, match="append only"):
        async with database.transaction() as connection:
            await connection.execute(change)

    async with database.reading() as connection:
        assert await LedgerRows(connection, seal, MONDAY).verify(case.id) is None


@pytest.mark.parametrize(
    ("change", "found_at"),
    [
        ("UPDATE ledger SET capacity = 'nobody' WHERE position = 2", 2),
        ("UPDATE ledger SET at = '2020-01-01T00:00:00.000000+00:00' WHERE position = 1", 1),
        ("DELETE FROM ledger WHERE position = 2 OR position = 1", 1),
        ("UPDATE ledger SET to_state = NULL WHERE position = 3", 3),
        ("UPDATE ledger SET words_digest = 'x' WHERE position = 3", 3),
    ],
)
async def test_a_changed_or_missing_entry_is_found_even_when_the_guard_was_opened(
    database: Database, seal: Seal, change: str, found_at: int
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        ledger = await three_acts(connection, seal, case.id)
        for statement in OPEN_THE_GUARD[connection.dialect]:
            await connection.execute(statement)
        await connection.execute("DELETE FROM ledger_words")

        await connection.execute(change)

        assert await ledger.verify(case.id) == found_at


async def test_words_exchanged_between_entries_are_found(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        ledger = await three_acts(connection, seal, case.id)
        first, third = await connection.fetch_all(
            "SELECT ledger_id, salted FROM ledger_words ORDER BY ledger_id"
        )

        for row, ledger_id in ((first, third["ledger_id"]), (third, first["ledger_id"])):
            await connection.execute(
                "UPDATE ledger_words SET salted = :salted WHERE ledger_id = :id",
                {"salted": row["salted"], "id": ledger_id},
            )

        assert await ledger.verify(case.id) == 1


async def test_erased_words_leave_a_chain_that_holds_and_nothing_to_try_words_against(
    database: Database, seal: Seal
) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        ledger = await three_acts(connection, seal, case.id)

        await ledger.erase_words(case.id)

        left = await connection.fetch_one("SELECT count(*) AS n FROM ledger_words")
        first = await connection.fetch_one("SELECT words_digest FROM ledger WHERE position = 1")
        assert left is not None
        assert left["n"] == 0
        assert await ledger.verify(case.id) is None
        assert first is not None
        assert first["words_digest"] != hashlib.sha256(b"the roof leaks").hexdigest()


async def test_words_in_the_ledger_cannot_be_read_without_the_key(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        await three_acts(connection, seal, case.id)

        rows = await connection.fetch_all("SELECT salted FROM ledger_words")

        assert len(rows) == 2
        assert not any(b"roof" in row["salted"] or b"tiles" in row["salted"] for row in rows)
