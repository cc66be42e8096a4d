"""The command `bangfu`, also as `python -m bot`."""

from __future__ import annotations

from bot.cli import cli
from bot.cli.ending import leave


def main() -> None:
    """Run the command line."""
    leave(cli)


if __name__ == "__main__":
    main()
