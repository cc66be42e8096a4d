"""How much of each layer a whole run has covered, by branches and in every process."""

from __future__ import annotations

import io
import sys

from coverage import Coverage

# Percent of lines and branches, of layers together.
LEAST = {"desk storage schedules": 95.0}
# Much of these runs only in processes of their own. What `bot` lacks then is mostly trouble of the machine.
LEAST_WITH_PROCESSES = {"handlers": 93.0, "bot": 85.0}


def main() -> int:
    """Print the shares and the files that lack most; 2 when a layer has too little."""
    every = sys.argv[1:]  # the settings by which every process was counted, if it was
    coverage = Coverage(config_file=every[0] if every else True)
    coverage.load()
    short = []
    for layers, least in {**LEAST, **(LEAST_WITH_PROCESSES if every else {})}.items():
        within = [f"{layer}/*" for layer in layers.split()]
        covered = coverage.report(include=within, file=io.StringIO())
        print(f"{layers}: {covered:.1f} % covered, at least {least:.0f} %")
        if covered < least:
            short.append(layers)
            coverage.report(include=within, skip_covered=True, sort="miss", show_missing=True)
    if short:
        print(
            f"Too little is tried in: {', '.join(short)}. See test-output/coverage/index.html",
            file=sys.stderr,
        )
    return 2 if short else 0


if __name__ == "__main__":
    sys.exit(main())
