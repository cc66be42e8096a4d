"""The register: sealed, found by whole names and numbers, with a history that nobody changes unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.households.household import Household, HouseholdClass, Member, Sight
from desk.domain.people.people import Role
from storage.engine.database import Connection, Database, StorageError
from storage.engine.seal import Seal
from storage.households.bulk_entry import RegisterRows
from storage.households.households import HouseholdRows
from storage.ledger.ledger import LedgerRows
from storage.staff.staff import StaffRows
from tests.register import LIS, MOTHER_ID, WANG_ID, WANGS
from tests.storage.cast import MONDAY
from tests.village import OTHER_VILLAGE, VILLAGE

HERE = Sight({VILLAGE: Role.VILLAGE_MONITOR}, ())
ELSEWHERE = Sight({OTHER_VILLAGE: Role.VILLAGE_MONITOR}, ())


async def enter(connection: Connection, seal: Seal, *households: Household) -> dict[str, Household]:
    rows = RegisterRows(connection, seal, MONDAY)
    await rows.save(households, {}, "operator")
    return dict(await rows.listed([one.number for one in households]))


async def test_a_household_comes_back_as_it_was_entered(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        known = await enter(connection, seal, WANGS, LIS)

        found = await HouseholdRows(connection, seal, MONDAY).find(known[WANGS.number].id)
        nobody = await HouseholdRows(connection, seal, MONDAY).find(999)

    assert found == replace(WANGS, id=known[WANGS.number].id)
    assert known[LIS.number] == replace(LIS, id=known[LIS.number].id)
    assert nobody is None


async def test_what_is_personal_lies_sealed_in_the_tables(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        await enter(connection, seal, WANGS)

        rows = [
            *await connection.fetch_all("SELECT * FROM households"),
            *await connection.fetch_all("SELECT * FROM household_members"),
            *await connection.fetch_all("SELECT * FROM measures"),
        ]

    kept = [value for row in rows for value in dict(row).values()]
    measures = [measure.words for measure in WANGS.measures]
    personal = (WANGS.address, WANGS.phone, *measures, *(one.name for one in WANGS.members), WANG_ID)
    open_ones = [value.encode() for value in kept if isinstance(value, str)]
    sealed = [value for value in kept if isinstance(value, bytes)]
    assert not any(words.encode() in value for words in personal for value in (*open_ones, *sealed))
    assert len(sealed) == 13


@pytest.mark.parametrize("name", ["王桂英", " 王 桂英 ", "王·桂英"])
async def test_a_whole_name_finds_the_household_however_it_is_spaced(
    database: Database, seal: Seal, name: str
) -> None:
    async with database.transaction() as connection:
        await enter(connection, seal, WANGS, LIS)
        rows = HouseholdRows(connection, seal, MONDAY)

        found, part = await rows.by_name(HERE, name, 9), await rows.by_name(HERE, "桂英", 9)

    assert [one.number for one in found] == [WANGS.number]
    assert part == []


async def test_numbers_find_the_household_of_whoever_has_them(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        await enter(connection, seal, WANGS, LIS)
        rows = HouseholdRows(connection, seal, MONDAY)

        found = [
            await rows.by_id_number(HERE, MOTHER_ID, 9),
            await rows.by_phone(HERE, "+86 138-0000-1001", 9),
            await rows.by_phone(HERE, "138 0000 9002", 9),
        ]

    assert [[one.number for one in households] for households in found] == [[WANGS.number]] * 3


async def test_nobody_finds_what_they_may_not_see(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        officer = await StaffRows(connection, seal, MONDAY).add("Li Qiang", "13900000000")
        await enter(connection, seal, replace(WANGS, officer_id=officer), LIS)
        rows = HouseholdRows(connection, seal, MONDAY)

        unseen = [
            await rows.by_name(ELSEWHERE, "王秀兰", 9),
            await rows.by_phone(ELSEWHERE, WANGS.phone, 9),
            await rows.by_id_number(Sight({}, (officer + 1,)), WANG_ID, 9),
        ]
        own = await rows.by_name(Sight({}, (officer,)), "王秀兰", 9)

    assert unseen == [[], [], []]
    assert [one.number for one in own] == [WANGS.number]


async def test_a_list_ends_where_it_is_told_to(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        await enter(connection, seal, *(replace(WANGS, number=f"N{n}") for n in range(5)))

        found = await HouseholdRows(connection, seal, MONDAY).by_name(HERE, "王秀兰", 3)

    assert [one.number for one in found] == ["N0", "N1", "N2"]


async def test_every_change_stands_in_the_chain_of_the_household_and_names_no_words(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        known = await enter(connection, seal, WANGS)
        rows = RegisterRows(connection, seal, MONDAY)
        before = known[WANGS.number]
        after = replace(
            before,
            household_class=HouseholdClass.LIFTED,
            monitored_kind=None,
            risks=before.risks[:1],
            address="村西头",
            members=(Member("王秀兰", WANG_ID),),
        )

        await rows.save([after], known, "operator")

        found = (await rows.listed([WANGS.number]))[WANGS.number]
        entries = await connection.fetch_all(
            "SELECT chain, position, act, details FROM ledger ORDER BY position"
        )
        whole = await LedgerRows(connection, seal, MONDAY).verify_chain(f"household:{before.id}")
    assert found == after
    assert whole is None
    assert [(row["chain"], row["position"], row["act"]) for row in entries] == [
        (f"household:{before.id}", 1, "enter"),
        (f"household:{before.id}", 2, "update"),
    ]
    assert entries[1]["details"] == (
        "household_class:monitored>lifted monitored_kind:marginal> "
        "risks:grave_illness,few_hands>grave_illness members address"
    )


async def test_a_chain_that_somebody_else_began_keeps_the_household_out(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        known = await enter(connection, seal, WANGS)
    chain = {"chain": f"household:{known[WANGS.number].id + 1}"}
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO ledger (chain, position, at, capacity, act, digest)"
            " VALUES (:chain, 1, 'x', 'x', 'x', 'x')",
            chain,
        )

    with pytest.raises(StorageError):
        async with database.transaction() as connection:
            await enter(connection, seal, LIS)

    async with database.reading() as connection:
        assert await RegisterRows(connection, seal, MONDAY).numbers_in([VILLAGE]) == [WANGS.number]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_searches_go_through_their_index(database: Database) -> None:
    from storage.households import households

    async with database.reading() as connection:
        for sql in (households.SQL_BY_NAME, households.SQL_BY_ID_NUMBER, households.SQL_BY_PHONE):
            values = {"wanted": "x", "listed": "[]", "officers": "[]", "limit": 9}
            steps = await connection.fetch_all(f"EXPLAIN QUERY PLAN {sql['sqlite']}", values)
            plan = "\n".join(step["detail"] for step in steps)
            assert "SCAN h" not in plan
            assert "SCAN m" not in plan
            assert "SCAN p" not in plan
