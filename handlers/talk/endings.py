"""Where a form ends: its answers are read once, into one typed value, and that is what goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from desk.domain.talk.drafts import Draft
from desk.domain.talk.reading import Unanswered, read
from handlers.talk.forms import ask, begin_draft, form_here, keep, opened
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Ending, Turn

Told = TypeVar("Told")


def ends(told: type[Told], finish: Callable[[Turn, Told], Awaitable[None]]) -> Ending:
    """The ending of a form that tells this."""

    async def end(turn: Turn, draft: Draft) -> None:
        found = await told_in(turn, draft, told)
        if found is not None:
            await finish(turn, found)

    return end


async def told_in(turn: Turn, draft: Draft, told: type[Told]) -> Told | None:
    """What a form told; None when a question had to be asked again, since its answer fits no more."""
    found = read(told, draft.answers)
    if not isinstance(found, Unanswered):
        return found
    form = form_here(turn, draft.form)
    if form is None or all(step.name != found.name for step in form.steps):
        await say_with_menu(turn, "form.gone")
        return None
    known = {name: value for name, value in draft.answers.items() if name != found.name}
    await begin_draft(turn, form, known)
    await keep(turn, replace(opened(turn), step=found.name))
    await ask(turn, form, "form.again")
    return None
