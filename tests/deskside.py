"""The desk in one process for tests: a real database, a fixed clock, and everything that was said to whom."""

from __future__ import annotations

import atexit
import dataclasses
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.policy.library import PolicyShelf, region_of
from bot.process.wiring import voice_of
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.villages import Villages, spoken
from bot.words import Texts
from desk.domain.county.rules import Rules
from desk.domain.people.people import Person, Staff
from desk.domain.talk.drafts import Draft
from desk.domain.talk.said import Said, SaidKind
from desk.ports.work import Work
from handlers.router import Router
from handlers.talk.turn import Answer
from hearing.own import listener_of
from policy.shelf import Shelf
from storage.engine.database import Database
from storage.engine.seal import KEY_BYTES, Seal
from storage.mail.claims import Claims, Content, Ready
from storage.mail.opening import opened
from storage.staff.staff import NewPost, StaffRows
from storage.work import Shared, open_work
from tests.village import AREAS, MONDAY, OFFICIALS, RESIDENT, VILLAGE, Character, settle_village

SEAL = Seal({1: b"1" * KEY_BYTES}, 1, b"2" * KEY_BYTES)


@cache
def texts() -> Texts:
    """The words of the product, read once."""
    return texts_of(rules())


@cache
def rules() -> Rules:
    """The rules of the product, read once."""
    return load_rules("default")


