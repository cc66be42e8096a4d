"""Voices and photos of cases: brought by durable rows, sealed on disk, one never in the way of another."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.files import Fetcher, media_place
from bot.process.uptime import Clock
from bot.sending.verdicts import GIVE_UP_TRIES
from storage.engine.database import Row
from storage.engine.seal import SealError
from tests.actions.casework import report, voice
from tests.bot.scripted import TOKEN, ok, refused, refusing
from tests.deskside import SEAL, Desk, desk

__all__ = ["desk"]
SOUND = b"OggS the voice of somebody"


class Shelf:
    """A Bot API that has some files, and the fetcher that asks for them."""

    def __init__(self, desk: Desk, folder: Path, api: Api) -> None:
        self.desk = desk
        self.folder = folder
        self.api = api
        self.hour_of_running = timedelta(hours=1)
        self._steady = 0.0
        self._clock = Clock(lambda: desk.now, lambda: self._steady)
        self.fetcher = Fetcher(desk.database, api, SEAL, folder, self._clock)

    async def tried_an_hour_later(self) -> str:
        """Fetch after an hour, of which the desk ran as long as the test says; what became of the file."""
        self.desk.now += timedelta(hours=1)
        for _ in range(int(self.hour_of_running / timedelta(minutes=1))):
            self._steady += 60
            _ = self._clock.running.seconds
        await self.fetcher.fetch_waiting()
        return str((await self.rows())[0]["state"])

    async def rows(self) -> list[Row]:
        async with self.desk.database.transaction() as connection:
            return list(await connection.fetch_all("SELECT * FROM media ORDER BY id"))


class Files:
    """Answers `getFile` and serves the content; what is in `refusals` is refused or answered so."""

    def __init__(self) -> None:
        self.refusals: dict[str, web.Response] = {}
        self.unwell = False

    async def describe(self, request: web.Request) -> web.Response:
        file_id = str((await request.json())["file_id"])
        if self.unwell:
            return refused(500, "Internal Server Error")
        return self.refusals.get(file_id) or ok({"file_id": file_id, "file_path": f"voice/{file_id}"})

    async def serve(self, request: web.Request) -> web.Response:
        return web.Response(body=SOUND)


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
async def shelf(desk: Desk, tmp_path: Path, files: Files) -> AsyncIterator[Shelf]:
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/getFile", files.describe)
    app.router.add_get(f"/file/bot{TOKEN}/voice/{{file}}", files.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    request = AiohttpRequest()
    await request.initialize()
    api = Api(request, TOKEN, f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield Shelf(desk, tmp_path / "media", api)
    await request.shutdown()
    await runner.cleanup()


async def test_a_voice_of_a_case_lies_sealed_on_the_disk_and_opens_only_there(shelf: Shelf) -> None:
    case = await report(shelf.desk, story=[voice("V1")])

    await shelf.fetcher.fetch_waiting()

    [row] = await shelf.rows()
    blob = (shelf.folder / row["path"]).read_bytes()
    assert row["state"] == "fetched"
    assert SOUND not in blob
    assert SEAL.open_bytes(blob, media_place(case.id, "V1")) == SOUND
    with pytest.raises(SealError):
        SEAL.open_bytes(blob, media_place(case.id + 1, "V1"))


async def test_a_file_that_telegram_no_longer_has_is_given_up_and_says_why(
    shelf: Shelf, files: Files
) -> None:
    await report(shelf.desk, story=[voice("V1")])
    files.refusals["V1"] = await as_answer(400, "Bad Request: file is too big")

    await shelf.fetcher.fetch_waiting()

    [row] = await shelf.rows()
    assert (row["state"], row["error"]) == ("failed", "400")


@pytest.mark.parametrize("code", [429, 500])
async def test_a_file_that_cannot_be_had_now_is_tried_later(shelf: Shelf, files: Files, code: int) -> None:
    await report(shelf.desk, story=[voice("V1")])
    files.refusals["V1"] = await as_answer(code, "later")
    await shelf.fetcher.fetch_waiting()
    del files.refusals["V1"]

    await shelf.fetcher.fetch_waiting()
    [waiting] = await shelf.rows()
    shelf.desk.now += timedelta(minutes=1)
    await shelf.fetcher.fetch_waiting()

    [row] = await shelf.rows()
    assert (waiting["state"], waiting["attempts"]) == ("waiting", int(code == 500))
    assert row["state"] == "fetched"


async def test_a_file_without_a_path_does_not_hold_up_the_next(shelf: Shelf, files: Files) -> None:
    await report(shelf.desk, story=[voice("V1"), voice("V2")])
    files.refusals["V1"] = ok({"file_id": "V1"})

    await shelf.fetcher.fetch_waiting()

    assert [row["state"] for row in await shelf.rows()] == ["waiting", "fetched"]


async def test_a_disk_that_cannot_be_written_leaves_the_row_waiting(shelf: Shelf) -> None:
    await report(shelf.desk, story=[voice("V1")])
    shelf.folder.write_text("a file where a folder should be")

    await shelf.fetcher.fetch_waiting()

    [row] = await shelf.rows()
    assert (row["state"], row["path"]) == ("waiting", None)
    assert row["error"].startswith("FileExistsError at bot/files.py:") or "NotADirectory" in row["error"]


async def as_answer(code: int, description: str) -> web.Response:
    """A refusal as the scripted Bot API words it."""
    answer = refusing(code, description)({})
    assert isinstance(answer, web.Response)
    return answer


async def test_a_file_is_given_up_after_very_many_answers_over_half_a_day_of_running(
    shelf: Shelf, files: Files
) -> None:
    await report(shelf.desk, story=[voice("V1")])
    files.unwell = True

    states = [await shelf.tried_an_hour_later() for _ in range(GIVE_UP_TRIES)]

    assert set(states[:-1]) == {"waiting"}
    assert states[-1] == "failed"


async def test_many_answers_within_an_hour_cost_no_file_nor_does_a_long_standstill(
    shelf: Shelf, files: Files
) -> None:
    await report(shelf.desk, story=[voice("V1")])
    files.unwell = True
    shelf.hour_of_running = timedelta(minutes=1)

    states = [await shelf.tried_an_hour_later() for _ in range(2 * GIVE_UP_TRIES)]
    files.unwell = False
    states.append(await shelf.tried_an_hour_later())

    assert states == ["waiting"] * 2 * GIVE_UP_TRIES + ["fetched"]


async def test_a_network_that_is_gone_for_days_and_a_full_disk_cost_no_file(
    shelf: Shelf, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    await report(shelf.desk, story=[voice("V1")])
    somewhere = shelf.api._base
    shelf.api._base = "http://127.0.0.1:9/bot/"
    offline = [await shelf.tried_an_hour_later() for _ in range(2 * GIVE_UP_TRIES)]
    shelf.api._base = somewhere
    with monkeypatch.context() as patched:
        patched.setattr(Fetcher, "_keep", full)
        no_room = [await shelf.tried_an_hour_later() for _ in range(2 * GIVE_UP_TRIES)]

    assert {*offline, *no_room} == {"waiting"}
    assert await shelf.tried_an_hour_later() == "fetched"
