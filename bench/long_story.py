"""One resident tells and tells without an end, then danger: how long others wait, and whether help is called.

`python -m bench.long_story [--pieces 1500] [--characters 4080]` prints one JSON line. Sandbox and bot are
processes of their own and no limits are enforced: what is measured is the desk. A bystander asks for help
after every fiftieth piece; at the end the one who tells says danger, and the bystander asks too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

from tests.scenarios.flood import Flood, Stopwatch, crowded
from tests.scenarios.load import Resident
from tests.scenarios.phone import Phone
from tests.scenarios.stage import Stage

EVERY = 50
DANGER = "救命，有人拿刀要杀我"
SENTENCE = "今年的苞米收了几亩地，晒在院子里，还没有卖。"
PATIENCE_SECONDS = 60.0
_A_LOOK_SECONDS = 0.005


class Bystander:
    """Asks for help and waits for the answer."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._watch = Stopwatch(phone)

    async def waits(self) -> float:
        """How long, in seconds."""
        known = len(self._watch.waits)
        await self._phone.says("/help")
        return await until(lambda: len(self._watch.waits) > known)


async def until(happened: Any, patience: float = PATIENCE_SECONDS) -> float:
    """Seconds until it has happened; the patience where it has not."""
    begun = time.monotonic()
    for _ in range(int(patience / _A_LOOK_SECONDS)):
        if happened():
            break
        await asyncio.sleep(_A_LOOK_SECONDS)
    return time.monotonic() - begun


async def told(stage: Stage, phones: dict[int, Phone], flood: Flood, text: str) -> dict[str, Any]:
    """All of it, and what it did to others."""
    teller, bystander = phones[flood.flooder_id], Bystander(phones[flood.other_ids[0]])
    for one in flood.crowd.resident_ids:
        await Resident(phones[one], flood.crowd.village_of(one)).arrives()
    waits: list[float] = []
    for number in range(flood.messages):
        await teller.says(f"{number} {text}")
        if number % EVERY == EVERY - 1:
            waits.append(await bystander.waits())
    caught_up = await until(lambda: not waiting(stage), 900)
    alarms = Alarms(phones[official.user_id] for official in flood.crowd.officials)
    await teller.says(DANGER)
    after = await bystander.waits()
    await until(lambda: alarms.rang)
    return {
        "waits": len(waits),
        "p50_ms": round(1000 * statistics.median(waits)),
        "max_ms": round(1000 * max(waits)),
        "last_ms": round(1000 * waits[-1]),
        "caught_up_seconds": round(caught_up, 1),
        "danger_bystander_ms": round(1000 * after),
        "danger_alarm_ms": alarms.rang and round(1000 * alarms.rang),  # 0: never
        "too_long": stage.bot.output().count("update takes too long"),
        "database_mb": round(database(stage).stat().st_size / 1e6, 1),
        "bot_mb": round(memory(stage) / 1e6),
    }


class Alarms:
    """How long it took until a card of danger came to any official."""

    def __init__(self, phones: Any) -> None:
        self.rang, self._since = 0.0, time.monotonic()
        for phone in phones:
            phone.on_event = self._happened

    def _happened(self, event: dict[str, Any]) -> None:
        if not self.rang and "🆘" in json.dumps(event, ensure_ascii=False):
            self.rang = time.monotonic() - self._since


def database(stage: Stage) -> Path:
    return stage.folder / "desk.db"


def waiting(stage: Stage) -> int:
    """Updates that came and are not handled yet."""
    with closing(sqlite3.connect(f"file:{database(stage)}?mode=ro", uri=True)) as connection:
        [[count]] = connection.execute("SELECT count(*) FROM inbox WHERE state = 'waiting'").fetchall()
        return int(count)


def memory(stage: Stage) -> int:
    return int(psutil.Process(stage.bot.pid).memory_info().rss)


async def measure(folder: Path, pieces: int, characters: int) -> dict[str, Any]:
    flood = Flood(residents=2, messages=pieces, reports=0)
    text = (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]
    async with crowded(folder, f"sqlite:///{folder}/desk.db", flood, paced=False) as (stage, phones):
        return await told(stage, phones, flood, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=1500)
    parser.add_argument("--characters", type=int, default=4080)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bangfu-story-") as folder:
        found = asyncio.run(measure(Path(folder), given.pieces, given.characters))
    print(json.dumps({"bench": "long_story", **vars(given), **found}))


if __name__ == "__main__":
    main()
