"""What forms about a case have in common: which case, what was written, and what is said at the end."""

from __future__ import annotations

from desk.actions.cases.door import Refusal
from desk.domain.cases.case import Case
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


async def say_done(turn: Turn, form: str, result: Case | Refusal) -> None:
    """Say that the form did what it was for, or why not."""
    if isinstance(result, Refusal):
        await say_with_menu(turn, result.template, **result.arguments)
    else:
        await say_with_menu(turn, f"{form}.done", number=result.number, kind=result.kind.value)
