"""Watching the ticks from beside them: one that stands still or fails again and again is told of.

It is no tick itself: one that hangs must not take its own alarm along. Each incident is told once, and once
more when it is over; what was told is a row, so that neither a restart nor a second process
tells it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from bot.connecting.errors import Lost, Refused, named
from bot.process.wiring import Foundation
from desk.domain.talk.messages import Json, Lane, Message
from schedules.pulse import TickTrouble, trouble_with
from schedules.runner import DONE
from schedules.tick import Tick
from schedules.timetable import TIMETABLE
from storage.mail.heartbeats import LastRun, load_heartbeats
from storage.mail.incidents import begin_incident, end_incident, open_incidents
from storage.mail.outbox import OutboxRows

_LOOK_SECONDS: Final = 30.0
_WRITE_SECONDS: Final = 10.0  # whoever holds the only writing connection so long may be what hangs
_JUMP: Final = timedelta(seconds=10)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The wall clock, which may be put forward or back, and one that only ever goes on, in seconds."""

    now: Callable[[], datetime]
    steady: Callable[[], float] = monotonic


@dataclass(frozen=True, slots=True)
class IncidentNews:
    """An incident that began, with the `key` under which it is remembered, or that is over."""

    tick: str
    key: str
    template: str
    told: Mapping[str, Json]
    over: bool = False


@dataclass
class Watcher:
    """`wind` runs every tick at once; `wake` lets the sender look for messages."""

    foundation: Foundation
    clocks: Clocks
    wind: Callable[[datetime], None]
    wake: Callable[[], None]
    ticks: Sequence[Tick] = TIMETABLE
    _up_since: datetime = field(init=False)
    _seen: tuple[datetime, float] = field(init=False)
    _sent: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Nothing is missed from before the watch begins."""
        self._up_since = self.clocks.now()
        self._seen = (self._up_since, self.clocks.steady())

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - a watcher that dies would never look again
                _log.error("the ticks could not be looked at: %s", named(error))

    async def look(self) -> None:
        """Look once, and tell what is new."""
        now = self.clocks.now()
        self._mind_jumps(now)
        async with self.foundation.database.reading() as connection:
            beats = await load_heartbeats(connection)
            known = await open_incidents(connection)
        for news in self._news(beats, known, now):
            _log.log(logging.INFO if news.over else logging.ERROR, "%s tick=%s", news.template, news.tick)
            await self._tell(news, now)

    def _mind_jumps(self, now: datetime) -> None:
        """A clock that was put back would leave every tick waiting; one put forward makes all look late."""
        wall, steady = self._seen
        self._seen = (now, self.clocks.steady())
        if abs(now - wall - timedelta(seconds=self._seen[1] - steady)) > _JUMP:
            self._up_since = now
            self.wind(now)

    def _news(
        self, beats: Mapping[str, LastRun], known: Mapping[str, str], now: datetime
    ) -> Iterator[IncidentNews]:
        for tick in self.ticks:
            beat, key = beats.get(tick.name), known.get(tick.name)
            if key is None:
                trouble = trouble_with(tick, beat, now, self._up_since)
                if trouble is not None:
                    yield _begun(tick, trouble, beat)
            elif beat is not None and beat.outcome == DONE and trouble_with(tick, beat, now) is None:
                yield IncidentNews(
                    tick.name, f"{key}:over", "operator.tick.over", {"tick": tick.name}, over=True
                )

    async def _tell(self, news: IncidentNews, now: datetime) -> None:
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                await self._write(news, now)
        except TimeoutError:
            await self._send(news)
        self.wake()

    async def _write(self, news: IncidentNews, now: datetime) -> None:
        """The message and the memory of it, together."""
        chat, seal = self.foundation.operator_chat, self.foundation.seal
        async with self.foundation.database.transaction() as connection:
            if chat is not None and news.key not in self._sent:
                message = Message(news.key, chat, news.template, news.told, lane=Lane.CARD)
                await OutboxRows(connection, seal, now).say(message)
            if news.over:
                await end_incident(connection, news.tick)
            else:
                await begin_incident(connection, news.tick, news.key)

    async def _send(self, news: IncidentNews) -> None:
        """Nothing can be written, so it is sent past the outbox, once."""
        if self.foundation.operator_chat is None or news.key in self._sent:
            return
        text = self.foundation.texts.render("zh_CN", news.template, news.told)
        called = {"chat_id": self.foundation.operator_chat, "text": text, "parse_mode": "HTML"}
        try:
            await self.foundation.api.call("sendMessage", called)
        except (Lost, Refused) as error:
            _log.error("the operator could not be told: %s", type(error).__name__)
        else:
            self._sent.add(news.key)


def _begun(tick: Tick, trouble: TickTrouble, beat: LastRun | None) -> IncidentNews:
    """One key for each incident, the same in every process: the moment that all of them read."""
    since = None if beat is None else beat.failing_since if trouble is TickTrouble.FAILING else beat.at
    stamp = "never" if since is None else f"{since:%Y%m%d%H%M%S}"
    told: dict[str, Json] = {"tick": tick.name, "since": "" if since is None else since.isoformat()}
    return IncidentNews(tick.name, f"operator:tick:{tick.name}:{stamp}", f"operator.tick.{trouble}", told)
