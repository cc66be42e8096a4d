"""Of two who do the same at the same moment one is told yes, in every room and on each database."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine.database import Database
from tests.deskside import Desk
from tests.storage.rivals import RIVALS, scene

# The docstring of a port says that a second one is told so.
PROMISES = re.compile(
    r"(False|None) when (somebody|it was (?!never)|it is not on|it has|there is one|that was"
    r"|the household has|its number|the key|nothing stood)|else False"
)
ELSEWHERE = {"SheetRepository.hand_over"}  # tests/stories/test_sheets.py: it needs a sheet that was sent


def promised(root: Path) -> Iterator[str]:
    """The methods of ports that promise it."""
    for path in (root / "desk" / "ports").rglob("*.py"):
        for kind in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(kind, ast.ClassDef):
                for method in kind.body:
                    if isinstance(method, ast.AsyncFunctionDef):
                        said = ast.get_docstring(method) or ""
                        if PROMISES.search(said) and not method.name.startswith("find"):
                            yield f"{kind.name}.{method.name}"


@pytest.mark.parametrize("promise", sorted(RIVALS))
async def test_of_two_at_the_same_moment_exactly_one_is_told_yes(database: Database, promise: str) -> None:
    desk = Desk(database)
    act = await RIVALS[promise](await scene(desk))

    async def tries(second: bool) -> bool:
        async with desk.work() as work:
            return bool(await act(work, second))

    told = await asyncio.gather(tries(False), tries(True))

    assert sorted(told) == [False, True]
    assert not await tries(not told[1])


def test_whatever_promises_it_is_tried(root: Path) -> None:
    assert set(promised(root)) - ELSEWHERE == set(RIVALS)
