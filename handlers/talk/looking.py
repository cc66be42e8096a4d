"""Officials look something up by a word: what follows the command, or what they are asked for."""

from __future__ import annotations

from desk.actions.cases.officials import official_of
from desk.domain.talk.forms import Form
from handlers.talk.forms import open_form
from handlers.talk.half_told import half_told
from handlers.talk.menu import say_with_menu
from handlers.talk.turn import Turn


async def ask_for_word(turn: Turn, form: Form) -> None:
    """Ask what to look for. A story half told in this chat is not thrown away for that."""
    staff = await official_of(turn.work, turn.person)
    if staff is None:
        await say_with_menu(turn, "desk.officials_only")
    elif half_told(turn):
        await turn.say("task.finish_first")
    else:
        turn.notice()
        await open_form(turn, form, {})
