"""A button that is pressed twice does what it does once: the second press changes nothing for anybody."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from desk.domain.cases.case import Act
from desk.domain.staff.staffing import StaffAct
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import StepKind, picks_of
from desk.domain.talk.listed import with_lists
from handlers.rooms import HOUSE
from tests.databases import opened
from tests.deskside import Desk, rules, texts
from tests.handlers.busy import Shown, a_busy_county, who_is
from tests.handlers.forging import difference, kept, presses
from tests.village import OFFICIALS, Character

_TRIES = 8
_DONE = "SELECT count(*) AS n FROM ledger WHERE act <> 'view'"
_ACTS = "SELECT DISTINCT act FROM ledger WHERE id > :since"
_LAST = "SELECT coalesce(max(id), 0) AS n FROM ledger"
# What buttons do, at once or at the end of the form that they open.
BY_BUTTON = {
    *(Act.ACCEPT, Act.VISIT, Act.REPLY, Act.TAKE, Act.RETURN, Act.TRANSFER, Act.PASS_UP, Act.DISPUTE),
    *(Act.JOIN, Act.HELP, Act.COMMENT, Act.FOUND, Act.MERGE, Act.DECLINE, Act.REVIEW, Act.REDIRECT),
    *(Act.ASK_MATERIAL, Act.RESUME, Act.ASK_EXTENSION, Act.GRANT, Act.REFUSE, Act.VERIFY, Act.SEND_BACK),
    *(Act.CALL_HELP, Act.SUPERVISE, Act.RECEIVE, Act.RECTIFY, Act.INSPECT, Act.ISSUE),
    *(Act.ADD, Act.URGE, Act.WITHDRAW, Act.RATE, Act.REOPEN, Act.SUBMIT, "answer_alarm"),
    *(StaffAct.AGREE, StaffAct.DISAGREE, StaffAct.ON_LEAVE, StaffAct.BACK),
}


async def number(desk: Desk, sql: str) -> int:
    async with desk.database.reading() as connection:
        row = await connection.fetch_one(sql)
    return 0 if row is None else int(row["n"])


async def twice(desk: Desk, who: Character, code: str) -> None:
    """Press it; if that did anything, a second press does nothing more, to anybody."""
    before = await number(desk, _DONE)
    await presses(desk, who, code)
    once = await number(desk, _DONE)
    if once == before:
        return
    rows = await kept(desk, who, looks=True)
    await presses(desk, who, code)
    assert difference(rows, await kept(desk, who, looks=True)) == {}, (who.name, code)


async def open_form(desk: Desk, chat_id: int) -> Draft | None:
    async with desk.work() as work:
        return await work.drafts.find(chat_id)


async def goes_through(desk: Desk, who: Character, random: Random) -> None:
    """Answer whatever is asked now in this chat, each button twice, to the end or until it is enough."""
    for _ in range(10):
        draft = await open_form(desk, who.user_id)
        if draft is None or draft.form not in HOUSE.forms:
            return
        desk.wait(seconds=1)
        step = with_lists(HOUSE.forms[draft.form], rules().lists).step(draft.step)
        choices = [*step.options, *picks_of(step, draft.answers)]
        if choices:
            await twice(desk, who, f"f:{draft.question}:{random.choice(choices)}")
        elif step.kind is StepKind.PLACE:
            await desk.types(who, "九里夼村")
        else:
            await desk.types(who, "好的，这几天就办")
            await desk.types(who, texts().label("zh_CN", "menu.button.finished"))
    await desk.types(who, "/cancel")


def by_verb(shown: Sequence[Shown]) -> Mapping[str, Sequence[Shown]]:
    """Buttons that do the same, those shown last first."""
    found: dict[str, list[Shown]] = {}
    for one in reversed(shown):
        family, *parts = one.code.split(":")
        found.setdefault(f"{family}:{parts[0 if family in 'qm' else -1]}", []).append(one)
    return found


async def pressed_until_done(desk: Desk, buttons: Sequence[Shown]) -> None:
    """Those to whom these were shown press them, twice each, and go on, until one did anything."""
    before, random = await number(desk, _DONE), Random(0)
    for one in buttons[:_TRIES]:
        desk.wait(seconds=1)
        who, asked = who_is(one.chat_id), await open_form(desk, one.chat_id)
        await twice(desk, who, one.code)
        if asked != await open_form(desk, one.chat_id):
            await goes_through(desk, who, random)
        if await number(desk, _DONE) > before:
            return


async def acts_since(desk: Desk, since: int) -> set[str]:
    async with desk.database.reading() as connection:
        return {row["act"] for row in await connection.fetch_all(_ACTS, {"since": since})}


@asynccontextmanager
async def copied(path: Path, moment: datetime) -> AsyncIterator[Desk]:
    """The same county once more, at this moment."""
    copy = path.with_suffix(".copy")
    shutil.copyfile(path, copy)
    async with opened(f"sqlite:///{copy}") as database:
        desk = Desk(database)
        desk.now = moment
        yield desk


async def test_whatever_is_pressed_twice_is_done_once(sqlite_template: Path, tmp_path: Path) -> None:
    path, done = tmp_path / "county.db", set[str]()
    shutil.copyfile(sqlite_template, path)
    async with opened(f"sqlite:///{path}") as database:
        desk = Desk(database)
        await desk.settle(*OFFICIALS)
        shown = await a_busy_county(desk)
        since, moment = await number(desk, _LAST), desk.now

    for buttons in by_verb(shown).values():
        async with copied(path, moment) as desk:
            await pressed_until_done(desk, buttons)
            done |= await acts_since(desk, since)

    assert BY_BUTTON - done == set()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
async def test_so_it_is_on_the_other_database(desk: Desk) -> None:
    shown = by_verb(await a_busy_county(desk))
    since = await number(desk, _LAST)

    for verb in ("grant", "resume", "verify", "return", "supervision", "mostly", "yes", "accept", "review"):
        for one in [button for key in shown if key.endswith(f":{verb}") for button in shown[key]]:
            await twice(desk, who_is(one.chat_id), one.code)

    done = await acts_since(desk, since)
    assert done >= {Act.GRANT, Act.RESUME, Act.VERIFY, Act.RETURN, Act.ACCEPT, Act.RECEIVE, Act.RATE, "agree"}
