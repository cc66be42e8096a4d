"""What ticks need from the process that runs them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desk.ports.work import Work

OpenWork = Callable[[], AbstractAsyncContextManager[Work]]
Chore = Callable[[], Awaitable[None]]


class Heartbeats(Protocol):
    """Where each tick leaves a sign of life."""

    async def beat(self, tick: str, outcome: str) -> None:
        """Remember that this tick ran just now."""
        ...


async def nothing_to_do() -> None:
    """The chore of a process that has none of that kind."""


@dataclass(frozen=True, slots=True)
class Clockwork:
    """One transaction per `open_work()`; the chores belong to the process and open their own.

    `down_since` is when the last tick before this start ran, if that is long ago: until the start nothing
    was said, and some of it may be too late.
    """

    open_work: OpenWork
    heartbeats: Heartbeats
    fetch_media: Chore
    purge_mail: Chore
    learn_names: Chore
    show_menus: Chore = nothing_to_do
    down_since: datetime | None = None


class SomeFailed(Exception):
    """A tick went through, but these many rows failed; the others are done."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} rows failed")
        self.count = count
