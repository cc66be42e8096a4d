"""A county of its own for every life that is tried out, and short ways to act in it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from desk.actions.cases.door import Refusal
from desk.domain.cases.case import Case
from desk.domain.people.people import Person
from desk.ports.work import Work
from storage.engine.opening import open_database
from tests.deskside import Desk
from tests.village import Character


class Living(RuleBasedStateMachine):
    """Cases by their rows, and one transaction for everything that somebody does."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = Path(tempfile.mkdtemp())
        self._ids: list[int] = []
        self._versions: dict[int, int] = {}

    def _open(self) -> None:
        path = self._folder / "desk.db"
        shutil.copyfile(self.template, path)
        self.desk = Desk(self._do(open_database(f"sqlite:///{path}")))

    def teardown(self) -> None:
        """Whatever was said can be read, in both languages."""
        if hasattr(self, "desk"):
            for told in self._do(self.desk.outbox()):
                assert told.text or not told.template
            self._do(self.desk.database.close())
        self._runner.close()
        shutil.rmtree(self._folder)

    def _any(self, data: st.DataObject) -> Case:
        number = data.draw(st.sampled_from(self._ids))
        return next(case for case in self._cases() if case.id == number)

    def _cases(self) -> list[Case]:
        async def read() -> list[Case]:
            async with self.desk.work() as work:
                found = [await work.cases.find(number) for number in self._ids]
            return [case for case in found if case is not None]

        return self._do(read())

    def _act(self, who: Character, act: Callable[[Work, Person], Awaitable[Any]]) -> Any:
        """One transaction; a refusal changes no case."""

        async def go() -> Any:
            person = await self.desk.person(who)
            async with self.desk.work() as work:
                before = [await work.cases.find(number) for number in self._ids]
                result = await act(work, person)
                if isinstance(result, Refusal):
                    assert [await work.cases.find(number) for number in self._ids] == before
            return result

        return self._do(go())

    def _do(self, work: Any) -> Any:
        return self._runner.run(_awaited(work))


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work
