"""What every test may rely on."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

# A slow machine is no failure; what was found is printed so that it can be found again.
settings.register_profile(
    "here", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("here"), database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What runs in the background of a shell ignores Ctrl-C, and every process that it starts would do so too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def test_output(root: Path) -> Path:
    """Where screenshots and logs are left for people."""
    folder = root / "test-output"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for processes and kills begins first: at the end of a run it would be waited for alone."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/scenarios"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep what the processes of a failed story said, for whoever looks into it."""
    report = yield
    stage = getattr(item, "funcargs", {}).get("stage")
    if report.failed and stage is not None:
        kept = item.config.rootpath / "test-output" / re.sub(r"[^\w-]+", "-", item.name)
        kept.mkdir(parents=True, exist_ok=True)
        for log in Path(stage.folder).glob("*.log"):
            shutil.copyfile(log, kept / log.name)
        report.sections.append(("logs of the processes", str(kept)))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested, and why: a silent skip looks like a pass."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        where = report.longrepr
        reasons[where[2] if isinstance(where, tuple) else str(where)] += 1
    if not reasons:
        return
    terminalreporter.section(f"NOT TESTED HERE: {reasons.total()}", sep="!", red=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"  {count} × {reason.removeprefix('Skipped: ')}", yellow=True)
