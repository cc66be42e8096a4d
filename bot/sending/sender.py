"""Drains the outbox: claims what may go, sends several at once, writes down what became of them.

Results of the last group and the claim of the next share one transaction. Nothing is sent while it is open.
A claim is a lease: the rows of a process that died are taken up again when it runs out, as perhaps said; one
that lives renews it, for a large file takes longer. Of a
row of several calls each call is written down by itself, so that a kill takes it back no further.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.connecting.backoff import Backoff
from bot.connecting.errors import named
from bot.process.uptime import Clock
from bot.sending.delivery import Delivery, Read
from bot.sending.pacing import Pacing
from bot.sending.settling import Hooks, Settling
from bot.sending.verdicts import Verdict, doubtful
from desk.domain.talk.messages import Lane
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.engine.trouble import passes
from storage.mail.claims import Claims, DueMessage, Ready
from storage.mail.opening import opened
from storage.mail.outbox_states import OutboxState
from storage.mail.repeats import Repeats

log = logging.getLogger(__name__)
WIDTH = 16
_LOOK_AHEAD = 4  # rows looked at for each that may go: some are for the same chat
_IDLE_SECONDS = 0.5
_FAREWELL_SECONDS = 3.5
# How long the next call of a row may wait for its budget while the row stays on its way.
_PATIENCE: Final = 20.0
# A message on its way for longer belongs to a process that is gone.
LEASE = timedelta(minutes=2)
_URGENT, _CALM = (1, 2), (3, 4)


@dataclass(frozen=True, slots=True)
class SenderTools:
    """What the sender works with."""

    database: Database
    seal: Seal
    delivery: Delivery
    pacing: Pacing
    clock: Clock
    hooks: Hooks = field(default_factory=Hooks)
    operator_chat: int | None = None
    width: int = WIDTH


class Sender:
    """The one of this process who sends."""

    def __init__(self, post: SenderTools) -> None:
        self._post = post
        self._settling = Settling(post.seal, post.hooks, post.operator_chat)
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._landed: list[Verdict] = []
        self._nudge = asyncio.Event()
        self._last_moment: float | None = None  # set when stopping
        self._storage = Backoff(log, "the outbox")
        self._network = Backoff(log, "sending", first_pause=1.0)
        self._next_sweep = 0.0
        self._next_calm_look = 0.0

    def wake(self) -> None:
        """There may be something to send."""
        self._nudge.set()

    def stop(self) -> None:
        """Send nothing new, wait some seconds for what is on its way, and end."""
        self._last_moment = self._post.clock.steady() + _FAREWELL_SECONDS
        self._nudge.set()

    async def run(self, *, alone: bool = True) -> None:
        """Send until stopped. `alone` means that no other process sends from this database."""
        lease: timedelta | None = timedelta(0) if alone else LEASE
        while not self._over():
            try:
                if lease is not None:
                    await self._doubt(lease)
                    lease = None
                await self._turn()
            except Exception as error:
                if not passes(error):
                    raise
                await self._storage.endure(named(error))
            else:
                self._storage.clear()
                await self._rest()
        for task in self._flying.values():
            task.cancel()  # its row stays on its way, and the next start finds it in doubt

    def _over(self) -> bool:
        if self._last_moment is None:
            return False
        return self._post.clock.steady() > self._last_moment or not (self._flying or self._landed)

    async def _doubt(self, lease: timedelta) -> None:
        """What was on its way when a process ended may have arrived. Also looks after what takes long."""
        self._next_sweep = self._post.clock.steady() + LEASE.total_seconds() / 2
        async with self._post.database.transaction() as connection:
            claims = Claims(connection, self._post.seal)
            now = self._post.clock.now()
            await claims.renew(self._flying.keys(), now)
            for row in await claims.left_over(now - lease):
                sending = doubtful(row, "the process ended while it was on its way", now)
                if await claims.settle_left_over(sending, now - lease, now):
                    await self._settling.follow(connection, [Verdict(sending)], now)
            await self._settling.remind_of_given_up(connection, now)
            await self._post.clock.running.remember(connection)

    async def _turn(self) -> None:
        _ = self._post.clock.running.seconds  # goes on with each turn, in small steps
        if self._post.clock.steady() > self._next_sweep:
            await self._doubt(LEASE)
        landed = list(self._landed)
        if not landed and not self._may_send():
            return
        async with self._post.database.transaction() as connection:
            now = self._post.clock.now()
            await self._settling.settle(connection, landed, now)
            claims = Claims(connection, self._post.seal)
            claimed = await self._claim(connection, claims, now) if self._may_send() else ()
        del self._landed[: len(landed)]
        read = partial(opened, self._post.database, self._post.seal)
        for row in claimed:
            self._flying[row.chat_id] = asyncio.create_task(self._deliver(row, read))

    async def _claim(self, connection: Connection, claims: Claims, now: datetime) -> Sequence[Ready]:
        """What goes now, marked as on its way: a kill between here and the answer leaves a trace."""
        clock = self._post.clock.steady()
        most = self._room() * _LOOK_AHEAD
        waiting = await self._look(claims, most, now)
        chosen = self._post.pacing.choose(waiting, self._flying, self._room(), clock)
        if not chosen:
            return ()
        if len(waiting) == most:
            self._nudge.set()  # there may be more, for others
        if doubted := [due.id for due in chosen if due.unsure]:
            overtaken = await Repeats(connection).drop_overtaken(doubted)
            chosen = [due for due in chosen if due.id not in overtaken]
        return await claims.claim(chosen, now)

    async def _look(self, claims: Claims, most: int, now: datetime) -> Sequence[DueMessage]:
        """What is due, urgent lanes first; the calm ones only when nothing urgent is."""
        resting = self._flying.keys() | self._post.pacing.resting(self._post.clock.steady())
        found = await claims.due(_URGENT, resting, most, now)
        if found or self._post.clock.steady() < self._next_calm_look:
            return found
        calm = await claims.due(_CALM, resting, most, now)
        if not calm:
            # Messages that wait for the morning are many, and looking past them is not free.
            self._next_calm_look = self._post.clock.steady() + _IDLE_SECONDS
        return calm

    async def _deliver(self, row: Ready, read: Read) -> None:
        verdict = await self._post.delivery.deliver(row, read, self._go_on)
        self._mind(row, verdict)
        self._landed.append(verdict)
        del self._flying[row.chat_id]
        self._nudge.set()

    async def _go_on(self, row: Ready) -> bool:
        """Write down which calls of a row have arrived, and wait until its next may leave.

        False when that takes long: the row waits meanwhile, and goes on from there.
        """
        try:
            async with self._post.database.transaction() as connection:
                await Claims(connection, self._post.seal).go_on(row, self._post.clock.now())
        except Exception as error:
            if not passes(error):
                raise
            return False
        pacing, end = self._post.pacing, self._post.clock.steady() + _PATIENCE
        while pause := pacing.pause_of(row.chat_id, self._post.clock.steady(), row.lane):
            if self._last_moment is not None or self._post.clock.steady() + pause > end:
                return False
            await asyncio.sleep(min(pause, _IDLE_SECONDS))  # it may have to stop meanwhile
        pacing.take(row.chat_id, self._post.clock.steady())
        return self._last_moment is None

    def _mind(self, row: Ready, verdict: Verdict) -> None:
        """What the pacing has to know of it."""
        now = self._post.clock.steady()
        if verdict.sending.state is OutboxState.SENT:
            self._network.clear()
            self._post.pacing.sent()
        if verdict.flood:
            self._post.pacing.flood(row.chat_id, verdict.flood, now)
        if verdict.chat_pause:
            self._post.pacing.block(row.chat_id, now + verdict.chat_pause)
        if verdict.pause:
            self._network.note(verdict.sending.error or "no connection")
            self._post.pacing.block_all(now + self._network.pause)

    def _may_send(self) -> bool:
        return (
            self._last_moment is None
            and self._room() > 0
            and self._post.pacing.pause(self._post.clock.steady()) <= 0
        )

    def _room(self) -> int:
        return self._post.width - len(self._flying)

    async def _rest(self) -> None:
        """Until something happened, or until something may be sent again."""
        now = self._post.clock.steady()
        pauses = (self._post.pacing.pause(now, lane) for lane in (Lane.WAITING, Lane.CARD))
        try:
            async with asyncio.timeout(min([*filter(None, pauses), _IDLE_SECONDS])):
                await self._nudge.wait()
        except TimeoutError:
            pass
        self._nudge.clear()
