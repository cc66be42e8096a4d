"""How much of each layer a whole run has covered, by branches and in every process."""

from __future__ import annotations

import io
import os
import sys

from coverage import Coverage

# Percent of lines and branches.
LEAST = {"desk": 95.0, "storage": 95.0, "schedules": 95.0}
# Much of these runs only in processes of their own. What `bot` lacks then is mostly trouble of the machine.
LEAST_WITH_PROCESSES = {"handlers": 93.0, "bot": 85.0}


def main() -> int:
    """Print each layer's share and the files that lack most; 2 when a layer has too little."""
    coverage = Coverage()
    coverage.load()
    short = []
    every = os.environ.get("COVERED") == "subprocess"
    for layer, least in {**LEAST, **(LEAST_WITH_PROCESSES if every else {})}.items():
        covered = coverage.report(include=[f"{layer}/*"], file=io.StringIO())
        print(f"{layer:10} {covered:5.1f} % covered, at least {least:.0f} %")
        if covered < least:
            short.append(layer)
            coverage.report(include=[f"{layer}/*"], skip_covered=True, sort="miss", show_missing=True)
    if short:
        print(
            f"Too little is tried in: {', '.join(short)}. See test-output/coverage/index.html",
            file=sys.stderr,
        )
    return 2 if short else 0


if __name__ == "__main__":
    sys.exit(main())
