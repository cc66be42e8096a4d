"""`make run` without a token: whoever tries the desk may end it as roughly as they like, and start again."""

from __future__ import annotations

from pathlib import Path

import aiohttp

from tests.scenarios.running import Running, free_port

READY = "Bangfu is ready"
LIVING = "Living through the last thirty days"


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


async def test_killed_while_its_past_is_lived_it_begins_anew_and_then_starts_as_ever(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "BANGFU_PORT": str(port),
        "BANGFU_DATA_DIR": str(tmp_path / "var"),
        "BANGFU_DEMO_PAST": "lived",
    }
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)
    sandbox = f"http://127.0.0.1:{port}/sandbox"

    async def says(words: str, times: int = 1) -> bool:
        return desk.output().count(words) == times

    async def chat(session: aiohttp.ClientSession, who: int) -> list[str]:
        async with session.get(f"{sandbox}/chats/{who}/messages?after_event=0") as answer:
            return [one.get("text", "") for one in (await answer.json())["messages"]]

    async def in_the_middle(session: aiohttp.ClientSession) -> bool:
        return await says(LIVING) and "屋顶漏雨 炕都湿了" in await chat(session, 1001)

    async with aiohttp.ClientSession() as session:
        desk.start()
        await desk.until(lambda: says(LIVING))
        await desk.until(lambda: in_the_middle(session))
        await desk.kill()

        desk.start()
        await desk.until(lambda: says(READY))
        told = await chat(session, 1001)
        async with session.get(f"{sandbox}/people") as answer:
            notes = {one["id"]: one["note"] for one in await answer.json()}
        assert await desk.stop() == 0, desk.output()

        desk.start()
        await desk.until(lambda: says(READY, times=2))
        again = await chat(session, 1001)
    assert await desk.stop() == 0, desk.output()
    assert told.count("屋顶漏雨 炕都湿了") == 1
    assert again[: len(told)] == told
    assert "👉" in notes[2001]
    assert (desk.output().count(LIVING), desk.output().count("beginning anew")) == (2, 1)
    assert "the past of the demo lacks something" not in desk.output()
