"""Writing down what became of messages, and telling those who must know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.sending.attached import ALBUM, METHODS, PLACED
from bot.sending.operator_presses import GIVEN_UP_ROWS
from bot.sending.verdicts import Verdict
from desk.domain.talk.messages import Json, Keyboard, Lane, Message
from storage.engine.database import Connection
from storage.engine.seal import Seal
from storage.mail.claims import Claims, Ready, SendOutcome
from storage.mail.health import given_up
from storage.mail.outbox import OutboxRows
from storage.mail.outbox_states import OutboxState
from storage.mail.repeats import Repeats

Unreachable = Callable[[Connection, int, datetime], Awaitable[None]]
Undelivered = Callable[[Connection, Ready, datetime], Awaitable[None]]
Moved = Callable[[Connection, int, int], Awaitable[None]]
Dropped = Callable[[Connection, Ready, datetime], Awaitable[None]]
_OWN: Final = "operator:"
_STILL: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the desk wants to do in the same transaction.

    `unreachable(connection, chat_id, now)`: a chat can no longer be written to.
    `undelivered(connection, row, now)`: Telegram refused what goes with a message about a case.
    `moved(connection, old, new)`: a group has a new number.
    `dropped(connection, row, now)`: a reminder may have arrived, and is said no more.
    """

    unreachable: Unreachable | None = None
    undelivered: Undelivered | None = None
    moved: Moved | None = None
    dropped: Dropped | None = None


class Settling:
    """The end of each try."""

    def __init__(self, seal: Seal, hooks: Hooks, operator_chat: int | None) -> None:
        self._seal = seal
        self._hooks = hooks
        self._operator_chat = operator_chat

    async def settle(self, connection: Connection, verdicts: Sequence[Verdict], now: datetime) -> None:
        """Write down these results within a transaction."""
        if not verdicts:
            return
        await Claims(connection, self._seal).settle([verdict.sending for verdict in verdicts], now)
        await self.follow(connection, verdicts, now)

    async def follow(self, connection: Connection, verdicts: Sequence[Verdict], now: datetime) -> None:
        """What results that are written down already have for consequences."""
        for verdict in verdicts:
            row = verdict.sending.row
            if verdict.sending.state is OutboxState.BLOCKED:
                await self._unreachable(connection, row, now)
            elif verdict.sending.state is OutboxState.FAILED:
                await self._undelivered(connection, row, now)
            if verdict.moved_to:
                await self._moved(connection, row.chat_id, verdict.moved_to)
            if verdict.sending.state is OutboxState.DROPPED and row.lane == Lane.REMINDER:
                await self._dropped(connection, row, now)
        sent = [one.sending.row for one in verdicts if one.sending.state is OutboxState.SENT]
        if talked := [(row.chat_id, row.id) for row in sent if row.talk]:
            await Repeats(connection).drop_past_talk(talked)
        alarms = [alarm for verdict in verdicts for alarm in self._alarms(verdict, now)]
        if alarms:
            await OutboxRows(connection, self._seal, now).say_all(alarms)

    async def remind_of_given_up(self, connection: Connection, now: datetime) -> None:
        """Ask the operator once a day what becomes of receipts and cards that were given up before."""
        if self._operator_chat is None:
            return
        some = await given_up(connection)
        if some.oldest is None or now - some.oldest < _STILL:
            return
        key = f"{_OWN}given_up:{now:%Y%m%d}"
        told: dict[str, Json] = {"count": some.count, "since": some.oldest.isoformat()}
        outbox = OutboxRows(connection, self._seal, now)
        await outbox.say(_note(key, self._operator_chat, "operator.given_up", told, asks=True))

    async def _unreachable(self, connection: Connection, row: Ready, now: datetime) -> None:
        """A notice to many finds hundreds out: officials call when a matter of theirs is next."""
        await Claims(connection, self._seal).mark_unreachable(row.chat_id)
        if self._hooks.unreachable is not None and row.lane != Lane.BROADCAST:
            await self._hooks.unreachable(connection, row.chat_id, now)

    async def _undelivered(self, connection: Connection, row: Ready, now: datetime) -> None:
        """The card tells whoever reads it that there is something which they cannot see."""
        goes_apart = row.method == ALBUM or row.method in METHODS or row.method in PLACED
        if self._hooks.undelivered is not None and row.case_id is not None and goes_apart:
            await self._hooks.undelivered(connection, row, now)

    async def _moved(self, connection: Connection, old: int, new: int) -> None:
        await Claims(connection, self._seal).move_chat(old, new)
        if self._hooks.moved is not None:
            await self._hooks.moved(connection, old, new)

    async def _dropped(self, connection: Connection, row: Ready, now: datetime) -> None:
        if self._hooks.dropped is not None:
            await self._hooks.dropped(connection, row, now)

    def _alarms(self, verdict: Verdict, now: datetime) -> list[Message]:
        """The operator hears of each kind of failure once an hour, and never of failures to tell them."""
        sending = verdict.sending
        concerns = sending.state in (OutboxState.FAILED, OutboxState.HELD)
        if not concerns or self._operator_chat is None or sending.row.key.startswith(_OWN):
            return []
        return [_alarm(sending, self._operator_chat, now)]


def _alarm(sending: SendOutcome, chat_id: int, now: datetime) -> Message:
    row, state = sending.row, sending.state
    asks = state is OutboxState.FAILED and row.lane <= Lane.CARD and not row.talk
    key = f"{_OWN}{state}{':asks' if asks else ''}:{row.template}:{now:%Y%m%d%H}"
    told: dict[str, Json] = {"id": row.id, "template": row.template, "error": (sending.error or "")[:120]}
    return _note(key, chat_id, f"operator.{state}_message", told, asks=asks)


def _note(key: str, chat_id: int, template: str, told: dict[str, Json], *, asks: bool) -> Message:
    """A note to the operator; one that `asks` has the buttons for what was given up."""
    rows = GIVEN_UP_ROWS if asks else ()
    keyboard = Keyboard.INLINE if asks else Keyboard.NONE
    return Message(key, chat_id, template, told, rows, keyboard, lane=Lane.CARD)
