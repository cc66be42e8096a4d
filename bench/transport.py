"""Updates a second and processor time per update: our bot against a bare echo bot, in turns.

`python -m bench.transport [--handler desk] [--rounds 5] [--updates 3000] [--rate 0]` prints JSON lines; the
last one holds medians, the least and the most, and the ratios. Both bots talk to the same stub in a process
of its own. The echo bot gets texts; the desk gets what residents and officials do (`bench/loads.py`), so it
says more than one message per update: figures are given per update and per message sent.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

TOKEN = "4711:AAbench-token-that-nobody-knows-00000"
LOADS = {"desk": "stories", "trivial": "echo"}
FIGURES = ("cpu_ms_per_update", "cpu_ms_per_message", "updates_per_second", "messages_per_update")
Run = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """How many updates from how many people; `rate` a second, or 0 for all at once."""

    updates: int
    chats: int
    rate: float


@dataclass(frozen=True)
class Bot:
    """One side of the comparison: its process and what it is given to do."""

    name: str
    command: tuple[str, ...]
    load: str


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    quiet = None if os.environ.get("BENCH_LOUD") else subprocess.DEVNULL
    running = subprocess.Popen([sys.executable, "-m", *command], stderr=quiet)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str, *, post: bool = False) -> Any:
    request = urllib.request.Request(url, method="POST" if post else "GET")
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.loads(answer.read() or b"null")


def wait_for(url: str, ready: str, least: int) -> Any:
    """Poll the stub until a figure is reached."""
    end = time.monotonic() + 180
    stats: Any = None
    while time.monotonic() < end:
        try:
            stats = ask(url)
            if stats[ready] >= least:
                return stats
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"the bench did not reach {ready} >= {least}: {stats}")


def measure(bot: Bot, load: Load) -> Run:
    """One run of one bot."""
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    given = ("--port", str(port), "--updates", str(load.updates), "--chats", str(load.chats))
    with process("bench.stub", *given, "--rate", str(load.rate), "--load", bot.load):
        wait_for(f"{root}/stats", "requests", 0)
        with process(bot.command[0], root, TOKEN, *bot.command[1:]) as running:
            wait_for(f"{root}/stats", "requests", 2)
            time.sleep(0.5)
            watched = psutil.Process(running.pid)
            before = watched.cpu_times()
            ask(f"{root}/go", post=True)
            stats = wait_for(f"{root}/stats", "done", 1)
            after = watched.cpu_times()
            memory = watched.memory_info().rss
    spent = (after.user + after.system - before.user - before.system) * 1000
    return {
        "bench": "transport",
        "bot": bot.name,
        "updates_per_second": round(stats["updates"] / stats["seconds"]),
        "cpu_ms_per_update": round(spent / stats["updates"], 3),
        "cpu_ms_per_message": round(spent / stats["messages"], 3),
        "messages_per_update": round(stats["messages"] / stats["updates"], 2),
        "calls_per_update": round(stats["calls"] / stats["updates"], 2),
        "memory_mb": round(memory / 2**20),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--handler", choices=tuple(LOADS), default="desk")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    load = Load(given.updates, given.chats, given.rate)
    ours = ("bench.transport_bot", given.handler, str(load.updates))
    bots = (Bot("echo", ("bench.echo_bot",), "echo"), Bot("ours", ours, LOADS[given.handler]))
    runs: list[Run] = []
    for _ in range(given.rounds):
        for bot in bots:
            runs.append(measure(bot, load))
            print(json.dumps(runs[-1]), flush=True)
    print(json.dumps(summary(runs, given.handler, load)))


def summary(runs: Sequence[Run], handler: str, load: Load) -> Run:
    """Medians with the least and the most, and ours against the echo bot's."""
    found = {name: {figure: spread(runs, name, figure) for figure in FIGURES} for name in ("echo", "ours")}

    def ratio(figure: str) -> float:
        return round(found["ours"][figure][0] / found["echo"][figure][0], 2)

    return {
        "bench": "transport",
        "handler": handler,
        "updates": load.updates,
        "rate": load.rate,
        "median_least_most": found,
        "cpu_ratio_per_update": ratio("cpu_ms_per_update"),
        "cpu_ratio_per_message": ratio("cpu_ms_per_message"),
        "speed_ratio": ratio("updates_per_second"),
        "cores": os.cpu_count(),
        "machine_load": round(os.getloadavg()[0], 2),
        "note": "figures move with whatever else the machine does; the ratios of one run are what counts",
    }


def spread(runs: Sequence[Run], name: str, figure: str) -> tuple[float, float, float]:
    """Median, least, most."""
    values = [run[figure] for run in runs if run["bot"] == name]
    return round(statistics.median(values), 3), min(values), max(values)


if __name__ == "__main__":
    main()
