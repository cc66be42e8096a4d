"""Takes what waits in the inbox through the desk, batch by batch.

A batch costs one commit, however many updates it holds. What may have ended an earlier run is tried alone,
with the try counted and committed before it begins, so that nothing can end us for ever.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.connecting.backoff import Backoff
from bot.connecting.errors import named
from bot.receiving.batch import TRIES_ALONE, Batch, Desk
from handlers.talk.turn import Answer
from storage.engine.database import Database
from storage.engine.trouble import passes
from storage.mail.inbox import MOST, PER_CHAT, InboxRows, Waiting
from storage.mail.inbox_states import InboxState

log = logging.getLogger(__name__)
CHATS = 64
_IDLE_SECONDS = 0.5
_LOWEST_CHAT = -(2**62)


class Pump:
    """The one who handles updates.

    `sent` is called after a commit: there may be messages to send. `answer` gets the answers to presses.
    """

    def __init__(
        self,
        database: Database,
        desk: Desk,
        answer: Callable[[Iterable[Answer]], None],
        sent: Callable[[], None],
    ) -> None:
        self._database = database
        self._desk = desk
        self._answer = answer
        self._sent = sent
        self._awake = asyncio.Event()
        self._stopping = False
        self._suspected = False
        self._after = _LOWEST_CHAT
        self._per_chat = PER_CHAT
        self._trouble = Backoff(log, "handling updates", first_pause=0.05)

    def wake(self) -> None:
        """There may be something to do."""
        self._awake.set()

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Handle updates until stopped."""
        while not self._stopping:
            if not await self._round():
                await self._rest()

    async def _suspect(self) -> None:
        async with self._database.transaction() as connection:
            inbox = InboxRows(connection, self._desk.seal)
            await inbox.suspect_left_overs(self._desk.bot_id, self._desk.now())
        self._suspected = True

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._awake.wait()
        except TimeoutError:
            pass
        self._awake.clear()

    async def _round(self) -> bool:
        """One batch; whether there was anything to do."""
        try:
            if not self._suspected:
                await self._suspect()
            worked, suspects = await self._batch()
            for row in suspects:
                await self._alone(row)
        except Exception as error:
            if not passes(error):
                raise
            await self._trouble.endure(named(error))
            return True
        self._trouble.clear()
        return worked

    async def _batch(self) -> tuple[bool, Sequence[Waiting]]:
        # After trouble, one chat at a time: two processes that block each other do so at most once.
        chats = 1 if self._trouble.failures else CHATS
        turned = self._after == _LOWEST_CHAT
        async with self._database.transaction() as connection:
            inbox = InboxRows(connection, self._desk.seal)
            rows = await inbox.find_waiting(self._desk.bot_id, self._after, chats, self._per_chat)
            suspects = _first_suspects(rows)
            batch = Batch(self._desk, connection)
            await batch.work_off(_without(rows, suspects))
        self._after = _next_start(rows, batch, chats)
        more = not turned or self._more_waits(rows, batch)
        # Many chats with little each, or one with much: either way a batch holds about a time slice.
        self._per_chat = min(PER_CHAT, max(2, MOST // max(1, len({row.chat_id for row in rows}))))
        self._deliver(batch)
        return more, suspects

    def _more_waits(self, rows: Sequence[Waiting], batch: Batch) -> bool:
        """Whether a batch that began with the first chat may have left something that waits."""
        if self._database.dialect != "sqlite":
            return bool(rows)  # there a batch sees the oldest row of each chat and no more
        most_of_one = max(Counter(row.chat_id for row in rows).values(), default=0)
        unsettled = len(rows) > sum(1 for settled in batch.settled if settled.state is not InboxState.WAITING)
        return self._after != _LOWEST_CHAT or most_of_one >= self._per_chat or unsettled

    async def _alone(self, row: Waiting) -> None:
        async with self._database.transaction() as connection:
            tries = await InboxRows(connection, self._desk.seal).count_try(row)
        async with self._database.transaction() as connection:
            inbox = InboxRows(connection, self._desk.seal)
            first = await inbox.find_waiting(row.bot_id, row.chat_id - 1, chats=1, per_chat=1)
            if tries is None or not first or first[0].update_id != row.update_id:
                return  # another process has it
            batch = Batch(self._desk, connection, alone=True)
            if tries > TRIES_ALONE + 1:
                # What ended the process may end it once more with its alarm, so that is tried but once: a try
                # that ends the process counts, and so does the start after it.
                sound = tries <= TRIES_ALONE + 3
                await batch.park(first[0], "it ended the process several times", sound=sound)
            else:
                await batch.work_off(first)
        self._deliver(batch)

    def _deliver(self, batch: Batch) -> None:
        self._answer(batch.answers)
        if batch.settled:
            self._sent()


def _first_suspects(rows: Sequence[Waiting]) -> list[Waiting]:
    """The oldest row of each chat, where it was tried before."""
    first: dict[int, Waiting] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return [row for row in first.values() if row.attempts]


def _without(rows: Sequence[Waiting], suspects: Sequence[Waiting]) -> list[Waiting]:
    """The rows that may be handled together: up to the next suspect of each chat."""
    held = {row.chat_id for row in suspects}
    together = []
    for row in rows:
        if row.attempts:
            held.add(row.chat_id)
        if row.chat_id not in held:
            together.append(row)
    return together


def _next_start(rows: Sequence[Waiting], batch: Batch, chats: int) -> int:
    """Behind which chat the walk goes on."""
    if batch.cut_short and batch.settled:
        return batch.settled[-1].row.chat_id
    full = len(rows) >= MOST or len({row.chat_id for row in rows}) >= chats
    return rows[-1].chat_id if full else _LOWEST_CHAT
