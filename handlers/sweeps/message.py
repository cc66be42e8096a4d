"""Lists and cards of sweeps are one message that is edited from press to press."""

from __future__ import annotations

from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form
from desk.domain.talk.messages import Json, Rows
from handlers.talk.forms import open_form
from handlers.talk.turn import Turn


async def say_sweep(turn: Turn, template: str, arguments: dict[str, Json], rows: Rows, first: str) -> None:
    """Put a list or card into the message that the update `first` asked for; empty: a new one."""
    turn.notice()
    await turn.put("sweep", first, template, arguments, rows)


def shown_by(turn: Turn, first: str) -> str:
    """The update whose message later presses edit."""
    return first or turn.said.stamp


async def ask_in_words(turn: Turn, form: Form, draft: Draft) -> None:
    """A voice or a photo has no place beside a tick: the question is asked once more."""
    await turn.say("sweep.in_words")
    known = {name: value for name, value in draft.answers.items() if name != "words"}
    await open_form(turn, form, known)
