"""Tests that read the real clock are known, and run on other days than today."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house.source import ROOT, tree
from tests.setup.days import CHINA, READ_A_CLOCK, days

# These start real processes, which read the clock; what is not named there runs on other days by hand.
PROCESSES = ("tests/scenarios", "tests/page")
HELPERS = ("tests/bot/authority.py", "tests/bot/post_office.py")  # of tests that are named
CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}


def test_no_test_reads_the_clock_but_those_that_run_on_other_days() -> None:
    known = (*READ_A_CLOCK, *PROCESSES, *HELPERS, "tests/setup", "tests/house")
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path in (file.relative_to(ROOT) for file in sorted((ROOT / "tests").rglob("*.py")))
        if not path.as_posix().startswith(known)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _reads_clock(node)
    ]

    assert not found, "\n".join(found)


def test_what_is_named_to_read_a_clock_is_there() -> None:
    assert [path for path in READ_A_CLOCK if not Path(ROOT, path).exists()] == []


@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
def test_every_other_day_lies_ahead(hours: int) -> None:
    now = datetime(2026, 12, 28, tzinfo=UTC) + timedelta(hours=hours)

    ahead = days(now)

    assert all(day > now for day in ahead.values())
    assert ahead["sunday-evening"].astimezone(CHINA).isoweekday() == 7


def _reads_clock(call: ast.Call) -> bool:
    called = call.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCKS
        and isinstance(called.value, ast.Name)
        and called.value.id in ("datetime", "date", "time")
    )
