"""The sandbox as a process of its own, for tests."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456:page-test-token-0123456789abcdefghij"


@contextlib.contextmanager
def running_sandbox(port: int, *options: str) -> Iterator[str]:
    """A sandbox on this port for the length of the block; gives its address."""
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--token", TOKEN, *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(base, process)
        control(f"{base}/sandbox/limits", {"enforce": False})
        yield base
    finally:
        process.terminate()
        process.wait(10)


def control(url: str, body: dict[str, Any]) -> None:
    """POST to a control endpoint."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=5):
        pass


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(base: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the sandbox ended by itself"
        try:
            with urllib.request.urlopen(f"{base}/sandbox/bot", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the sandbox did not answer")
