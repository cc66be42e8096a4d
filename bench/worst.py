"""The worst that one person can ask of each handler: for how long nobody else has a turn meanwhile.

`python -m bench.worst [--rounds 5] [--only WORD]` prints a JSON line for each deed, the slowest last, and one
for all. The desk runs in this process on a SQLite file, and every deed goes through the router. A *hold* is
the processor time from one turn of the event loop to the next, so that a busy machine does not count; the
limit is 50 ms. Deeds are done by people who have got everything that can grow up to its limit.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import thread_time

from bench.grown import Grown, grow
from bench.worst_deeds import DEEDS, Act, Deed
from desk.domain.danger.danger import heard_in
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from tests.deskside import Desk

LIMIT_MS = 50.0


@dataclass
class Holds:
    """How long others were kept from their turn, in seconds."""

    longest: float = 0.0
    total: float = 0.0
    _since: float = field(default_factory=thread_time)

    async def watch(self) -> None:
        """Take a turn whenever there is one."""
        while True:
            await asyncio.sleep(0)
            self.turn()

    def turn(self) -> None:
        """Somebody else has a turn."""
        now = thread_time()
        self.longest, self.total = max(self.longest, now - self._since), self.total + now - self._since
        self._since = now


@contextmanager
def quiet_memory() -> Iterator[None]:
    """The collector runs between deeds, as it would between updates, and not in a random one of them."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def held(act: Act) -> Holds:
    """One deed, watched."""
    heard_in.cache_clear()
    with quiet_memory():
        holds = Holds()
        watching = asyncio.create_task(holds.watch())
        await asyncio.sleep(0)
        await act()
        holds.turn()
        watching.cancel()
    return holds


@asynccontextmanager
async def county(folder: Path) -> AsyncIterator[Desk]:
    url = f"sqlite:///{folder}/desk.db"
    await asyncio.to_thread(migrate, url)
    database = await open_database(url)
    try:
        yield Desk(database)
    finally:
        await database.close()


async def measure(rounds: int, only: str) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="bangfu-worst-") as folder:
        async with county(Path(folder)) as desk:
            grown = await grow(desk)
            found = [await _rounds(desk, grown, deed, rounds) for deed in DEEDS if only in deed.name]
    return sorted(found, key=lambda one: float(str(one["max_ms"])))


async def _rounds(desk: Desk, grown: Grown, deed: Deed, rounds: int) -> dict[str, object]:
    holds = []
    for _ in range(rounds + 1):
        act = await deed.make(desk, grown)
        holds.append(await held(act))
    holds = holds[1:]  # the first warms up
    longest = [1000 * one.longest for one in holds]
    return {
        "deed": deed.name,
        "rounds": rounds,
        "p50_ms": round(statistics.median(longest), 2),
        "max_ms": round(max(longest), 2),
        "whole_ms": round(statistics.median(1000 * one.total for one in holds), 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="only deeds whose name has this in it")
    given = parser.parse_args()
    found = asyncio.run(measure(given.rounds, given.only))
    for one in found:
        print(json.dumps({"bench": "worst", **one}))
    worst = found[-1]
    print(
        json.dumps({"bench": "worst", "deeds": len(found), "worst": worst["deed"], "max_ms": worst["max_ms"]})
    )
    return int(float(str(worst["max_ms"])) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
