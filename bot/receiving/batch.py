"""The updates of one transaction: each within its own savepoint, their effects kept together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

import orjson
from telegram import Update

from bot.connecting.errors import named
from desk.actions.cases.door import Conflict
from desk.domain.talk.messages import Json, Lane, Message
from desk.domain.talk.said import Said, SaidKind
from handlers.talk.said import said_from
from handlers.talk.said_plainly import said_plainly
from handlers.talk.turn import Answer
from storage.engine.database import Connection
from storage.engine.seal import Seal
from storage.engine.trouble import passes
from storage.mail.inbox import InboxRows, Settled, Waiting
from storage.mail.inbox_states import InboxState
from storage.mail.outbox import OutboxRows

log = logging.getLogger(__name__)
Handle = Callable[[Connection, Said], Awaitable[Sequence[Answer]]]
Sound = Callable[[Connection, Said], Awaitable[None]]

TRIES_ALONE = 3
_CONFLICTS = 3  # so often in a row somebody else may have been first
_WORDLESS = frozenset({SaidKind.BLOCKED, SaidKind.UNBLOCKED, SaidKind.MIGRATED})


@dataclass(frozen=True, slots=True)
class Desk:
    """What every batch works with. `patience` is how many seconds one update may take, `slice` one batch.

    `sound` tells of danger in what was said, when the rest could not be handled.
    """

    bot_id: int
    seal: Seal
    handle: Handle
    now: Callable[[], datetime]
    operator_chat: int | None = None
    patience: float = 5.0
    slice: float = 0.05
    sound: Sound | None = None


@dataclass(slots=True)
class Batch:
    """Results so far; nothing of it counts before the transaction is committed."""

    desk: Desk
    connection: Connection
    alone: bool = False  # a single update that may be what ended an earlier try
    settled: list[Settled] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    cut_short: bool = False

    async def work_off(self, rows: Sequence[Waiting]) -> None:
        """Handle rows in order until the time slice is over; the rest stays for the next batch."""
        end = monotonic() + self.desk.slice
        held: set[int] = set()  # chats in which an earlier update must be settled first
        for row in rows:
            if row.chat_id in held:
                continue
            await self._handle(row)
            if self.settled[-1].state is InboxState.WAITING:
                held.add(row.chat_id)
            if monotonic() > end:
                self.cut_short = True
                break
        await self._inbox.settle(self.settled, self.desk.now())

    async def park(self, row: Waiting, error: str, *, sound: bool = False) -> None:
        """Give an update up, visibly: it is kept, the person gets an apology, the operator is told.

        With `sound` danger in it is told of before.
        """
        await self._fail(row, self._readable(row) if sound else None, error)
        await self._inbox.settle(self.settled, self.desk.now())

    async def _handle(self, row: Waiting) -> None:
        said: Said | None = None
        try:
            said = self._read(row)
            if said is not None:
                self.answers += await self._guarded(said)
            self.settled.append(Settled(row, InboxState.DONE))
        except TimeoutError as error:
            await self._late(row, said, error)
        except Exception as error:
            if passes(error):
                raise
            await self._fail(row, said, named(error))

    async def _guarded(self, said: Said) -> Sequence[Answer]:
        """Once more from the start when another process changed a row in between: it is nobody's mistake."""
        for _ in range(_CONFLICTS):
            try:
                return await self._once(said)
            except Conflict:
                log.info("update overtaken update_id=%d", said.update_id)
        return await self._once(said)

    async def _once(self, said: Said) -> Sequence[Answer]:
        async with asyncio.timeout(self.desk.patience), self.connection.savepoint():
            return await self.desk.handle(self.connection, said)

    async def _sound(self, said: Said | None) -> None:
        """The alarm stands apart: it goes out when the rest fails, and once when that is tried again."""
        if said is None or self.desk.sound is None:
            return
        try:
            async with asyncio.timeout(self.desk.patience), self.connection.savepoint():
                await self.desk.sound(self.connection, said)
        except Exception as error:
            if passes(error):
                raise
            log.error("alarm failed update_id=%d error=%s", said.update_id, named(error))  # noqa: TRY400

    def _readable(self, row: Waiting) -> Said | None:
        try:
            return self._read(row)
        except Exception as error:  # noqa: BLE001 - what nobody can parse says nothing
            log.warning("update unreadable update_id=%d error=%s", row.update_id, named(error))
            return None

    def _read(self, row: Waiting) -> Said | None:
        update = orjson.loads(self._inbox.read(row))
        said = said_plainly(update, row.bot_id)
        if said is not None:
            return said
        said = said_from(Update.de_json(update, None))
        return None if said is None else replace(said, bot_id=row.bot_id)

    async def _late(self, row: Waiting, said: Said | None, error: TimeoutError) -> None:
        """The first time an update takes too long it may be innocent, so it is tried again alone."""
        if self.alone:
            await self._fail(row, said, named(error))
            return
        log.warning("update takes too long update_id=%d", row.update_id)
        self.settled.append(Settled(row, InboxState.WAITING, attempts=1))
        await self._sound(said)

    async def _fail(self, row: Waiting, said: Said | None, error: str) -> None:
        log.error("update failed update_id=%d error=%s", row.update_id, error)
        self.settled.append(Settled(row, InboxState.FAILED, error=error, attempts=row.attempts))
        await self._sound(said)
        outbox = OutboxRows(self.connection, self.desk.seal, self.desk.now())
        await outbox.say_all([*self._apology(row, said), *self._alarm(row, error)])

    def _apology(self, row: Waiting, said: Said | None) -> list[Message]:
        if row.chat_id <= 0 or (said is not None and said.kind in _WORDLESS):
            return []
        key = f"apology:{row.bot_id}:{row.update_id}"
        language = said.language if said is not None else "zh_CN"
        return [Message(key, row.chat_id, "common.apology", language=language)]

    def _alarm(self, row: Waiting, error: str) -> list[Message]:
        if self.desk.operator_chat is None:
            return []
        key = f"operator:update:{row.bot_id}:{row.update_id}"
        told: dict[str, Json] = {"update_id": row.update_id, "error": error}
        chat = self.desk.operator_chat
        return [Message(key, chat, "operator.failed_update", told, lane=Lane.CARD)]

    @property
    def _inbox(self) -> InboxRows:
        return InboxRows(self.connection, self.desk.seal)
