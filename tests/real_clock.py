"""The real clock, for what serves the tests while `tests/setup/days.py` moves theirs."""

from __future__ import annotations

import os


def environment() -> dict[str, str]:
    """This process's environment without what moves the clock."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "LD_PRELOAD" and not name.startswith("FAKETIME")
    }