@cache
def library() -> PolicyShelf:
    """The policy library of the product, read once; what is written down goes to a folder of this run."""
    folder = Path(tempfile.mkdtemp(prefix="bangfu-policy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return PolicyShelf(Shelf(folder), region_of(AREAS))


def own_library(folder: Path) -> PolicyShelf:
    """A library in a folder of its own; its index need not be built again."""
    library().load()
    shutil.copytree(library().shelf.index, folder / "index")
    return PolicyShelf(Shelf(folder), region_of(AREAS))


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the outbox, as its reader will see it."""

    row: Ready
    content: Content

    @property
    def key(self) -> str:
        """Its business key."""
        return self.row.key

    @property
    def template(self) -> str:
        """Its text key."""
        return self.row.template

    @property
    def file_id(self) -> str:
        """The first file that goes with it, if any."""
        return self.content.file_id or next(
            (str(piece.get("file_id", "")) for piece in self.content.pieces), ""
        )

    @property
    def file_kind(self) -> str:
        """How that file is sent."""
        return self.content.file_kind or next((str(piece["kind"]) for piece in self.content.pieces), "")

    @property
    def text(self) -> str:
        """Its words."""
        if not self.row.template:
            return ""
        return texts().render(self.row.language, self.row.template, self.content.arguments)

    @property
    def buttons(self) -> dict[str, str]:
        """Codes by label, in the order shown."""
        label = texts().label
        return {
            label(self.row.language, one["label"], one.get("arguments")): one.get("code", "")
            for row in self.content.rows
            for one in row
        }


class Desk:
    """The desk of one county. `now` may be moved; it never moves by itself."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = MONDAY.astimezone(UTC)  # as the clock of the process gives it
        self.shared = Shared(
            rules(), spoken(AREAS), Villages(AREAS, ()), SEAL, library(), hearing=listener_of(None)
        )
        self._route = Router(voice_of(texts()), lambda: "bangfu_bot")
        self._updates = 0

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """One transaction at this moment."""
        async with self.database.transaction() as connection:
            yield open_work(connection, self.now, self.shared)

    def wait(self, **span: float) -> datetime:
        """Let time pass, for instance `desk.wait(hours=3)`."""
        self.now += timedelta(**span)
        return self.now

    async def settle(self, *joined: Character) -> None:
        """Set the county up, or again; these officials have claimed their invitations."""
        async with self.database.transaction() as connection:
            ids = await settle_village(connection, SEAL, self.now)
        for official in joined:
            person = await self.person(official)
            async with self.work() as work:
                await work.staff.bind(ids[official.name], person.id)

    async def appoint(self, *officials: Character) -> None:
        """Give these officials their posts as well; they have joined."""
        for official in officials:
            person = await self.person(official)
            async with self.database.transaction() as connection:
                rows = StaffRows(connection, SEAL, self.now)
                staff_id = await rows.add(official.name, official.phone)
                department = official.department or None
                await rows.add_post(NewPost(official.role, official.area, staff_id, department=department))
                await rows.bind(staff_id, person.id)

    async def send_on_leave(self, who: Character, days: int, deputy: Character | None = None) -> None:
        """They are away from now on for so many days."""
        staff = await self.official(who)
        acting = None if deputy is None else (await self.official(deputy)).id
        values = {
            "staff_id": staff.id,
            "deputy_id": acting,
            "now": self.now,
            "until": self.now + timedelta(days=days),
        }
        async with self.database.transaction() as connection:
            await connection.execute(_LEAVE, values)

    async def person(self, who: Character = RESIDENT, **known: Any) -> Person:
        """The person, made known to the desk if need be, with these facts."""
        async with self.work() as work:
            person = await work.people.find_by_user(who.user_id)
            person = person or await work.people.add(who.user_id, who.name, who.language)
            if known:
                person = dataclasses.replace(person, **known)
                await work.people.save(person)
            return person

    async def resident(self, who: Character = RESIDENT, area: str | None = VILLAGE) -> Person:
        """A resident who has consented, with phone and village."""
        agreed = {"consented_at": self.now, "consent_version": rules().consent_version}
        person = await self.person(who, area_code=area, **agreed)
        async with self.work() as work:
            return await work.people.verify(person, who.phone)

    async def draft(self, who: Character = RESIDENT) -> Draft | None:
        """The half-finished form of this person, with its whole story among the answers."""
        async with self.work() as work:
            draft = await work.drafts.find(who.user_id)
            return None if draft is None else await work.drafts.whole(draft)

    async def official(self, who: Character) -> Staff:
        """The entry of the staff list."""
        async with self.work() as work:
            found = await work.staff.find_by_phone(who.phone)
        assert found is not None
        return found

    def said(self, who: Character, kind: SaidKind = SaidKind.TEXT, **said: Any) -> Said:
        """The next update from this person, which goes nowhere yet."""
        self._updates += 1
        return Said(
            update_id=self._updates,
            user_id=who.user_id,
            kind=kind,
            name=who.name,
            language=who.language,
            **{"chat_id": who.user_id, "at": self.now, "message_id": self._updates, **said},
        )

    async def hears(self, who: Character, kind: SaidKind = SaidKind.TEXT, **said: Any) -> Sequence[Answer]:
        """One update from this person through the router; returns what pressed buttons answer."""
        update = self.said(who, kind, **said)
        async with self.work() as work:
            return await self._route(work, update)

    async def types(self, who: Character, text: str) -> None:
        """A text message, or a command with what follows it."""
        if text.startswith("/"):
            command, _, payload = text[1:].partition(" ")
            await self.hears(who, SaidKind.COMMAND, command=command, payload=payload, text=text)
        else:
            await self.hears(who, text=text)

    async def presses(self, who: Character, label: str) -> Sequence[Answer]:
        """The newest button with this label among all that the person was shown, inline or large."""
        for message in reversed(await self.told(who)):
            for shown, code in message.buttons.items():
                if label in shown and code:
                    return await self.presses_code(who, code)
                if label in shown:
                    return await self.hears(who, text=shown)
        raise AssertionError(f"{who.name} was shown no button {label!r}")

    async def presses_code(self, who: Character, code: str) -> Sequence[Answer]:
        """A button by what it carries: forged, of yesterday, or pressed twice."""
        return await self.hears(who, SaidKind.PRESS, data=code, query_id=str(self._updates + 1))

    async def told(self, who: Character) -> list[Told]:
        """Everything said to this person so far and not sent, oldest first; edits are messages too."""
        return [message for message in await self.outbox() if message.row.chat_id == who.user_id]

    async def reads_everything(self) -> None:
        """Render whatever was said to anybody: a text that cannot be rendered is silence to its reader."""
        for told in await self.outbox():
            assert told.text or told.file_id or told.content.pieces, told.template
            assert all(told.buttons) or not told.content.rows
            assert all(len(code.encode()) <= 64 for code in told.buttons.values())

    async def last_told(self, who: Character) -> Told:
        """The newest of `told`."""
        told = await self.told(who)
        assert told, f"{who.name} was told nothing"
        return told[-1]

    async def file_of(self, told: Told) -> bytes:
        """The file that is kept beside a message."""
        return (await opened(self.database, SEAL, told.row)).file

    async def outbox(self) -> list[Told]:
        """Everything that waits, whenever it may go, oldest first."""
        async with self.database.transaction() as connection:
            rows = await connection.fetch_all(_WAITING)
            claims = Claims(connection, SEAL)
            ready = [_ready(row) for row in rows]
            return [Told(row, claims.open(row)) for row in ready]


_WAITING = """
SELECT id, key, chat_id, lane, method, template, language, arguments, attempts, unsure, not_before, target_id,
 ahead_id, case_id
FROM outbox WHERE state = 'waiting' ORDER BY id
"""
_LEAVE = """
INSERT INTO leaves (staff_id, from_at, until_at, deputy_id, asked_at)
VALUES (:staff_id, :now, :until, :deputy_id, :now)
"""


def _ready(row: Any) -> Ready:
    values = dict(row)
    values["sealed"] = values.pop("arguments")
    values["not_before"] = datetime.fromisoformat(str(values["not_before"]))
    return Ready(**values)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A county in which every official has joined, on a Monday at nine."""
    desk = Desk(database)
    await desk.settle(*OFFICIALS)
    yield desk
    await desk.reads_everything()


@pytest.fixture
async def empty_desk(database: Database) -> AsyncIterator[Desk]:
    """A county whose officials are listed and have not joined."""
    desk = Desk(database)
    await desk.settle()
    yield desk
    await desk.reads_everything()
