"""Areas, aliases, files, heartbeats, stored updates, and the unit of work that hands them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.county.areas import Area, Areas, Level
from desk.domain.talk.said import Said, SaidKind
from storage.cases.media import MediaRows
from storage.county.aliases import AliasRows, KnownAlias, load_aliases
from storage.county.areas import import_areas, load_areas
from storage.engine.database import Database, StorageError
from storage.engine.seal import Seal
from storage.mail.forgetting import InboxWords
from storage.mail.heartbeats import LastRun, beat, load_heartbeats
from storage.people.phones import comparable
from tests.storage.cast import COUNTY, MONDAY, TOWN, VILLAGE, add_case, enter

PINGDU = Areas(
    "2023-06-30",
    [
        Area(COUNTY, "Pingdu", Level.COUNTY, None),
        Area(TOWN, "Mingcun", Level.TOWN, COUNTY, "town"),
        Area(VILLAGE, "Houzhang", Level.VILLAGE, TOWN, "village"),
    ],
)


async def test_a_county_comes_back_as_it_was_imported_however_often(database: Database) -> None:
    async with database.transaction() as connection:
        await import_areas(connection, PINGDU)
        await import_areas(connection, PINGDU)

        loaded = await load_areas(connection)

    assert loaded.edition == "2023-06-30"
    assert sorted(loaded, key=lambda area: area.code) == sorted(PINGDU, key=lambda area: area.code)
    assert loaded.path(VILLAGE) == "MingcunHouzhang"


async def test_another_edition_is_refused_because_codes_are_used_again(database: Database) -> None:
    async with database.transaction() as connection:
        await import_areas(connection, PINGDU)

        with pytest.raises(StorageError, match="2023-06-30"):
            await import_areas(connection, Areas("2018", PINGDU))

        assert (await load_areas(connection)).edition == "2023-06-30"


async def test_a_database_without_areas_gives_an_empty_county(database: Database) -> None:
    async with database.reading() as connection:
        assert len(await load_areas(connection)) == 0


async def test_a_name_may_mean_several_areas_and_is_learnt_once(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        cast = await enter(connection, seal)
        aliases = AliasRows(connection, seal, MONDAY)
        await aliases.import_former([("Old Zhang", VILLAGE), ("Old Li", TOWN)])

        await aliases.learn("Old Zhang", TOWN, cast.wang.id)
        await aliases.learn("Old Zhang", TOWN, cast.li.id)

        assert set(await load_aliases(connection)) == {
            KnownAlias("Old Zhang", VILLAGE, learnt=False),
            KnownAlias("Old Zhang", TOWN, learnt=True),
            KnownAlias("Old Li", TOWN, learnt=False),
        }
        learnt = await connection.fetch_one("SELECT confirmed_by FROM area_aliases WHERE origin = 'learnt'")
        assert learnt is not None
        assert learnt["confirmed_by"] == cast.wang.id


async def test_a_file_waits_until_it_is_fetched_and_is_asked_for_once(database: Database, seal: Seal) -> None:
    case = await add_case(database, seal)
    async with database.transaction() as connection:
        media = MediaRows(connection, seal, MONDAY)
        for file_id in ("photo-1", "photo-1", "voice-1", "photo-2", "photo-3"):
            await media.fetch_later(case.id, file_id, "photo")
        fetched, later, failed, waiting = await media.find_waiting(limit=10)

        await media.mark_fetched(fetched.id, "media/1.jpg")
        tried = replace(later, attempts=1)
        await media.put_off(tried, MONDAY + timedelta(minutes=5), "timed out")
        await media.give_up(failed.id, "too big")

        assert await media.find_waiting(limit=10) == [waiting]
        after = MediaRows(connection, seal, MONDAY + timedelta(minutes=5))
        found = {file.file_id: file.attempts for file in await after.find_waiting(limit=10)}
        assert found == {later.file_id: 1, waiting.file_id: 0}


async def test_a_tick_is_remembered_by_its_last_run(database: Database) -> None:
    async with database.transaction() as connection:
        await beat(connection, "deadlines", MONDAY, "2 rows failed")
        await beat(connection, "deadlines", MONDAY + timedelta(minutes=1), "done")

        assert await load_heartbeats(connection) == {
            "deadlines": LastRun(MONDAY + timedelta(minutes=1), "done")
        }


async def test_who_wants_nothing_kept_leaves_only_that_they_wrote(database: Database, seal: Seal) -> None:
    insert = (
        "INSERT INTO inbox (bot_id, update_id, chat_id, state, received_at, body)"
        " VALUES (1, :update_id, :chat_id, :state, :at, :body)"
    )
    async with database.transaction() as connection:
        stored = ((1, 5, "done"), (2, 5, "waiting"), (3, 6, "done"), (4, 5, "waiting"), (5, 6, "waiting"))
        for update_id, chat_id, state in stored:
            values = {"update_id": update_id, "chat_id": chat_id, "state": state, "at": MONDAY, "body": b"x"}
            await connection.execute(insert, values)

        said = Said(3, 5, 5, MONDAY, SaidKind.PRESS, bot_id=1)  # the second is handled in the same batch
        await InboxWords(connection, seal, MONDAY).forget(said)

        rows = await connection.fetch_all("SELECT update_id, body FROM inbox ORDER BY update_id")
        assert [(row["update_id"], row["body"]) for row in rows] == [
            (1, None),
            (2, None),
            (3, b"x"),
            (4, b"x"),
            (5, b"x"),
        ]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0532-88000000", "053288000000"),
        ("+44 20 7946 0000", "442079460000"),
        ("8613", "8613"),
    ],
)
def test_phones_are_compared_by_their_digits(written: str, compared: str) -> None:
    assert comparable(written) == compared
    assert comparable(comparable(written)) == compared
