"""A draft is saved only by whoever read its newest version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, story_of, with_piece
from desk.domain.talk.messages import Json
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.talk.drafts import DraftRows
from tests.storage.cast import MONDAY, a_draft


async def test_a_draft_comes_back_as_it_was_saved(database: Database, seal: Seal) -> None:
    draft = a_draft(
        -1_002_000_000_001,
        answers={"trouble": "housing", "danger": None, "age": 71},
        has_story=True,
        question=3,
        reminded_at=MONDAY + timedelta(hours=3),
    )
    async with database.transaction() as connection:
        await DraftRows(connection, seal, MONDAY).save(draft)

    async with database.reading() as connection:
        found = await DraftRows(connection, seal, MONDAY).find(draft.chat_id)

    assert found == draft


async def test_a_second_form_does_not_replace_the_one_that_is_open(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        await drafts.save(a_draft(1))

        saved = await drafts.save(a_draft(1, form="urge"))

        assert saved is False
        assert await drafts.find(1) == a_draft(1)


@pytest.mark.parametrize("version", [2, 4])
async def test_an_answer_to_an_old_question_or_a_made_up_one_is_not_saved(
    database: Database, seal: Seal, version: int
) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        await drafts.save(a_draft(1))
        await drafts.save(a_draft(1, 2, step="story"))

        saved = await drafts.save(a_draft(1, version, step="place"))

        assert saved is False
        assert await drafts.find(1) == a_draft(1, 2, step="story")


async def test_only_the_draft_that_was_read_is_dropped_and_only_once(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        await drafts.save(a_draft(1))

        dropped = [await drafts.drop(seen) for seen in (a_draft(1, 2), a_draft(1), a_draft(1))]

        assert dropped == [False, True, False]
        assert await drafts.find(1) is None
        assert await drafts.save(a_draft(1, 2)) is False


async def test_quiet_drafts_come_oldest_first_and_reminding_changes_no_version(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        for chat_id, hours in ((1, 5), (2, 1), (3, 9), (4, 7)):
            await drafts.save(a_draft(chat_id, updated_at=MONDAY - timedelta(hours=hours)))

        quiet = await drafts.find_quiet(since=MONDAY - timedelta(hours=4), limit=2)
        await drafts.mark_reminded(3, MONDAY)

        assert [draft.chat_id for draft in quiet] == [3, 4]
        assert await drafts.find(3) == replace(quiet[0], reminded_at=MONDAY)


async def test_a_story_comes_back_piece_by_piece_in_the_order_said(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        assert await drafts.save(telling(1, said("房顶漏雨", 11)))
        for number in range(2, 9):
            found = await drafts.find(1)
            assert found is not None
            longer = with_piece(found, said(f"第{number}句", 10 + number))
            assert await drafts.save(replace(longer, version=found.version + 1))

        found = await drafts.find(1)

        assert found is not None
        assert (found.pieces, found.characters, STORY in found.answers) == (8, 4 + 7 * 3, False)
        whole = story_of((await drafts.whole(found)).answers)
        assert [piece["text"] for piece in whole] == ["房顶漏雨", *(f"第{n}句" for n in range(2, 9))]
        assert list(await drafts.newest(found)) == whole[-5:]


async def test_what_was_just_said_is_among_the_newest_before_it_is_stored(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        first = telling(1, said("房顶漏雨", 11))
        await drafts.save(first)
        found = await drafts.find(1)
        assert found is not None

        heard = [with_piece(found, said("墙也裂了", 12)), with_piece(found, said("房顶漏雨", 11)), first]
        told = [[piece["text"] for piece in await drafts.newest(one)] for one in heard]

        assert told == [["房顶漏雨", "墙也裂了"], ["房顶漏雨"], ["房顶漏雨"]]


async def test_an_edited_message_replaces_its_piece_and_no_other(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        for chat_id in (1, 2):
            await drafts.save(telling(chat_id, said("欠八百", 5), said("还有一句", 6)))
        found = await drafts.find(1)
        assert found is not None

        edited = await drafts.replace_piece(found, said("欠了八千块", 5))

        assert edited is not None
        assert edited.characters == 5 + 4
        assert await drafts.replace_piece(found, said("别的", 7)) is None
        for chat_id, first in ((1, "欠了八千块"), (2, "欠八百")):
            draft = await drafts.find(chat_id)
            assert draft is not None
            story = story_of((await drafts.whole(draft)).answers)
            assert [piece["text"] for piece in story] == [first, "还有一句"]


async def test_the_story_goes_with_its_form(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal, MONDAY)
        told = telling(1, said("房顶漏雨", 11))
        await drafts.save(told)

        assert await drafts.drop(told)

        left = await connection.fetch_one("SELECT count(*) AS n FROM draft_pieces")
        assert left is not None
        assert left["n"] == 0


def telling(chat_id: int, *pieces: dict[str, Json]) -> Draft:
    """A new draft with this story."""
    draft = a_draft(chat_id)
    for piece in pieces:
        draft = replace(with_piece(draft, piece), version=1)
    return draft


def said(text: str, message_id: int) -> dict[str, Json]:
    return {"kind": "text", "text": text, "message_id": message_id}
