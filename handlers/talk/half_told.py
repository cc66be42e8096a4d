"""A story half told is not thrown away for another form."""

from __future__ import annotations

from handlers.talk.forms import ask_again
from handlers.talk.turn import Handler, Turn


def unless_half_told(handler: Handler) -> Handler:
    """The handler, but for whoever is in the middle of a story: their question is asked once more."""

    async def guarded(turn: Turn) -> None:
        draft, forms = turn.draft, turn.house.forms
        if draft is None or not (draft.has_story or draft.alarmed) or draft.form not in forms:
            await handler(turn)
            return
        turn.notice()
        await ask_again(turn, forms[draft.form], "form.still_open")

    return guarded


def half_told(turn: Turn) -> bool:
    """Whether somebody's story is half told in this chat, which a form would throw away: they are told so."""
    if turn.draft is None or not turn.draft.has_story:
        return False
    turn.notice("task.finish_first", alert=True)
    return True
