"""Whoever was in the middle of something at an upgrade goes on: with open forms, with old cards."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desk.domain.visits.visit import Finding, FindingLevel
from handlers.rooms import HOUSE
from handlers.talk.buttons import read_button
from tests.databases import opened
from tests.deskside import Desk
from tests.handlers.busy import who_is
from tests.handlers.forging import presses
from tests.stories.homes import newest
from tests.stories.landed import VERSIONS, Landed, is_told_to_its_end, landed, stands_open


@pytest.fixture(scope="module", params=VERSIONS)
def left(request: pytest.FixtureRequest) -> Landed:
    """What an earlier version left behind."""
    return landed(str(request.param))


@pytest.fixture(scope="module")
def upgraded(left: Landed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its database, upgraded."""
    path = tmp_path_factory.mktemp("upgraded") / "desk.db"
    left.opens(path)
    return path


@asynccontextmanager
async def desk_of(upgraded: Path, left: Landed) -> AsyncIterator[Desk]:
    """A desk of now over a copy of that database."""
    copy = upgraded.with_suffix(".copy")
    shutil.copyfile(upgraded, copy)
    async with opened(f"sqlite:///{copy}") as database:
        desk = Desk(database)
        desk.now = left.moment
        yield desk


def test_every_button_that_was_sent_is_still_known(left: Landed) -> None:
    unknown = []
    for _, code in left.codes:
        try:
            read_button(code, HOUSE.buttons)
        except ValueError:
            unknown.append(code)

    assert len(left.codes) > 300
    assert unknown == []


async def test_every_button_that_was_sent_is_answered_in_words(left: Landed, upgraded: Path) -> None:
    async with desk_of(upgraded, left) as desk:
        for chat_id, code in left.codes:
            await presses(desk, who_is(chat_id), code)
        await desk.reads_everything()


async def test_every_form_that_stood_open_is_told_to_its_end(left: Landed, upgraded: Path) -> None:
    unfinished = []
    for kept in left.drafts:
        async with desk_of(upgraded, left) as desk:
            if not await is_told_to_its_end(desk, await stands_open(desk, kept)):
                unfinished.append((kept["form"], kept["step"]))
            await desk.reads_everything()

    assert unfinished == [], unfinished


async def test_a_visit_that_was_half_told_is_recorded_as_it_was_told(left: Landed, upgraded: Path) -> None:
    kept = next(one for one in left.drafts if one["answers"].get("levels") == "gbggg")

    async with desk_of(upgraded, left) as desk:
        who = await stands_open(desk, kept)
        assert await is_told_to_its_end(desk, who)

        [visit, *_] = await newest(desk, 1)
        assert visit.findings["housing"] == Finding(FindingLevel.BAD, "好的，这几天就办")
        assert visit.findings["income"] == Finding(FindingLevel.GOOD)
