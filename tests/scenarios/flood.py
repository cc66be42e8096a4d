"""Forty people at once, one of them in a flood: who waits how long for an answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.scenarios.load import Crowd, Resident, hasten, open_county, phones_on
from tests.scenarios.phone import Phone, new_message
from tests.scenarios.stage import Stage, staged

Json = dict[str, Any]
_A_BREATH_SECONDS = 3.0  # until budgets are full again
PIECES = 3  # messages of an ordinary story


@dataclass(frozen=True)
class Flood:
    """How many people, how many messages the one of them sends at once, and how much the others report."""

    residents: int = 40
    messages: int = 300
    reports: int = 2

    @property
    def crowd(self) -> Crowd:
        return Crowd(villages=4, residents=self.residents)

    @property
    def flooder_id(self) -> int:
        return self.crowd.resident_ids[0]

    @property
    def other_ids(self) -> list[int]:
        return self.crowd.resident_ids[1:]

    def story(self, resident_id: int, report: int) -> list[str]:
        """The messages of one report, each with a number that stands nowhere else."""
        pieces = self.messages if resident_id == self.flooder_id else PIECES
        return [f"门口的路灯坏了 N{resident_id}R{report}P{piece:03d}" for piece in range(pieces)]


class Stopwatch:
    """How long somebody waits from what they do until the next message of the bot."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.waits: list[float] = []
        self._since: float | None = None
        phone.on_act, phone.on_event = self._acted, self._happened

    def _acted(self) -> None:
        if self._since is None:
            self._since = time.monotonic()

    def _happened(self, event: Json) -> None:
        if self._since is not None and new_message(event) is not None:
            self.waits.append(time.monotonic() - self._since)
            self._since = None


@dataclass
class Flooded:
    """What a round came to. Times in seconds."""

    others: Sequence[Stopwatch] = ()
    residents: Sequence[Resident] = ()
    flooder_seconds: float = 0.0  # until the flood, and the report that it became, were answered
    seconds: float = 0.0
    bot_cpu_seconds: float = 0.0
    chats: dict[int, list[Json]] = field(default_factory=dict)


@asynccontextmanager
async def crowded(
    folder: Path, url: str, flood: Flood, *, paced: bool
) -> AsyncIterator[tuple[Stage, dict[int, Phone]]]:
    """A county where everybody is there and nobody has said anything."""
    async with staged(folder, url, flood.crowd.cast()) as stage:
        if not paced:
            hasten(stage)
            await stage.lift_limits()
        async with phones_on(stage, [one["id"] for one in flood.crowd.cast()]) as phones:
            await open_county(stage, flood.crowd, phones)
            yield stage, phones


async def flooded(folder: Path, url: str, flood: Flood, *, paced: bool = False) -> Flooded:
    """All speak at the same moment; ends when everybody has the receipt of every report."""
    async with crowded(folder, url, flood, paced=paced) as (stage, phones):
        residents = [Resident(phones[one], flood.crowd.village_of(one)) for one in _all(flood)]
        await asyncio.gather(*(one.arrives() for one in residents))
        await asyncio.sleep(_A_BREATH_SECONDS)
        found = Flooded([Stopwatch(phones[one]) for one in flood.other_ids], residents)
        cpu, begun = _cpu(stage), time.monotonic()
        await asyncio.gather(*(_reports(one, flood, begun, found) for one in found.residents))
        found.seconds = time.monotonic() - begun
        found.bot_cpu_seconds = _cpu(stage) - cpu
        found.chats = {one: await _chat(stage, one) for one in _all(flood)}
        assert await stage.bot.stop(within=5.0) == 0
        return found


def _all(flood: Flood) -> list[int]:
    return [flood.flooder_id, *flood.other_ids]


async def _reports(resident: Resident, flood: Flood, begun: float, found: Flooded) -> None:
    """The flooder reports once, with all that they have to say; the others several times."""
    flooder = resident.phone.id == flood.flooder_id
    stories = [flood.story(resident.phone.id, number) for number in range(1 if flooder else flood.reports)]
    await resident.reports(stories)
    if flooder:
        found.flooder_seconds = time.monotonic() - begun


async def _chat(stage: Stage, person_id: int) -> list[Json]:
    async with stage._session.get(f"/sandbox/chats/{person_id}/messages") as answer:
        messages = (await answer.json())["messages"]
    return sorted(messages, key=lambda message: int(message["message_id"]))


def _cpu(stage: Stage) -> float:
    process = stage.bot._process
    assert process is not None
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)
