"""The sandbox as a process of its own: start, refusals, kill, stop."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest

from tests.sandbox.rig import MEI, TOKEN

ROOT = Path(__file__).resolve().parents[2]


async def start(*options: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--token", TOKEN, *options, stdout=pipe, stderr=pipe, cwd=ROOT
    )


async def ready(process: asyncio.subprocess.Process) -> None:
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    assert line.startswith(b"Sandbox ready on http://127.0.0.1:"), line


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def refused(options: Sequence[str]) -> tuple[int | None, str]:
    process = await start(*options)
    _, errors = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, errors.decode()


async def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    port = free_port()
    cast = tmp_path / "cast.json"
    cast.write_text(json.dumps([MEI]))
    options = ("--port", str(port), "--state", str(tmp_path / "world.db"), "--cast", str(cast))
    base = f"http://127.0.0.1:{port}"
    process = await start(*options)
    await ready(process)
    async with aiohttp.ClientSession() as session:
        for text in ("one", "two"):
            async with session.post(f"{base}/sandbox/chats/1001/send", json={"text": text}) as response:
                assert response.status == 200
        async with session.get(f"{base}/bot{TOKEN}/getUpdates") as response:
            one, two = (await response.json())["result"]
        confirm = {"offset": str(two["update_id"])}
        async with session.get(f"{base}/bot{TOKEN}/getUpdates", params=confirm) as response:
            assert response.status == 200
        process.kill()
        await process.wait()

    process = await start(*options)
    await ready(process)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/bot{TOKEN}/getUpdates") as response:
            left = (await response.json())["result"]
        async with session.post(f"{base}/sandbox/chats/1001/send", json={"text": "three"}) as response:
            (three,) = (await response.json())["messages"]
    process.terminate()
    await process.wait()

    assert left == [two]
    assert three["message_id"] == two["message"]["message_id"] + 1 == one["message"]["message_id"] + 2


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_quietly_even_while_a_poll_and_a_page_wait(sign: signal.Signals) -> None:
    port = free_port()
    process = await start("--port", str(port))
    await ready(process)
    async with aiohttp.ClientSession() as session:
        base = f"http://127.0.0.1:{port}"
        async with session.post(f"{base}/sandbox/people", json=MEI):
            pass
        poll = asyncio.create_task(session.get(f"{base}/bot{TOKEN}/getUpdates?timeout=50"))
        page = await session.get(f"{base}/sandbox/chats/1001/events")
        await asyncio.sleep(0.1)

        process.send_signal(sign)
        output, errors = await asyncio.wait_for(process.communicate(), 10)
        await asyncio.gather(poll, return_exceptions=True)
        page.close()

    assert (process.returncode, output, errors) == (0, b"", b"")


async def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, errors = await refused(["--port", str(port)])

    assert code == 2
    assert errors == f"Cannot listen on 127.0.0.1:{port}: address already in use.\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--host", "0.0.0.0"], "The sandbox listens on loopback addresses only, not on 0.0.0.0.\n"),
        (["--token", "nonsense"], "The token must look like 123456:letters-and-digits.\n"),
        (["--cast", "no-such-file.json"], "The cast file no-such-file.json cannot be read: "),
    ],
)
async def test_what_cannot_be_started_says_why_in_one_sentence(options: list[str], sentence: str) -> None:
    code, errors = await refused(options)

    assert code == 2
    assert errors.startswith(sentence)
    assert errors.count("\n") == 1
