"""`python -m bench [name …]`: every benchmark, or those named; JSON lines on standard output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMMANDS = {
    "transport": ("bench.transport",),
    "trickle": ("bench.transport", "--rate", "100", "--updates", "1000"),
    "flood": ("bench.flood",),
    "long_story": ("bench.long_story",),
    "worst": ("bench.worst",),
    "hearing": ("bench.hearing",),
    "places": ("bench.places",),
    "policy": ("bench.policy",),
    "quarter": ("bench.quarter",),
    "broadcast": ("bench.broadcast",),
    "sweep": ("bench.sweep",),
    "tables": ("bench.tables",),
    "house": ("bench.house",),
}


def main() -> int:
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or list(COMMANDS)
    unknown = [name for name in wanted if name not in COMMANDS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    here = Path(__file__).parent
    present = [name for name in wanted if (here / f"{COMMANDS[name][0].split('.')[1]}.py").exists()]
    return max((subprocess.call([sys.executable, "-m", *COMMANDS[name]]) for name in present), default=0)


if __name__ == "__main__":
    sys.exit(main())
