"""What is said about a broadcast: the message, the card of its author, the question to a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk.actions.cases.unhurried import by_day
from desk.domain.broadcasts.broadcast import Broadcast, BroadcastState, DeliveryTally, Readers, minutes_for
from desk.domain.deadlines.deadlines import after_quiet, is_quiet
from desk.domain.people.people import Person, Staff
from desk.domain.talk.messages import Button, Json, Lane, Message, Rows, in_rows, message_to
from desk.ports.work import Work

# What the author may do with it then, beside looking at whom it did not reach.
_VERBS: Final[Mapping[BroadcastState, tuple[str, ...]]] = {
    BroadcastState.COMPOSED: ("send", "rewrite", "stop"),
    BroadcastState.ASKED: ("stop",),
    BroadcastState.RUNNING: ("pause", "stop"),
    BroadcastState.PAUSED: ("resume", "stop"),
}
_BEGUN: Final = {BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.DONE}
_ABREAST: Final = 2  # buttons, as a phone shows them whole
_RING_SHOWN: Final = 60  # characters of the notice, so that its reader knows which one is meant


def notice_message(work: Work, broadcast: Broadcast, key: str, to: Person | Staff) -> Message:
    """The broadcast as every recipient sees it, to one chat at once: a read-back."""
    message = message_to(
        to,
        key,
        "broadcast.message",
        {
            "office": _office(work, broadcast),
            "text": broadcast.text,
            "quoted": dict(broadcast.quoted),
        },
        _under(broadcast),
    )
    return replace(message, file_id=broadcast.file_id, file_kind=broadcast.file_kind, lane=Lane.WAITING)


def _under(broadcast: Broadcast) -> Rows:
    """Officials are told what belongs to their work; they cannot unsubscribe from that."""
    read = Button("broadcast.button.read", f"b:{broadcast.id}:read")
    if not broadcast.recipients.private:
        return ((read,),)
    return ((read, Button("broadcast.button.off", f"b:{broadcast.id}:off")),)


def _office(work: Work, broadcast: Broadcast) -> str:
    return f"{work.areas.path(broadcast.office_code)}{broadcast.department}"


async def say_card(work: Work, broadcast: Broadcast, tally: DeliveryTally, *, fresh: bool = False) -> None:
    """Bring the author's card to where the broadcast stands; the same standing is said once."""
    author = await work.people.get(broadcast.author_id)
    first = f"notice:{broadcast.id}"
    told = (
        broadcast.count,
        broadcast.counted is None,
        tally.sent,
        tally.failed,
        tally.blocked,
        tally.held,
        tally.dropped,
        tally.read,
        broadcast.spread,
    )
    stamp = ".".join(str(int(one)) for one in (broadcast.version, *told))
    message = message_to(
        author,
        first if fresh else f"{first}:{stamp}",
        "broadcast.card",
        broadcast_words(work, broadcast, tally),
        _rows(broadcast, tally),
    )
    lane = Lane.WAITING if broadcast.state is BroadcastState.COMPOSED else Lane.CARD
    await work.outbox.say(replace(message, edits="" if fresh else first, lane=lane))


def broadcast_words(work: Work, broadcast: Broadcast, tally: DeliveryTally) -> dict[str, Json]:
    """What a card shows."""
    quiet = is_quiet(work.now, work.rules)
    begins, minutes = after_quiet(work.now, work.rules), minutes_for(broadcast.count, work.pace)
    return {
        "state": broadcast.state.value,
        **_to(work, broadcast),
        "sheet": broadcast.sheet_title,
        "households": broadcast.quoted.get("households", 0),
        "count": broadcast.count,
        "counting": broadcast.counted is not None,
        "minutes": minutes,
        "overnight": is_quiet(begins + timedelta(minutes=minutes), work.rules),
        "second": broadcast.count > work.rules.handling.broadcast_second_person,
        "starts_at": begins.isoformat() if quiet else "",
        "spread": broadcast.spread,
        "sent": tally.sent,
        "waiting": tally.waiting,
        "failed": tally.failed,
        "blocked": tally.blocked,
        "held": tally.held,
        "dropped": tally.dropped,
        "read": tally.read,
    }


def _to(work: Work, broadcast: Broadcast) -> dict[str, Json]:
    """Where, and to whom there."""
    to = broadcast.recipients
    chosen = to.households
    return {
        "place": work.areas.path(to.area_code),
        "audience": to.audience.value,
        "chosen": "" if chosen is None or chosen.risk is not None else chosen.code,
        "risk": "" if chosen is None or chosen.risk is None else chosen.risk.value,
    }


def _rows(broadcast: Broadcast, tally: DeliveryTally) -> Rows:
    verbs = _VERBS.get(broadcast.state, ()) if broadcast.counted is None else ("stop",)
    own = [_button(broadcast, verb) for verb in verbs if verb != "rewrite" or not broadcast.sheet]
    rows = [*in_rows(own, _ABREAST)]
    if broadcast.state in _BEGUN:
        rows.append((_button(broadcast, "results"), _button(broadcast, "readers")))
    if tally.failed or tally.blocked or tally.held:
        rows.append((_button(broadcast, "missed"),))
    return tuple(rows)


def _button(broadcast: Broadcast, verb: str) -> Button:
    return Button(f"broadcast.button.{verb}", f"b:{broadcast.id}:{verb}")


async def say_ring(work: Work, broadcast: Broadcast, to: Staff, readers: Readers) -> None:
    """Tell a village's monitor that some have not read it; the list is behind the button, as it is then."""
    code = f"b:{broadcast.id}:unread:{readers.area_code}:0"
    message = message_to(
        to,
        f"notice_ring:{broadcast.id}:{readers.area_code}:{to.id}",
        "broadcast.ring",
        {
            "village": work.areas.path(readers.area_code),
            "text": (broadcast.sheet_title or broadcast.text)[:_RING_SHOWN],
            "sent": readers.sent,
            "unread": readers.sent - readers.read,
        },
        ((Button("broadcast.button.unread", code),),),
    )
    await work.outbox.say(by_day(work, message))


async def ask_second(work: Work, broadcast: Broadcast, author: str, others: Sequence[Staff]) -> None:
    """Show each of them the message as it will look, and ask."""
    words = {**broadcast_words(work, broadcast, DeliveryTally()), "author": author}
    rows: Rows = (
        (
            Button("broadcast.button.yes", f"b:{broadcast.id}:yes"),
            Button("broadcast.button.no", f"b:{broadcast.id}:no"),
        ),
    )
    for other in others:
        key = ask_key(broadcast.id, other)
        await work.outbox.say(notice_message(work, broadcast, f"{key}:shown", other))
        await work.outbox.say(message_to(other, key, "broadcast.ask_second", words, rows))


def ask_key(broadcast_id: int, other: Staff) -> str:
    """The business key of the question to one second person."""
    return f"notice_ask:{broadcast_id}:{other.id}"
