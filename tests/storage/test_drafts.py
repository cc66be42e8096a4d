"""A draft is saved only by whoever read its newest version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import Database
from storage.drafts import DraftRows
from storage.seal import Seal
from tests.storage.cast import MONDAY, a_draft


async def test_a_draft_comes_back_as_it_was_saved(database: Database, seal: Seal) -> None:
    draft = a_draft(
        -1_002_000_000_001,
        answers={"trouble": "housing", "story": [{"text": "屋顶漏水"}], "danger": None, "age": 71},
        has_story=True,
        question=3,
        reminded_at=MONDAY + timedelta(hours=3),
    )
    async with database.transaction() as connection:
        await DraftRows(connection, seal).save(draft)

    async with database.reading() as connection:
        found = await DraftRows(connection, seal).find(draft.chat_id)

    assert found == draft


async def test_a_second_form_does_not_replace_the_one_that_is_open(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal)
        await drafts.save(a_draft(1))

        saved = await drafts.save(a_draft(1, form="urge"))

        assert saved is False
        assert await drafts.find(1) == a_draft(1)


@pytest.mark.parametrize("version", [2, 4])
async def test_an_answer_to_an_old_question_or_a_made_up_one_is_not_saved(
    database: Database, seal: Seal, version: int
) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal)
        await drafts.save(a_draft(1))
        await drafts.save(a_draft(1, 2, step="story"))

        saved = await drafts.save(a_draft(1, version, step="place"))

        assert saved is False
        assert await drafts.find(1) == a_draft(1, 2, step="story")


async def test_only_the_draft_that_was_read_is_dropped_and_only_once(database: Database, seal: Seal) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal)
        await drafts.save(a_draft(1))

        dropped = [await drafts.drop(seen) for seen in (a_draft(1, 2), a_draft(1), a_draft(1))]

        assert dropped == [False, True, False]
        assert await drafts.find(1) is None
        assert await drafts.save(a_draft(1, 2)) is False


async def test_quiet_drafts_come_oldest_first_and_reminding_changes_no_version(
    database: Database, seal: Seal
) -> None:
    async with database.transaction() as connection:
        drafts = DraftRows(connection, seal)
        for chat_id, hours in ((1, 5), (2, 1), (3, 9), (4, 7)):
            await drafts.save(a_draft(chat_id, updated_at=MONDAY - timedelta(hours=hours)))

        quiet = await drafts.find_quiet(since=MONDAY - timedelta(hours=4), limit=2)
        await drafts.mark_reminded(3, MONDAY)

        assert [draft.chat_id for draft in quiet] == [3, 4]
        assert await drafts.find(3) == replace(quiet[0], reminded_at=MONDAY)
