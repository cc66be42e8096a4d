"""The desk and its clockwork."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from schedules.clockwork import Clockwork
from tests.deskside import Desk, desk, empty_desk

__all__ = ["desk", "empty_desk"]


@dataclass
class Signs:
    """Heartbeats and chores, as they came."""

    beats: list[tuple[str, str]] = field(default_factory=list)
    chores: list[str] = field(default_factory=list)

    async def beat(self, tick: str, outcome: str) -> None:
        self.beats.append((tick, outcome))

    async def fetch(self) -> None:
        self.chores.append("media")

    async def learn(self) -> None:
        """A chore of the process."""

    async def purge(self) -> None:
        self.chores.append("mail")


@pytest.fixture
def signs() -> Signs:
    """What the ticks left behind."""
    return Signs()


@pytest.fixture
def clockwork(desk: Desk, signs: Signs) -> Clockwork:
    """The ticks' view of this desk."""
    return Clockwork(desk.work, signs, signs.fetch, signs.purge, signs.learn)
