"""The command `bangfu`, also as `python -m bot`."""

from __future__ import annotations

import sys

from bot.process.missing import missing_library


def main() -> None:
    """Run the command line."""
    try:
        from bot.cli import cli  # noqa: PLC0415 - whoever starts it with another Python gets a sentence
        from bot.cli.ending import leave  # noqa: PLC0415
    except ImportError as error:
        sentence = missing_library(error)
        if not sentence:
            raise
        sys.stderr.write(f"{sentence}\n")
        sys.exit(2)
    leave(cli)


if __name__ == "__main__":
    main()
