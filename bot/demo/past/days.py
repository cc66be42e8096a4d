"""Thirty days, one after the other: what people did, and what happens by itself in between."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from bot.demo.past.chat_page import ChatPage, PageRefused
from bot.demo.past.diary import LAST_DAY, Calendar, Entry
from bot.demo.past.moved_clock import MovedClock
from bot.demo.past.people import NoSuchButton, People
from bot.demo.past.post import Post
from bot.demo.past.sweep import open_sweep
from desk.ports.work import Work
from schedules.clockwork import Chore, Clockwork, nothing_to_do
from schedules.tick import MINUTE, Tick
from schedules.timetable import TIMETABLE
from storage.engine.database import Database
from storage.work import Shared, open_work

_TICKS_AT: Final = (time(0, 5), time(8, 35), time(12), time(15, 35), time(17), time(18, 35))
_BUSY: Final = tuple(tick for tick in TIMETABLE if tick.every_seconds <= MINUTE)  # at once, after every entry
_STEP: Final = timedelta(seconds=20)
_SETTLES: Final = timedelta(minutes=2)  # what ticks do in portions, and rows of messages, are over by then
log = logging.getLogger(__name__)


class _Deaf:
    """Nobody looks at the heartbeats of days that are over."""

    async def beat(self, tick: str, outcome: str) -> None:
        """Forget it."""


@dataclass(slots=True)
class Past:
    """The past under way. `missed` is what somebody could not do: nothing, unless the diary is wrong."""

    database: Database
    shared: Shared
    clock: MovedClock
    page: ChatPage
    post: Post
    fetch_media: Chore
    missed: list[str] = field(default_factory=list)

    async def live(self, entries: Sequence[Entry], calendar: Calendar) -> None:
        """From the first day to now; what would be in the future is left out."""
        people = People(self.page)
        await self._go_to(self.clock())
        await self.post.go_out()
        for moment, entry in _in_order(entries, calendar):
            if moment >= calendar.now:
                break
            await self._go_to(max(moment, self.clock()))
            if entry is None:
                await self._tick(TIMETABLE)
            else:
                await self._enter(people, entry, calendar)
                await self._tick(_BUSY)
        await self._go_to(calendar.now)
        await self._tick(TIMETABLE)
        await self.post.confirm()

    async def _go_to(self, moment: datetime) -> None:
        self.clock.at = moment
        await self.page.hold_clock(moment)

    async def _wait(self, span: timedelta) -> None:
        """Let a little time pass; what is due then leaves."""
        await self._go_to(self.clock() + span)
        await self.post.go_out()

    async def _enter(self, people: People, entry: Entry, calendar: Calendar) -> None:
        if entry.opens_sweep is not None:
            await open_sweep(self.database, self.shared, self.clock(), entry.opens_sweep, calendar)
        try:
            for step in entry.does:
                await people.do(entry.who, step)
                await self.post.come_in()
                await self._wait(_STEP)
        except (NoSuchButton, PageRefused) as error:  # under other rules some buttons are not there
            self.missed.append(f"day {entry.day}, {entry.at}: {error}")
            log.warning("the past of the demo lacks something: %s", self.missed[-1])
        await self._wait(_SETTLES)

    async def _tick(self, ticks: Sequence[Tick]) -> None:
        await self.post.go_out()
        chores = self.fetch_media, nothing_to_do, nothing_to_do
        clockwork = Clockwork(self._work, _Deaf(), *chores)
        for tick in ticks:
            await tick.run(clockwork)
        await self.post.go_out()

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[Work]:
        async with self.database.transaction() as connection:
            yield open_work(connection, self.clock(), self.shared)


def _in_order(entries: Sequence[Entry], calendar: Calendar) -> Iterator[tuple[datetime, Entry | None]]:
    """Entries and the hours of ticks in the order of time, also those of a day begun since the last."""
    hours = [(calendar.moment(day, at), None) for day in range(LAST_DAY + 2) for at in _TICKS_AT]
    told = [(calendar.moment(entry.day, entry.at), entry) for entry in entries]
    yield from sorted([*hours, *told], key=lambda pair: pair[0])
