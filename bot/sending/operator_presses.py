"""The buttons in the operator's chat: what becomes of receipts and cards that were given up.

They belong to the process and not to the desk, and act on no case. Whoever is not in the operator's chat and
sends such a code is told what any forged button tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from desk.domain.talk.messages import Button, Rows
from desk.domain.talk.said import Said, SaidKind
from handlers.talk.turn import Answer
from storage.engine.database import Connection
from storage.mail.repeats import Repeats

_AGAIN, _LEAVE = "u:again", "u:leave"
GIVEN_UP_ROWS: Final[Rows] = (
    (Button("operator.button.again", _AGAIN), Button("operator.button.leave", _LEAVE)),
)


def is_operators(said: Said, operator_chat: int | None) -> bool:
    """Whether a button of the operator's was pressed where these may be."""
    known = said.kind is SaidKind.PRESS and said.data in {_AGAIN, _LEAVE}
    return known and operator_chat is not None and said.chat_id == operator_chat


async def press_operators(connection: Connection, said: Said, now: datetime) -> Sequence[Answer]:
    """Say everything again that was given up and is still true, or leave it; a second press finds nothing."""
    repeats = Repeats(connection)
    if said.data == _AGAIN:
        done, what = await repeats.say_again(now), "again"
    else:
        done, what = await repeats.leave(), "left"
    template = f"operator.{what}" if done else "operator.nothing_given_up"
    return [Answer(said.query_id, template, said.language, {"count": done}, alert=True)]
