"""People are found by their Telegram number; their name and phone are unreadable in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.engine.database import Database
from storage.engine.seal import Seal, SealError
from storage.people.people import PeopleRows

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


async def test_somebody_new_is_found_again_with_everything_that_was_saved(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        people = PeopleRows(connection, seal, NOW)
        person = await people.add(7_000_000_001, "Wang Guilan", "zh_CN")
        told = replace(
            person, phone="13800138000", area_code="370283101200", consented_at=NOW, consent_version="1"
        )
        await people.save(replace(told, reachable=False))

    async with database.reading() as connection:
        found = await PeopleRows(connection, seal, NOW).find_by_user(7_000_000_001)

    assert found == replace(told, reachable=False)


async def test_writing_for_the_first_time_twice_is_being_known_once(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        people = PeopleRows(connection, seal, NOW)
        first = await people.add(42, "Wang Guilan", "zh_CN")

        again = await people.add(42, "Somebody Else", "en")

    assert again == first


async def test_nobody_is_found_under_an_unknown_number(database: Database, seal: Seal) -> None:
    async with database.reading() as connection:
        people = PeopleRows(connection, seal, NOW)

        assert await people.find_by_user(1) is None
        with pytest.raises(LookupError):
            await people.get(1)


async def test_names_and_phones_cannot_be_read_without_the_key_nor_moved_to_another_row(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        people = PeopleRows(connection, seal, NOW)
        person = await people.add(1, "Wang Guilan", "zh_CN")
        await people.save(replace(person, phone="13800138000"))
        await people.add(2, "Li Qiang", "zh_CN")
        row = await connection.fetch_one("SELECT name, phone, phone_index FROM people WHERE user_id = 1")
        await connection.execute(
            "UPDATE people SET phone = :phone WHERE user_id = 2", {"phone": row["phone"]}
        )

        assert b"Wang" not in row["name"]
        assert b"138" not in row["phone"]
        assert "138001" not in row["phone_index"]
        with pytest.raises(SealError):
            await people.find_by_user(2)


async def test_a_name_kept_with_hidden_signs_is_read_without_them(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        people = PeopleRows(connection, seal, NOW)
        person = await people.add(7, "\u202e王\u200b秀兰", "zh_CN")

        again = await people.find_by_user(7)

    assert again is not None
    assert (person.name, again.name) == ("王秀兰", "王秀兰")


async def test_what_was_verified_is_changed_by_verifying_alone(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        people = PeopleRows(connection, seal, NOW)
        before = await people.add(7, "王秀兰", "zh_CN")
        await people.verify(before, "13800138000")
        await people.save(replace(before, phone="13900139000"))

        person = await people.find_by_user(7)

    assert person is not None
    assert (person.phone, person.verified) == ("13900139000", "13800138000")
    assert person.has_verified("+86 138 0013 8000")
    assert not person.has_verified("13900139000")
