"""Writing down what became of messages, and telling those who must know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.verdicts import Verdict
from desk.domain.messages import Json, Lane, Message
from storage.database import Connection
from storage.inbox import Sealing
from storage.outbox import OutboxRows
from storage.sendings import Held, Ready, Sendings

Unreachable = Callable[[Connection, int, datetime], Awaitable[None]]
Moved = Callable[[Connection, int, int], Awaitable[None]]
_OWN = "operator:"


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the desk wants to do in the same transaction.

    `unreachable(connection, chat_id, now)`: a chat can no longer be written to.
    `moved(connection, old, new)`: a group has a new number.
    """

    unreachable: Unreachable | None = None
    moved: Moved | None = None


class Settling:
    """The end of each try."""

    def __init__(self, seal: Sealing, hooks: Hooks, operator_chat: int | None) -> None:
        self._seal = seal
        self._hooks = hooks
        self._operator_chat = operator_chat

    async def settle(self, connection: Connection, verdicts: Sequence[Verdict], now: datetime) -> None:
        """Write down these results within a transaction."""
        if not verdicts:
            return
        sendings = Sendings(connection, self._seal)
        await sendings.settle([verdict.sending for verdict in verdicts], now)
        for verdict in verdicts:
            row = verdict.sending.row
            chat_id = row.chat_id
            if verdict.unreachable:
                await self._unreachable(connection, row, now)
            if verdict.moved_to:
                await self._moved(connection, chat_id, verdict.moved_to)
        alarms = [alarm for verdict in verdicts for alarm in self._alarms(verdict, now)]
        if alarms:
            await OutboxRows(connection, self._seal, now).say_all(alarms)

    async def _unreachable(self, connection: Connection, row: Ready, now: datetime) -> None:
        """A notice to many finds hundreds out: officials call when a matter of theirs is next."""
        await Sendings(connection, self._seal).mark_unreachable(row.chat_id)
        if self._hooks.unreachable is not None and row.lane != Lane.BROADCAST:
            await self._hooks.unreachable(connection, row.chat_id, now)

    async def _moved(self, connection: Connection, old: int, new: int) -> None:
        await Sendings(connection, self._seal).move_chat(old, new)
        if self._hooks.moved is not None:
            await self._hooks.moved(connection, old, new)

    async def tell_held(self, connection: Connection, held: Sequence[Held], now: datetime) -> None:
        """Tell the operator what a process that is gone left in doubt for a second time."""
        rows = [row for row in held if not row.key.startswith(_OWN)]
        if self._operator_chat is not None:
            chat_id = self._operator_chat
            alarms = [_alarm("held", row, chat_id, now) for row in rows]
            await OutboxRows(connection, self._seal, now).say_all(alarms)

    def _alarms(self, verdict: Verdict, now: datetime) -> list[Message]:
        """The operator hears of each kind of failure once an hour, and never of failures to tell them."""
        sending = verdict.sending
        concerns = sending.state in ("failed", "held") and not verdict.unreachable
        if not concerns or self._operator_chat is None or sending.row.key.startswith(_OWN):
            return []
        row = sending.row
        what = Held(row.id, row.key, row.template, (sending.error or "")[:120])
        return [_alarm(sending.state, what, self._operator_chat, now)]


def _alarm(state: str, what: Held, chat_id: int, now: datetime) -> Message:
    key = f"{_OWN}{state}:{what.template}:{now:%Y%m%d%H}"
    told: dict[str, Json] = {"id": what.id, "template": what.template, "error": what.error}
    return Message(key, chat_id, f"operator.{state}_message", told, lane=Lane.CARD)
