"""What hearing one message costs, and the memory of the model: `python -m bench hearing`."""

from __future__ import annotations

import json
import tracemalloc
from statistics import median, quantiles
from time import perf_counter

from hearing.listener import Listener
from hearing.model import FILE, load
from hearing.sentences import DATA, HELD_OUT, read

ROUNDS = 5
LONG = "今年的苞米收了几亩地，价钱还行。" * 256  # the longest message, 4,096 characters


def main() -> None:
    """One JSON line."""
    texts = [one.text for one in read(DATA / HELD_OUT)][::3]
    load.cache_clear()
    tracemalloc.start()
    model = load()
    _, peak = tracemalloc.get_traced_memory()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    rounds = [_seconds(texts) for _ in range(ROUNDS)]
    line = {
        "bench": "hearing",
        "n": len(texts),
        "rounds": ROUNDS,
        "median_us": round(median(map(median, rounds)) * 1e6),
        "p95_us": round(median(quantiles(one, n=20)[-1] for one in rounds) * 1e6),
        "longest_ms": round(median(_seconds([LONG])[0] for _ in range(ROUNDS)) * 1e3, 1),
        "memory_mb": round(held / 1e6, 1),
        "peak_mb": round(peak / 1e6, 1),
        "file_mb": round(FILE.stat().st_size / 1e6, 2),
        "parts": int(model.weights.shape[0]),
    }
    print(json.dumps(line))


def _seconds(texts: list[str]) -> list[float]:
    listener = Listener(load())
    took = []
    for text in texts:
        begun = perf_counter()
        listener.hear(text)
        took.append(perf_counter() - begun)
    return took


if __name__ == "__main__":
    main()
