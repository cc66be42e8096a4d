"""What is said about a broadcast: the message, the card of its author, the question to a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.actions.ports import Work
from desk.domain.broadcasts import Audience, Broadcast, BroadcastState, Tally, minutes_for
from desk.domain.deadlines import after_quiet, is_quiet
from desk.domain.messages import Button, Json, Keyboard, Lane, Message, Rows
from desk.domain.people import Person, Staff

# What the author may do with it then, beside looking at whom it did not reach.
_VERBS: Final[Mapping[BroadcastState, tuple[str, ...]]] = {
    BroadcastState.COMPOSED: ("send", "stop"),
    BroadcastState.ASKED: ("stop",),
    BroadcastState.RUNNING: ("pause", "stop"),
    BroadcastState.PAUSED: ("resume", "stop"),
}


def notice_message(work: Work, broadcast: Broadcast, key: str, to: Person | Staff) -> Message:
    """The broadcast as every recipient sees it, to one chat at once: a read-back."""
    return Message(
        key=key,
        chat_id=to.user_id or 0,
        template="broadcast.message",
        arguments={"office": _office(work, broadcast), "text": broadcast.text},
        rows=_under(broadcast),
        keyboard=Keyboard.INLINE,
        language=to.language,
        file_id=broadcast.file_id,
        file_kind=broadcast.file_kind,
    )


def _under(broadcast: Broadcast) -> Rows:
    """Officials are told what belongs to their work; they cannot unsubscribe from that."""
    read = Button("broadcast.button.read", f"b:{broadcast.id}:read")
    if broadcast.recipients.audience is not Audience.RESIDENTS:
        return ((read,),)
    return ((read, Button("broadcast.button.off", f"b:{broadcast.id}:off")),)


def _office(work: Work, broadcast: Broadcast) -> str:
    return work.areas.path(broadcast.office_code)


async def say_card(work: Work, broadcast: Broadcast, tally: Tally) -> None:
    """Bring the author's card to where the broadcast stands; the same standing is said once."""
    author = await work.people.get(broadcast.author_id)
    first = f"notice:{broadcast.id}"
    composed = broadcast.state is BroadcastState.COMPOSED
    told = (tally.sent, tally.failed, tally.blocked, tally.held, tally.dropped, tally.read, broadcast.spread)
    stamp = ".".join(str(int(one)) for one in (broadcast.version, *told))
    await work.outbox.say(
        Message(
            key=first if composed else f"{first}:{stamp}",
            chat_id=author.user_id,
            template="broadcast.card",
            arguments=card_words(work, broadcast, tally),
            rows=_rows(broadcast, tally),
            keyboard=Keyboard.INLINE,
            lane=Lane.WAITING if composed else Lane.CARD,
            language=author.language,
            edits="" if composed else first,
        )
    )


def card_words(work: Work, broadcast: Broadcast, tally: Tally) -> dict[str, Json]:
    """What a card shows."""
    quiet = is_quiet(work.now, work.rules)
    return {
        "state": broadcast.state.value,
        "place": work.areas.path(broadcast.recipients.area_code),
        "audience": broadcast.recipients.audience.value,
        "count": broadcast.count,
        "minutes": minutes_for(broadcast.count),
        "second": broadcast.count > work.rules.handling.broadcast_second_person,
        "starts_at": after_quiet(work.now, work.rules).isoformat() if quiet else "",
        "spread": broadcast.spread,
        "sent": tally.sent,
        "waiting": tally.waiting,
        "failed": tally.failed,
        "blocked": tally.blocked,
        "held": tally.held,
        "dropped": tally.dropped,
        "read": tally.read,
    }


def _rows(broadcast: Broadcast, tally: Tally) -> Rows:
    verbs = [
        Button(f"broadcast.button.{verb}", f"b:{broadcast.id}:{verb}")
        for verb in _VERBS.get(broadcast.state, ())
    ]
    missed = Button("broadcast.button.missed", f"b:{broadcast.id}:missed")
    rows: list[tuple[Button, ...]] = [tuple(verbs)] if verbs else []
    if tally.failed or tally.blocked or tally.held:
        rows.append((missed,))
    return tuple(rows)


async def ask_second(work: Work, broadcast: Broadcast, author: str, others: Sequence[Staff]) -> None:
    """Show each of them the message as it will look, and ask."""
    words = {**card_words(work, broadcast, Tally()), "author": author}
    rows: Rows = (
        (
            Button("broadcast.button.yes", f"b:{broadcast.id}:yes"),
            Button("broadcast.button.no", f"b:{broadcast.id}:no"),
        ),
    )
    for other in others:
        key = ask_key(broadcast.id, other)
        await work.outbox.say(notice_message(work, broadcast, f"{key}:shown", other))
        await work.outbox.say(
            Message(
                key=key,
                chat_id=other.user_id or 0,
                template="broadcast.ask_second",
                arguments=words,
                rows=rows,
                keyboard=Keyboard.INLINE,
                lane=Lane.CARD,
                language=other.language,
            )
        )


def ask_key(broadcast_id: int, other: Staff) -> str:
    """The business key of the question to one second person."""
    return f"notice_ask:{broadcast_id}:{other.id}"
