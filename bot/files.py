"""Fetching the voices and photos of cases: by rows, sealed on disk, tried again when it fails."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.api import Api
from bot.errors import Lost, Refused, named
from storage.database import Database
from storage.media import MediaRows, WaitingFile
from storage.seal import Seal

log = logging.getLogger(__name__)
_AT_ONCE = 20
_MOST_TRIES = 10
_FIRST_PAUSE = timedelta(seconds=20)


class Fetcher:
    """Brings files from Telegram, which keeps them only for a while, into a folder of ours."""

    def __init__(
        self, database: Database, api: Api, seal: Seal, folder: Path, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._api = api
        self._seal = seal
        self._folder = folder
        self._now = now

    async def fetch_waiting(self) -> None:
        """Fetch what is due; each file is a step of its own, so that one cannot hold up the others."""
        async with self._database.reading() as connection:
            due = await MediaRows(connection, self._now()).find_waiting(_AT_ONCE)
        for file in due:
            await self._fetch(file)

    async def _fetch(self, file: WaitingFile) -> None:
        try:
            path = await self._bring(file)
        except Refused as refused:
            await self._failed(file, f"{refused.code}", final=refused.code == 400)
        except Lost:
            await self._failed(file, "no answer", final=False)
        except (OSError, LookupError, TypeError) as error:
            # A full disk, or an answer that names no path: it must not hold up those behind it.
            await self._failed(file, named(error), final=False)
        else:
            async with self._database.transaction() as connection:
                await MediaRows(connection, self._now()).mark_fetched(file.id, path)

    async def _bring(self, file: WaitingFile) -> str:
        found = await self._api.call("getFile", {"file_id": file.file_id})
        content = await self._api.download(str(found["file_path"]))
        return await asyncio.to_thread(self._keep, file, content)

    async def _failed(self, file: WaitingFile, reason: str, *, final: bool) -> None:
        async with self._database.transaction() as connection:
            rows = MediaRows(connection, self._now())
            if final or file.attempts + 1 >= _MOST_TRIES:
                log.warning("file given up media_id=%d reason=%s", file.id, reason)
                await rows.give_up(file.id, reason)
            else:
                pause = _FIRST_PAUSE * 2.0**file.attempts
                await rows.put_off(file.id, self._now() + pause, reason)

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
