"""西岗镇's quarter through the real code on a moved clock: how long it takes, and what comes out.

`python -m bench.quarter [--items 5400] [--seed 2020]` prints one JSON line:
the figures, seconds, acts a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.engine.seal import KEY_BYTES, Seal
from tests.scenarios.quarter import events_of, plan, replay, settle_town


async def measure(url: str, items: int, seed: int) -> dict[str, object]:
    seal = Seal({1: b"1" * KEY_BYTES}, 1, b"2" * KEY_BYTES)
    database = await open_database(url)
    try:
        town, planned = await settle_town(database, seal), plan(items, Random(seed))
        began, cpu = perf_counter(), process_time()
        figures = await replay(database, town, planned)
        took, cpu = perf_counter() - began, process_time() - cpu
    finally:
        await database.close()
    acts = len(events_of(planned))
    return {
        **figures.by_name(),
        "acts": acts,
        "seconds": round(took, 1),
        "cpu_seconds": round(cpu, 1),
        "acts_per_second": round(acts / took),
        "load_1m": round(os.getloadavg()[0], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5_400)
    parser.add_argument("--seed", type=int, default=2020)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bangfu-quarter-") as folder:
        url = f"sqlite:///{Path(folder) / 'quarter.db'}"
        migrate(url)
        print(json.dumps(asyncio.run(measure(url, given.items, given.seed))))


if __name__ == "__main__":
    main()
