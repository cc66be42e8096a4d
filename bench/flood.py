"""Forty residents at once, one of them flooding: how long everybody else waits for each answer.

`python -m bench.flood [--residents 40] [--flood 300] [--rounds 3] [--reports 3] [--paced]` prints JSON lines;
the last one holds the medians. Sandbox and bot are processes of their own; a wait is the time from somebody's
message or press until what answers it is on their phone. Without `--paced` the sandbox enforces no limits and
the bot has no budget: what is measured is the desk, not Telegram's allowance of 30 messages a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

import psutil

from tests.scenarios.flood import Flood, Flooded, flooded


def quantile(waits: list[float], share: float) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(found: Flooded) -> dict[str, Any]:
    """One round in figures; `first` is the moment at which all speak at once."""
    waits = [1000 * wait for one in found.others for wait in one.waits]
    return {
        "answers": len(waits),
        "first_p99_ms": round(quantile([1000 * one.waits[0] for one in found.others], 0.99), 1),
        "p50_ms": round(quantile(waits, 0.50), 1),
        "p95_ms": round(quantile(waits, 0.95), 1),
        "p99_ms": round(quantile(waits, 0.99), 1),
        "max_ms": round(max(waits), 1),
        "flooder_last_ms": round(1000 * found.flooder_seconds, 1),
        "seconds": round(found.seconds, 2),
        "bot_cpu_seconds": round(found.bot_cpu_seconds, 2),
        "load_1m": round(os.getloadavg()[0], 2),
    }


def measure(flood: Flood, *, paced: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bangfu-flood-") as folder:
        found = asyncio.run(flooded(Path(folder), f"sqlite:///{folder}/desk.db", flood, paced=paced))
    return summary(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=40)
    parser.add_argument("--flood", type=int, default=300)
    parser.add_argument("--reports", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paced", action="store_true", help="keep Telegram's limits and the bot's budgets")
    given = parser.parse_args()
    flood = Flood(given.residents, given.flood, given.reports)
    rounds = [measure(flood, paced=given.paced) for _ in range(given.rounds)]
    for one in rounds:
        print(json.dumps({"bench": "flood", **one}), flush=True)
    middle = {name: round(statistics.median(one[name] for one in rounds), 1) for name in rounds[0]}
    settings = {"residents": given.residents, "flood": given.flood, "paced": given.paced}
    machine = {"cpus": psutil.cpu_count()}
    print(json.dumps({"bench": "flood", "median_of": given.rounds, **settings, **middle, **machine}))


if __name__ == "__main__":
    main()
