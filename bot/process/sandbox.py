"""The sandbox as a child process, for trying the desk without a token."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

TOKEN = "100200300:bangfu-demo-token-for-the-local-sandbox"  # noqa: S105 - opens nothing but the sandbox
BOT_ID = int(TOKEN.partition(":")[0])
USERNAME = "bangfu_demo_bot"
_ROOT = Path(__file__).resolve().parents[2]
_READY_SECONDS = 60.0
_STOP_SECONDS = 3.0


class SandboxFailed(Exception):
    """The sandbox could not start; the message is its one sentence."""


@asynccontextmanager
async def running_sandbox(
    port: int, folder: Path, cast: Sequence[dict[str, Any]], name: str
) -> AsyncIterator[str]:
    """Start the sandbox with a bot of that name, wait until it serves, stop it at the end; gives its address.

    Raises SandboxFailed when it cannot serve, for instance because the port is taken.
    """
    process = await _started(port, _prepared(folder, cast), name)
    try:
        await _ready(process)
        drain = asyncio.create_task(_drain(process))
        yield f"http://127.0.0.1:{port}"
        drain.cancel()
    finally:
        await _stopped(process)


def _prepared(folder: Path, cast: Sequence[dict[str, Any]]) -> Path:
    """The folder with the cast in it, by its whole path: the sandbox starts in another folder than ours."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cast.json").write_text(json.dumps(list(cast), ensure_ascii=False), encoding="utf-8")
    return folder.absolute()


async def _started(port: int, folder: Path, name: str) -> asyncio.subprocess.Process:
    arguments = {
        "--port": str(port),
        "--token": TOKEN,
        "--state": str(folder / "sandbox.db"),
        "--cast": str(folder / "cast.json"),
        "--botapi-files": str(folder / "files"),
        "--bot-username": USERNAME,
        "--bot-name": name,
    }
    # A session of its own: Ctrl-C reaches us alone, and we stop the sandbox last.
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *(part for pair in arguments.items() for part in pair),
        "--until-eof",  # our end of the pipe closes however we die, so that no sandbox is left behind
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        start_new_session=True,
    )


async def _ready(process: asyncio.subprocess.Process) -> None:
    if process.stdout is None or process.stderr is None:
        raise SandboxFailed("The chat page did not start.")
    try:
        async with asyncio.timeout(_READY_SECONDS):
            if await process.stdout.readline():
                return
            words = (await process.stderr.read()).decode(errors="replace").strip().splitlines()
    except TimeoutError:
        raise SandboxFailed(f"The chat page did not start within {_READY_SECONDS:.0f} seconds.") from None
    raise SandboxFailed(_sentence(words[-1] if words else ""))


def _sentence(words: str) -> str:
    """Its last words, with what an operator can do about them: it knows nothing of our settings."""
    if words.startswith("Cannot listen on"):
        return f"{words.rstrip('.')}: end what listens there, or name another port in BANGFU_PORT."
    return words or "The chat page did not start."


async def _drain(process: asyncio.subprocess.Process) -> None:
    """Keep the pipe empty, so that the sandbox never waits for us."""
    while process.stderr is not None and (line := await process.stderr.readline()):
        sys.stderr.write(line.decode(errors="replace"))


async def _stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
