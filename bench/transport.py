"""Updates a second and processor time per update: our transport against a bare echo bot, in turns.

`python -m bench.transport [--handler trivial] [--rounds 3] [--updates 3000] [--rate 0]` prints JSON lines;
the last one holds the medians and the ratio. Both bots talk to the same stub in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

TOKEN = "4711:AAbench-token-that-nobody-knows-00000"


@dataclass(frozen=True)
class Load:
    """How many updates from how many people; `rate` a second, or 0 for all at once."""

    updates: int
    chats: int
    rate: float


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen([sys.executable, "-m", *command], stderr=subprocess.DEVNULL)
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
    while time.monotonic() < end:
        try:
            stats = ask(url)
            if stats[ready] >= least:
                return stats
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"the bench did not reach {ready} >= {least}")


def measure(name: str, module: tuple[str, ...], load: Load) -> dict[str, Any]:
    """One run of one bot."""
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    given = ("--port", str(port), "--updates", str(load.updates), "--chats", str(load.chats))
    with process("bench.stub", *given, "--rate", str(load.rate)):
        wait_for(f"{root}/stats", "requests", 0)
        with process(module[0], root, TOKEN, *module[1:]) as bot:
            wait_for(f"{root}/stats", "requests", 2)
            time.sleep(0.5)
            watched = psutil.Process(bot.pid)
            before = watched.cpu_times()
            ask(f"{root}/go", post=True)
            stats = wait_for(f"{root}/stats", "done", 1)
            after = watched.cpu_times()
            memory = watched.memory_info().rss
    spent = after.user + after.system - before.user - before.system
    return {
        "bench": "transport",
        "bot": name,
        "updates_per_second": round(load.updates / stats["seconds"]),
        "cpu_ms_per_update": round(spent / load.updates * 1000, 3),
        "memory_mb": round(memory / 2**20),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--handler", default="trivial")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    load = Load(given.updates, given.chats, given.rate)
    bots = {"echo": ("bench.echo_bot",), "ours": ("bench.transport_bot", given.handler)}
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in bots}
    for _ in range(given.rounds):
        for name, module in bots.items():
            runs[name].append(measure(name, module, load))
            print(json.dumps(runs[name][-1]), flush=True)
    print(json.dumps(summary(runs, given.handler, load)))


def summary(runs: dict[str, list[dict[str, Any]]], handler: str, load: Load) -> dict[str, Any]:
    """Medians, and ours against the echo bot's."""

    def median(name: str, figure: str) -> float:
        return float(statistics.median(run[figure] for run in runs[name]))

    cpu = {name: median(name, "cpu_ms_per_update") for name in runs}
    speed = {name: median(name, "updates_per_second") for name in runs}
    return {
        "bench": "transport",
        "handler": handler,
        "updates": load.updates,
        "rate": load.rate,
        "cpu_ms_per_update": cpu,
        "updates_per_second": speed,
        "cpu_ratio": round(cpu["ours"] / cpu["echo"], 2),
        "speed_ratio": round(speed["ours"] / speed["echo"], 2),
    }


if __name__ == "__main__":
    main()
