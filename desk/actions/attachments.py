"""What goes with a message about a case: files, albums, places, cards, each as what it is.

The message that they belong to comes after them, so that its buttons are at the bottom; it waits for them,
though not for long, and not at all when there is danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desk.actions.ports import Work
from desk.domain.cases import Case
from desk.domain.messages import Json, Message
from desk.domain.pieces import NAMELESS, Piece, carried, in_albums

WAITS: Final = timedelta(seconds=10)  # a message waits for what goes before it
_LEAST_LIVE: Final = 60  # seconds that a living place must have left to be sent as one
_MOST_LIVE: Final = 86_400


async def say_with_pieces(
    work: Work, case: Case, message: Message, pieces: Iterable[tuple[int, Piece]], *, waits: bool = True
) -> None:
    """Say a message about a case and what goes with it; numbers tell the pieces of one message apart."""
    behind = attachments(case, message, [*pieces], work.now)
    held = work.now + WAITS if behind and waits else None
    await work.outbox.say(replace(message, not_before=held) if held else message)
    for one in behind:
        await work.outbox.say(one)


def attachments(
    case: Case, message: Message, pieces: Sequence[tuple[int, Piece]], now: datetime
) -> Sequence[Message]:
    """What goes with a message, in the order sent; an album is one."""
    return [_attachment(case, message, album, now) for album in in_albums(pieces)]


def pin_of(message_id: Json) -> str:
    """The family of the copies of a place that moves."""
    return f"pin:{message_id}"


def _attachment(case: Case, message: Message, album: list[tuple[int, Piece]], now: datetime) -> Message:
    number, first = album[0]
    sent = tuple(_sent(piece, now) for _, piece in album)
    return Message(
        key=f"{message.key}:{number}",
        chat_id=message.chat_id,
        template="" if sent[0]["kind"] in NAMELESS else "task.attachment",
        arguments={"number": case.number},
        lane=message.lane,
        language=message.language,
        pieces=sent,
        case_id=case.id,
        card=pin_of(first.get("message_id")) if "live_period" in sent[0] else "",
        ahead_of=message.key,
        silent=message.silent,
    )


def _sent(piece: Piece, now: datetime) -> dict[str, Json]:
    until = piece.get("live_until")
    left = min(_MOST_LIVE, int(until - now.timestamp())) if isinstance(until, int | float) else 0
    return {**carried(piece), **({"live_period": left} if left >= _LEAST_LIVE else {})}
