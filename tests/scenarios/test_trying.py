"""`make run` without a token: whoever tries the desk may end it as roughly as they like, and start again."""

from __future__ import annotations

from pathlib import Path

import aiohttp

from tests.scenarios.running import Running, free_port

READY = "Bangfu is ready"


async def test_killed_outright_it_starts_again_and_knows_what_was_said(tmp_path: Path) -> None:
    port = free_port()
    settings = {"BANGFU_PORT": str(port), "BANGFU_DATA_DIR": str(tmp_path / "var")}
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)
    chat = f"http://127.0.0.1:{port}/sandbox/chats/1001"
    starts = 0

    async def ready() -> bool:
        return desk.output().count(READY) == starts

    async def said(session: aiohttp.ClientSession, words: str) -> bool:
        async with session.get(f"{chat}/messages?after_event=0") as answer:
            return any(words in one.get("text", "") for one in (await answer.json())["messages"])

    async with aiohttp.ClientSession() as session:
        starts = 1
        desk.start()
        await desk.until(ready)
        await session.post(f"{chat}/send", json={"text": "我有困难"})
        await desk.until(lambda: said(session, "同意吗"))

        await desk.kill()
        starts = 2
        desk.start()
        await desk.until(ready)

        await session.post(f"{chat}/send", json={"text": "同意"})
        await desk.until(lambda: said(session, "哪方面的困难"))
    assert await desk.stop() == 0, desk.output()
