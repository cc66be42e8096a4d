"""What goes with a message about a case: files, albums, places, cards, each as what it is.

The message that they belong to comes after them, so that its buttons are at the bottom; it waits for them,
though not for long, and not at all when there is danger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desk.domain.cases.case import Case
from desk.domain.talk.messages import Button, Json, Keyboard, Lane, Message
from desk.domain.talk.pieces import NAMELESS, Piece, carried, goes_apart, in_albums
from desk.ports.work import Work

MOST: Final = 20  # pieces that go with one message; those before them are a press away
WAITS: Final = timedelta(seconds=10)  # a message waits for what goes before it
EARLIER: Final = "files"  # the wish for what did not go with a card, with how many did
_LEAST_LIVE: Final = 60  # seconds that a living place must have left to be sent as one
_MOST_LIVE: Final = 86_400


async def say_with_pieces(
    work: Work, case: Case, message: Message, pieces: Iterable[tuple[int, Piece]], *, waits: bool = True
) -> None:
    """Say a message about a case and what goes with it; numbers tell the pieces of one message apart."""
    apart = [(number, piece) for number, piece in pieces if goes_apart(piece)]
    behind = attachments(case, message, apart[-MOST:], work.now)
    held = work.now + WAITS if behind and waits else None
    await work.outbox.say(replace(message, not_before=held) if held else message)
    for one in behind:
        await work.outbox.say(one)
    if len(apart) > MOST:
        await work.outbox.say(_left_out(case, message, f"{message.key}:earlier"))


async def say_earlier_pieces(work: Work, case: Case, message: Message, skip: int) -> None:
    """Say what went before so many pieces of a case, and how to see what went before that."""
    words = await work.cases.files(case.id, skip, MOST)
    pieces = [(number, word.body) for number, word in enumerate(words, start=1)]
    for one in (message, *attachments(case, message, pieces, work.now)):
        await work.outbox.say(one)
    if len(words) == MOST:
        await work.outbox.say(_left_out(case, message, f"{message.key}:earlier", skip + MOST))


def _left_out(case: Case, message: Message, key: str, skip: int = MOST) -> Message:
    """Of very many files only the newest go with a card: the others can be asked for."""
    return Message(
        key=key,
        chat_id=message.chat_id,
        template="task.earlier",
        arguments={"number": case.number},
        rows=((Button("task.earlier_files", f"c:{case.id}:{EARLIER}{skip}"),),),
        keyboard=Keyboard.INLINE,
        lane=Lane.CARD,
        language=message.language,
        case_id=case.id,
        silent=message.silent,
    )


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
