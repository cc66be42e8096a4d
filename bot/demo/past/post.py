"""What people did comes in and what the desk says goes out, at a clock that stands still meanwhile.

The same inbox, batches, outbox and delivery as in the running desk; only nobody waits for a budget or for the
network, and everything that is due leaves at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from bot.connecting.api import Api
from bot.process.wiring import Equipment
from bot.receiving.batch import Batch
from bot.receiving.intake import Intake
from bot.receiving.polling import KINDS
from bot.sending.answers import Answerer
from bot.sending.settling import Settling
from storage.mail.claims import Claims, DueMessage, Ready
from storage.mail.inbox import InboxRows
from storage.mail.inbox_states import InboxState
from storage.mail.opening import opened

_ANY_CHAT: Final = -(2**62)
_AT_ONCE: Final = 64
_EVERY_LANE: Final = (1, 4)
log = logging.getLogger(__name__)


class Post:
    """The mail of the demo's desk, both ways."""

    def __init__(self, api: Api, equipment: Equipment, answerer: Answerer) -> None:
        self._api = api
        self._desk, self._tools = equipment.desk, equipment.tools
        self._answerer = answerer
        self._intake = Intake(
            self._tools.database, self._tools.seal, api.bot_id, self._desk.now, lambda: None
        )
        self._settling = Settling(self._tools.seal, self._tools.hooks, self._tools.operator_chat)
        self._offset: int | None = None
        self.failed = 0  # updates that the desk could not handle

    async def come_in(self) -> None:
        """Fetch and store what people did, and let the desk handle it."""
        updates = await self._fetch()
        last = await self._intake.store(updates)
        if last is not None:
            self._offset = last + 1
            while await self._work_off():
                pass
            await self._answerer.close()

    async def confirm(self) -> None:
        """Let the sandbox forget what is stored: whoever asks next begins behind it."""
        await self._fetch()

    async def _fetch(self) -> list[Any]:
        parameters: dict[str, Any] = {"timeout": 0, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            parameters["offset"] = self._offset
        return list(await self._api.call("getUpdates", parameters))

    async def _work_off(self) -> bool:
        async with self._tools.database.transaction() as connection:
            inbox = InboxRows(connection, self._desk.seal)
            rows = await inbox.find_waiting(self._desk.bot_id, _ANY_CHAT, _AT_ONCE, _AT_ONCE)
            batch = Batch(self._desk, connection)
            await batch.work_off(rows)
        self._answerer.send(batch.answers)
        self.failed += sum(one.state is InboxState.FAILED for one in batch.settled)
        return bool(batch.settled)

    async def go_out(self) -> None:
        """Send whatever is due, until nothing is."""
        while await self._send_some():
            pass

    async def _send_some(self) -> bool:
        tools = self._tools
        async with tools.database.transaction() as connection:
            claims = Claims(connection, tools.seal)
            due = await claims.due(_EVERY_LANE, (), _AT_ONCE, self._desk.now())
            rows = await claims.claim(_first_of_each(due), self._desk.now()) if due else ()
        if not rows:
            return False
        read = partial(opened, tools.database, tools.seal)
        verdicts = await asyncio.gather(*(tools.delivery.deliver(row, read, self._go_on) for row in rows))
        async with tools.database.transaction() as connection:
            await self._settling.settle(connection, verdicts, self._desk.now())
        return True

    async def _go_on(self, row: Ready) -> bool:
        async with self._tools.database.transaction() as connection:
            await Claims(connection, self._tools.seal).go_on(row, self._desk.now())
        return True


def _first_of_each(due: Sequence[DueMessage]) -> list[DueMessage]:
    """One message for each chat: those behind it follow, so that all keep their order."""
    first: dict[int, DueMessage] = {}
    for one in due:
        first.setdefault(one.chat_id, one)
    return list(first.values())
