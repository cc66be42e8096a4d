"""Run tests on another day than today: `days.py DAY|all [pytest's arguments]`.

libfaketime moves the clock of every process by one offset, so that parents and children agree. What serves
the tests keeps the real clock (`tests/real_clock.py`): PostgreSQL hangs under a moved one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHINA = timezone(timedelta(hours=8))  # the standard library alone: nothing is installed yet that knows zones
LIBRARIES = ("usr/lib/*/faketime/libfaketimeMT.so.1", "usr/lib/faketime/libfaketimeMT.so.1")
# Files outside of these never look at the real clock: tests/house/test_days.py.
READ_A_CLOCK = (
    "tests/cli",
    "tests/bot/connecting/test_proxy_tls.py",
    "tests/bot/process",
    "tests/bot/receiving",
    "tests/bot/sending",
    "tests/bot/test_demo.py",
    "tests/bot/policy/test_policy_start.py",
    "tests/sandbox/test_process.py",
    "tests/schedules/test_runner.py",
    "tests/scenarios/test_beside_the_desk.py",
    "tests/scenarios/test_main_story.py",
    "tests/scenarios/test_starting.py",
)


def days(now: datetime) -> dict[str, datetime]:
    """The days on which a suite is most likely to rot, each at its edge: a year ends while the tests run."""
    today = now.astimezone(CHINA)
    ahead = [today + timedelta(days=passed) for passed in range(1, 9 * 366)]
    return {
        "sunday-evening": _first(ahead, lambda day: day.isoweekday() == 7).replace(hour=20, minute=0),
        "new-years-eve": _first(ahead, lambda day: (day.month, day.day) == (12, 31)).replace(
            hour=23, minute=50
        ),
        "leap-day": _first(ahead, lambda day: (day.month, day.day) == (2, 29)).replace(hour=9, minute=0),
        "in-400-days": ahead[399],
    }


def _first(ahead: list[datetime], wanted: Callable[[datetime], bool]) -> datetime:
    return next(filter(wanted, ahead))


def moved(day: datetime, now: datetime, preloaded: str) -> dict[str, str]:
    """What the environment needs so that it is `day` now; time goes on as fast as ever."""
    offset = f"{(day - now).total_seconds():+.0f}"
    return {
        "LD_PRELOAD": preloaded,
        "FAKETIME": offset,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # Its mending of timed waits makes a thread that waits spin: four times the processor time.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        "PYTHONPATH": str(ROOT / "tests/setup/moved"),
    }


def main(arguments: list[str]) -> int:
    """Exit code 0 when the tests pass on every day asked for."""
    preloaded = library()
    if preloaded is None:
        print("*** libfaketime is missing and could not be installed: NO OTHER DAY THAN TODAY IS TRIED. ***")
        return 0
    known = days(datetime.now(UTC))
    wanted, asked = arguments[0], arguments[1:] or [*READ_A_CLOCK, "-k", "not postgresql"]
    if wanted not in (*known, "all"):
        print(f"There is no day {wanted}: {', '.join(known)} or all.", file=sys.stderr)
        return 2
    (ROOT / "test-output").mkdir(exist_ok=True)
    started = [(name, _start(name, asked, preloaded)) for name in known if wanted in (name, "all")]
    failed = [name for name, run in started if _end(name, run)]
    if failed:
        print(f"*** The tests fail on another day: {', '.join(failed)}. ***", file=sys.stderr)
    return len(failed)


def library() -> str | None:
    """Where Debian's libfaketime lies, if it is there."""
    return next((str(found) for pattern in LIBRARIES for found in Path("/").glob(pattern)), None)


def _start(name: str, asked: list[str], preloaded: str) -> subprocess.Popen[bytes]:
    """The days run beside one another: their tests wait more than they compute."""
    now = datetime.now(UTC)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *asked]
    environment: Mapping[str, str] = {**os.environ, **moved(days(now)[name], now, preloaded)}
    said = (ROOT / "test-output" / f"{name}.log").open("wb")
    said.write(f"== {name}: {days(now)[name]:%A %Y-%m-%d %H:%M} in China\n".encode())
    said.flush()
    with said:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)


def _end(name: str, run: subprocess.Popen[bytes]) -> int:
    """Wait for it, and print what it said."""
    code = run.wait()
    sys.stdout.buffer.write((ROOT / "test-output" / f"{name}.log").read_bytes())
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
