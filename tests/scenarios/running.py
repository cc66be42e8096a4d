"""Real processes under test: started, watched, stopped or killed by their own number."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Running:
    """One `python -m …`, or another program, with its output in a file."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        log: Path,
        environment: Mapping[str, str],
        program: Sequence[str] = (sys.executable, "-m"),
        folder: Path = ROOT,
    ) -> None:
        self.log = log
        self._folder = folder
        self._command = [*program, module, *arguments]
        self._environment = {**clean_environment(), **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number. Raises AssertionError before it was started."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, or start it again; the log goes on."""
        assert not self.alive
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a Ctrl-C at the test's terminal is not for it
            )

    async def stop(self, within: float = PATIENCE_SECONDS) -> int:
        """Ask as Ctrl-C does and wait for the exit code; fails when it takes longer."""
        return await self._signal(signal.SIGINT, within)

    async def kill(self) -> int:
        """End it in the middle of whatever it does."""
        return await self._signal(signal.SIGKILL, PATIENCE_SECONDS)

    async def _signal(self, number: signal.Signals, within: float) -> int:
        assert self._process is not None
        if self.alive:
            self._process.send_signal(number)
        return await asyncio.to_thread(self._process.wait, within)

    async def until(self, ready: Callable[[], Awaitable[bool]]) -> None:
        """Wait until it is ready; fails with its output when it ends or never is."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await ready():
                assert self.alive, f"{' '.join(self._command[1:])} has ended:\n{self.output()}"
                await asyncio.sleep(0.05)

    def output(self) -> str:
        """All that it printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def clean_environment() -> dict[str, str]:
    """The developer's own settings must not reach a test; nor is every sentence encoded for each.

    A demo begins today: to live through its past takes seconds.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BANGFU_", "COV_")) and not name.lower().endswith("_proxy")
    }
    ours = {"BANGFU_POLICY_SEMANTIC": "off", "BANGFU_DEMO_PAST": "none"}
    return {**kept, **ours, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
