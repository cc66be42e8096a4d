"""Fetching the voices and photos of cases: by rows, sealed on disk, tried again when it fails."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.connecting.api import Api
from bot.connecting.errors import Lost, Refused, named
from bot.process.uptime import Clock
from bot.sending.verdicts import is_hopeless
from storage.cases.media import MediaRows, WaitingFile
from storage.engine.database import Database
from storage.engine.seal import Seal

log = logging.getLogger(__name__)
_AT_ONCE = 20
_FIRST_PAUSE = timedelta(seconds=20)
_LONGEST_PAUSE = timedelta(hours=1)
# Too many requests, or a token that is refused: nothing is said of this file.
_NOT_ABOUT_THE_FILE = frozenset({401, 409, 429})


class Fetcher:
    """Brings files from Telegram, which keeps them only for a while, into a folder of ours."""

    def __init__(self, database: Database, api: Api, seal: Seal, folder: Path, clock: Clock) -> None:
        self._database = database
        self._api = api
        self._seal = seal
        self._folder = folder
        self._clock = clock

    async def fetch_waiting(self) -> None:
        """Fetch what is due; each file is a step of its own, so that one cannot hold up the others."""
        async with self._database.reading() as connection:
            due = await MediaRows(connection, self._seal, self._clock.now()).find_waiting(_AT_ONCE)
        for file in due:
            await self._fetch(file)

    async def _fetch(self, file: WaitingFile) -> None:
        try:
            path = await self._bring(file)
        except Refused as refused:
            if refused.code == 400:
                await self._give_up(file, "400")
            elif refused.code in _NOT_ABOUT_THE_FILE:
                await self._put_off(file, f"{refused.code}")
            else:
                await self._failed(file, f"{refused.code}")
        except Lost:
            await self._put_off(file, "no answer")
        except OSError as error:
            # A full disk: it must not hold up those behind it, nor cost a file.
            await self._put_off(file, named(error))
        except (LookupError, TypeError) as error:
            await self._failed(file, named(error))  # an answer that names no path
        else:
            async with self._database.transaction() as connection:
                await MediaRows(connection, self._seal, self._clock.now()).mark_fetched(file.id, path)

    async def _bring(self, file: WaitingFile) -> str:
        found = await self._api.call("getFile", {"file_id": file.file_id})
        content = await self._api.download(str(found["file_path"]))
        return await asyncio.to_thread(self._keep, file, content)

    async def _failed(self, file: WaitingFile, reason: str) -> None:
        """Telegram answered and did not give it: after very many tries over a long time there is no hope."""
        running = self._clock.running.seconds
        since = running if file.failing_since is None else file.failing_since
        tried = replace(file, attempts=file.attempts + 1, failing_since=since)
        if is_hopeless(tried.attempts, since, running):
            await self._give_up(file, reason)
        else:
            await self._put_off(tried, reason)

    async def _put_off(self, file: WaitingFile, reason: str) -> None:
        now = self._clock.now()
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(file.attempts, 10))
        async with self._database.transaction() as connection:
            await MediaRows(connection, self._seal, now).put_off(file, now + pause, reason)

    async def _give_up(self, file: WaitingFile, reason: str) -> None:
        log.warning("file given up media_id=%d reason=%s", file.id, reason)
        async with self._database.transaction() as connection:
            await MediaRows(connection, self._seal, self._clock.now()).give_up(file.id, reason)

    def _keep(self, file: WaitingFile, content: bytes) -> str:
        """Write it sealed and whole, or not at all: renamed only when it is on the disk."""
        name = hashlib.sha256(file.file_id.encode()).hexdigest()[:32]
        folder = self._folder / str(file.case_id)
        folder.mkdir(parents=True, exist_ok=True)
        path, unfinished = folder / f"{name}.sealed", folder / f"{name}.part"
        with unfinished.open("wb") as target:
            target.write(self._seal.close(content, media_place(file.case_id, file.file_id)))
            target.flush()
            os.fsync(target.fileno())
        unfinished.rename(path)
        return str(path.relative_to(self._folder))


def media_place(case_id: int, file_id: str) -> str:
    """Where a sealed file belongs: moved to another case it cannot be opened."""
    return f"media:{case_id}:{file_id}"
