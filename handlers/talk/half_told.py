"""A story half told is not thrown away for another form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.all_forms import FORMS
from handlers.talk.forms import ask_again
from handlers.talk.turn import Turn

Handler = Callable[[Turn], Awaitable[None]]


def unless_half_told(handler: Handler) -> Handler:
    """The handler, but for whoever is in the middle of a story: their question is asked once more."""

    async def guarded(turn: Turn) -> None:
        draft = turn.draft
        if draft is None or not (draft.has_story or draft.alarmed) or draft.form not in FORMS:
            await handler(turn)
            return
        turn.notice()
        await ask_again(turn, FORMS[draft.form], "form.still_open")

    return guarded
