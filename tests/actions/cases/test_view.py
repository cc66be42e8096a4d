"""Who read a family's number, and who agreed to what: the ledger knows."""

from __future__ import annotations

from storage.ledger.ledger import LedgerRows
from tests.actions.casework import report, stored
from tests.deskside import SEAL, Desk
from tests.village import DUTY, MONITOR, RESIDENT, TOWN_DESK


async def entries(desk: Desk, act: str) -> list[tuple[int | None, int | None, str, str | None]]:
    async with desk.database.transaction() as connection:
        rows = await connection.fetch_all("SELECT * FROM ledger WHERE act = :act ORDER BY id", {"act": act})
    return [(row["case_id"], row["person_id"], row["capacity"], row["details"]) for row in rows]


async def test_every_look_of_an_official_is_in_the_ledger_and_changes_nothing(desk: Desk) -> None:
    case = await report(desk)

    for who in (MONITOR, TOWN_DESK, DUTY, RESIDENT):
        await desk.presses_code(who, f"m:card:{case.id}")

    looked = [await desk.person(who) for who in (MONITOR, TOWN_DESK, DUTY)]
    capacities = ("owner", "superior", "superior")
    expected = [(case.id, one.id, capacity, None) for one, capacity in zip(looked, capacities, strict=True)]
    assert await entries(desk, "view") == expected
    assert await stored(desk, case) == case
    async with desk.database.transaction() as connection:
        assert await LedgerRows(connection, SEAL, desk.now).verify(case.id) is None


async def test_consent_is_in_the_ledger_with_its_version(desk: Desk) -> None:
    await desk.types(RESIDENT, "我有困难")

    await desk.presses(RESIDENT, "同意")

    person = await desk.person(RESIDENT)
    assert person.consent_version == "1"
    assert await entries(desk, "consent") == [(None, person.id, "reporter", "1")]
