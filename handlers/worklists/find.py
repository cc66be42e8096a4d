"""/find: looking for a case by number, name, village or telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.actions.worklists.queue import line_arguments
from desk.actions.worklists.search import A_LIST, SearchResult, find_cases
from desk.domain.cases.case import Case
from desk.domain.people.people import Staff
from desk.domain.talk.messages import Button, Json, Keyboard, in_rows
from desk.domain.worklists.forms import FIND, CaseSought
from desk.domain.worklists.queue import QueueLine
from handlers.talk.endings import ends
from handlers.talk.looking import look_or_ask, shown
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn


async def find(turn: Turn) -> None:
    """What follows the command is looked for; without anything it is asked what to look for."""
    await look_or_ask(turn, FIND, _look)


async def finish_find(turn: Turn, told: CaseSought) -> None:
    """Look for what was said; a voice or a photo finds nothing."""
    await _look(turn, told.word)


async def _look(turn: Turn, words: str) -> None:
    found = await find_cases(turn.work, turn.person, words)
    wanted = shown(words)
    if found is None:
        await say_with_menu(turn, "desk.officials_only")
    elif not found.cases:
        await say_with_menu(turn, "find.nothing", wanted=wanted)
    else:
        await say_with_menu(turn, "find.done", wanted=wanted)
        await _list(turn, found)


async def _list(turn: Turn, found: SearchResult) -> None:
    items: list[Json] = [await _line(turn, found.reader, case) for case in found.cases]
    buttons = [Button("desk.open", f"m:card:{case.id}", {"n": n}) for n, case in enumerate(found.cases, 1)]
    arguments: dict[str, Json] = {"items": items, "more": found.more, "most": A_LIST}
    await turn.say("find.list", arguments, in_rows(buttons), Keyboard.INLINE)


async def _line(turn: Turn, reader: Staff, case: Case) -> dict[str, Json]:
    owner = None if case.told_staff_id is None else await turn.work.staff.find(case.told_staff_id)
    return line_arguments(turn.work, QueueLine(case, "" if owner is None else owner.name), reader)


ENDINGS: Final[Mapping[str, Ending]] = {FIND.name: ends(CaseSought, finish_find)}
