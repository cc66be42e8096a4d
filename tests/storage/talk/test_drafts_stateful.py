"""Whatever order answers, drops and readings come in, a draft follows the first who knew its version."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.domain.talk.drafts import Draft
from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.engine.seal import Seal
from storage.talk.drafts import DraftRows
from tests.storage.cast import MONDAY, a_draft

CHATS = (1, -100)
T = TypeVar("T")
steps = st.sampled_from(["trouble", "story", "place", "confirm"])
chats = st.sampled_from(CHATS)


class Drafts(RuleBasedStateMachine):
    """The real rows beside a dictionary that remembers what was accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="bangfu-drafts-"))
        self.runner = asyncio.Runner()
        self.seal = Seal({1: b"k" * 32}, 1, b"i" * 32)
        self.kept: dict[int, Draft] = {}
        self.read: dict[int, Draft] = {}

    @initialize()
    def open(self) -> None:
        url = f"sqlite:///{self.folder / 'desk.db'}"
        migrate(url)
        self.database: Database = self.runner.run(open_database(url))

    @rule(chat=chats, step=steps)
    def begin(self, chat: int, step: str) -> None:
        draft = a_draft(chat, step=step)

        saved = self._do(lambda drafts: drafts.save(draft))

        assert saved == (chat not in self.kept)
        if saved:
            self.kept[chat] = draft

    @rule(chat=chats)
    def look(self, chat: int) -> None:
        found = self._do(lambda drafts: drafts.find(chat))
        if found is not None:
            self.read[chat] = found

    @precondition(lambda self: self.read)
    @rule(data=st.data(), step=steps)
    def answer_what_was_read(self, data: st.DataObject, step: str) -> None:
        """Somebody answers what they saw, however long ago that was."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]
        answered = a_draft(seen.chat_id, seen.version + 1, step=step, answers={"steps": [seen.step]})

        saved = self._do(lambda drafts: drafts.save(answered))

        kept = self.kept.get(seen.chat_id)
        assert saved == (kept is not None and kept.version == seen.version)
        if saved:
            self.kept[seen.chat_id] = answered

    @precondition(lambda self: self.read)
    @rule(data=st.data())
    def drop_what_was_read(self, data: st.DataObject) -> None:
        """Only what is still as it was read."""
        seen = self.read[data.draw(st.sampled_from(sorted(self.read)))]

        dropped = self._do(lambda drafts: drafts.drop(seen))

        kept = self.kept.get(seen.chat_id)
        assert dropped == (kept is not None and kept.version == seen.version)
        if dropped:
            del self.kept[seen.chat_id]

    @invariant()
    def rows_are_what_was_accepted(self) -> None:
        if hasattr(self, "database"):
            for chat in CHATS:
                assert self._do(lambda drafts, chat=chat: drafts.find(chat)) == self.kept.get(chat)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.runner.run(self.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def _do(self, act: Callable[[DraftRows], Awaitable[T]]) -> T:
        async def done() -> T:
            async with self.database.transaction() as connection:
                return await act(DraftRows(connection, self.seal, MONDAY))

        return self.runner.run(done())


Drafts.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestDrafts = Drafts.TestCase
