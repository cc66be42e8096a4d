"""Lists and cards of sweeps are one message that is edited from press to press."""

from __future__ import annotations

from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form
from desk.domain.talk.messages import Json, Keyboard, Message, Rows
from handlers.talk.forms import open_form
from handlers.talk.turn import Turn


async def say_sweep(turn: Turn, template: str, arguments: dict[str, Json], rows: Rows, first: str) -> None:
    """Put a list or card into the message that the update `first` asked for; empty: a new one."""
    turn.notice()
    stamp, chat_id = turn.said.stamp, turn.said.chat_id
    await turn.work.outbox.say(
        Message(
            key=f"sweep:{chat_id}:{stamp}",
            chat_id=chat_id,
            template=template,
            arguments=arguments,
            rows=tuple(row for row in rows if row),
            keyboard=Keyboard.INLINE,
            language=turn.person.language,
            edits=f"sweep:{chat_id}:{first}" if first and first != stamp else "",
            talk=True,
        )
    )


def shown_by(turn: Turn, first: str) -> str:
    """The update whose message later presses edit."""
    return first or turn.said.stamp


async def ask_in_words(turn: Turn, form: Form, draft: Draft) -> None:
    """A voice or a photo has no place beside a tick: the question is asked once more."""
    await turn.say("sweep.in_words")
    known = {name: value for name, value in draft.answers.items() if name != "words"}
    await open_form(turn, form, known)
