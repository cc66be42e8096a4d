"""Sealed words open in their own place, with a key that we have, and nowhere else."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.engine.database import Database
from storage.engine.facts import get_fact, set_fact
from storage.engine.seal import Seal, SealError
from storage.keys.key_file import KeyFileError, check_keys, create_keys, load_seal, open_seal, unlock
from storage.keys.key_index import INDEX_CANARY
from storage.staff.staff import StaffRows


def test_words_open_where_they_were_closed(seal: Seal) -> None:
    blob = seal.close("屋顶漏水", "people.name:1")

    assert seal.open(blob, "people.name:1") == "屋顶漏水"
    assert seal.open_bytes(seal.close(b"\x00\xff", "x:1"), "x:1") == b"\x00\xff"


def test_words_moved_to_another_place_do_not_open_and_the_error_names_nobody(seal: Seal) -> None:
    blob = seal.close("13800138000", "people.phone:1001")

    with pytest.raises(SealError) as refused:
        seal.open(blob, "people.phone:2002")

    assert "2002" not in str(refused.value)
    assert "13800138000" not in str(refused.value)


@pytest.mark.parametrize("position", [0, 5, -1])
def test_damaged_words_do_not_open(seal: Seal, position: int) -> None:
    blob = bytearray(seal.close("words", "x:1"))
    blob[position] ^= 1

    with pytest.raises(SealError):
        seal.open(bytes(blob), "x:1")


def test_the_same_words_look_different_each_time(seal: Seal) -> None:
    assert seal.close("words", "x:1") != seal.close("words", "x:1")


def test_a_new_key_writes_while_the_old_one_still_reads() -> None:
    old = Seal({1: b"a" * 32}, 1, b"i" * 32)
    new = Seal({1: b"a" * 32, 2: b"b" * 32}, 2, b"i" * 32)
    written_before = old.close("before", "x:1")

    written_after = new.close("after", "x:1")

    assert new.open(written_before, "x:1") == "before"
    with pytest.raises(SealError, match="a key that we do not have"):
        old.open(written_after, "x:1")


def test_an_index_is_the_same_for_the_same_words_and_depends_on_the_key(seal: Seal) -> None:
    other = Seal({1: b"k" * 32}, 1, b"j" * 32)

    assert seal.index("13800138000") == seal.index("13800138000")
    assert seal.index("13800138000") != seal.index("13800138001")
    assert seal.index("13800138000") != other.index("13800138000")
    assert len(bytes.fromhex(seal.index("x"))) == 16


def test_no_key_is_shown(seal: Seal) -> None:
    assert "kkk" not in repr(seal)
    assert "iii" not in repr(seal)


def test_a_new_key_file_is_for_its_owner_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "var" / "keys.json"
    first = create_keys(path)
    written = path.read_bytes()

    with pytest.raises(KeyFileError, match="exists already"):
        create_keys(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == written
    assert load_seal(path).open(first.close("words", "x:1"), "x:1") == "words"


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"writing": 1, "keys": {"1": "c2hvcnQ="}, "index": ""}']
)
def test_a_key_file_that_is_none_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)

    with pytest.raises(KeyFileError, match=r"^The key file .* cannot be read as a key file\.$"):
        load_seal(path)


async def test_the_first_start_makes_keys_and_the_next_one_finds_them(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    async with database.transaction() as connection:
        blob = (await unlock(connection, path)).close("words", "x:1")

    async with database.transaction() as connection:
        again = await unlock(connection, path)

    assert again.open(blob, "x:1") == "words"


async def test_a_start_killed_between_key_file_and_database_goes_on_with_that_file(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    blob = create_keys(path).close("words", "x:1")

    async with database.transaction() as connection:
        seal = await unlock(connection, path)

    assert seal.open(blob, "x:1") == "words"


async def test_a_database_without_its_key_file_is_refused_and_no_new_file_is_made(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    async with database.transaction() as connection:
        await unlock(connection, path)
    path.rename(tmp_path / "elsewhere.json")

    async with database.transaction() as connection:
        with pytest.raises(KeyFileError, match=r"^The database holds sealed words but .* is missing\.$"):
            await unlock(connection, path)

    assert not path.exists()


async def test_another_databases_key_file_is_refused(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as connection:
        await unlock(connection, tmp_path / "keys.json")
        create_keys(tmp_path / "other.json")

        with pytest.raises(KeyFileError, match="does not belong to this database"):
            await unlock(connection, tmp_path / "other.json")


def with_another_index(path: Path, target: Path) -> Path:
    """A key file that opens everything and finds nothing."""
    written = json.loads(path.read_text())
    create_keys(target)
    target.write_text(json.dumps({**written, "index": json.loads(target.read_text())["index"]}))
    return target


async def test_a_key_file_with_another_index_key_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    async with database.transaction() as connection:
        await unlock(connection, path)
        other = with_another_index(path, tmp_path / "other.json")

        with pytest.raises(KeyFileError, match="its index key is another one"):
            await unlock(connection, other)
        with pytest.raises(KeyFileError, match="its index key is another one"):
            await check_keys(connection, other)
        await check_keys(connection, path)


async def test_a_database_that_never_noted_its_index_key_knows_it_by_its_officials(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    async with database.transaction() as connection:
        seal = await unlock(connection, path)
        await StaffRows(connection, seal, datetime(2026, 11, 30, tzinfo=UTC)).add("赵永强", "13800002001")
        await connection.execute("DELETE FROM facts WHERE name = :name", {"name": INDEX_CANARY})
        other = with_another_index(path, tmp_path / "other.json")

        with pytest.raises(KeyFileError, match="its index key is another one"):
            await unlock(connection, other)

        assert await get_fact(connection, INDEX_CANARY) is None
        await unlock(connection, path)
        assert await get_fact(connection, INDEX_CANARY) is not None


async def test_whoever_only_reads_notes_nothing_and_makes_no_keys(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    async with database.reading() as connection:
        with pytest.raises(KeyFileError, match="is missing"):
            await open_seal(connection, path)
    assert not path.exists()

    async with database.transaction() as connection:
        blob = (await unlock(connection, path)).close("words", "x:1")
        await connection.execute("DELETE FROM facts WHERE name = :name", {"name": INDEX_CANARY})
    async with database.reading() as connection:
        seal = await open_seal(connection, path)
        noted = await get_fact(connection, INDEX_CANARY)

    assert (seal.open(blob, "x:1"), noted) == ("words", None)


async def test_a_fact_is_what_was_said_last(database: Database) -> None:
    async with database.transaction() as connection:
        await set_fact(connection, "demo", "yes")
        await set_fact(connection, "demo", "no")

        assert await get_fact(connection, "demo") == "no"
        assert await get_fact(connection, "bot_id") is None
