"""The stage of a story: the sandbox and the bot as two processes, and puppets at their phones."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.scenarios.puppet import Puppet
from tests.scenarios.running import PATIENCE_SECONDS, ROOT, Running, clean_environment, free_port

TOKEN = "700100:stage-token-of-the-tests"
Json = dict[str, Any]


class Stage:
    """One world with one bot. Everything it keeps lies in `folder`."""

    def __init__(self, folder: Path, database_url: str, cast: Sequence[Json]) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        self.settings = {
            "BANGFU_BOT_TOKEN": TOKEN,
            "BANGFU_BOT_API_ROOT": self.address,
            "BANGFU_DATABASE_URL": database_url,
            "BANGFU_DATA_DIR": str(folder / "data"),
            "BANGFU_KEY_FILE": str(folder / "data" / "keys.json"),
            "BANGFU_LOG_LEVEL": "DEBUG",  # the more it says, the more it could give away
        }
        self._names = {person["id"]: str(person["first_name"]) for person in cast}
        self._puppets: dict[int, Puppet] = {}
        self._session = aiohttp.ClientSession(self.address)
        self.sandbox = self._build_sandbox(cast)
        self.bot = Running("bot", "run", log=folder / "bot.log", environment=self.settings)

    def _build_sandbox(self, cast: Sequence[Json]) -> Running:
        (self.folder / "cast.json").write_text(json.dumps(cast))
        options = {
            "--port": self.address.rpartition(":")[2],
            "--token": TOKEN,
            "--cast": str(self.folder / "cast.json"),
            "--state": str(self.folder / "sandbox.db"),
        }
        flat = [word for option in options.items() for word in option]
        return Running("sandbox", *flat, log=self.folder / "sandbox.log", environment={})

    def puppet(self, person_id: int) -> Puppet:
        """The person with this number, the same one each time."""
        if person_id not in self._puppets:
            self._puppets[person_id] = Puppet(self._session, person_id, self._names[person_id])
        return self._puppets[person_id]

    async def open(self) -> None:
        """Start the sandbox; the bot is started when its county is set up."""
        self.sandbox.start()
        await self.sandbox.until(self._sandbox_answers)

    async def start_bot(self) -> None:
        """Start the bot, for the first time or again, and wait until it listens."""
        # What comes just before the first poll: the poll itself is noted when it ends, half a minute later.
        asked = len(await self.calls("deleteWebhook"))
        self.bot.start()

        async def listens() -> bool:
            return len(await self.calls("deleteWebhook")) > asked

        await self.bot.until(listens)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `bangfu …` beside the bot, with the same settings."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            check=False,
            cwd=ROOT,
            env={**clean_environment(), **self.settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    async def calls(self, method: str = "") -> list[Json]:
        """What the bot asked of the Bot API so far."""
        async with self._session.get("/sandbox/calls", params={"method": method}) as answer:
            return list(await answer.json())

    async def add_fault(self, method: str, fault: str, **more: float) -> None:
        """Make trouble, for instance `add_fault("sendMessage", "drop_after", chance=0.02)`."""
        await self._post("/sandbox/faults", {"method": method, "fault": fault, **more})

    async def clear_faults(self) -> None:
        """No more trouble."""
        async with self._session.delete("/sandbox/faults") as answer:
            assert answer.status == 200

    async def lift_limits(self) -> None:
        """Let everybody be written to as often as one likes."""
        await self._post("/sandbox/limits", {"enforce": False})

    async def add_person(self, person: Json) -> Puppet:
        """Somebody new comes."""
        self._names[person["id"]] = str(person["first_name"])
        await self._post("/sandbox/people", person)
        return self.puppet(person["id"])

    async def close(self) -> None:
        """End both processes, the bot first."""
        if self.bot.alive:
            await self.bot.stop()
        if self.sandbox.alive:
            await self.sandbox.stop()
        await self._session.close()

    async def make_group(self, title: str, *members: int) -> int:
        """A group of these people and the bot; returns its number."""
        body = {"title": title, "members": list(members)}
        async with self._session.post("/sandbox/groups", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return int((await answer.json())["id"])

    async def _post(self, path: str, body: Json) -> None:
        async with self._session.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def _sandbox_answers(self) -> bool:
        try:
            async with self._session.get("/sandbox/bot") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False


@asynccontextmanager
async def staged(folder: Path, database_url: str, cast: Sequence[Json]) -> AsyncIterator[Stage]:
    """A stage that is always taken down again."""
    stage = Stage(folder, database_url, cast)
    try:
        await stage.open()
        yield stage
    finally:
        await stage.close()
