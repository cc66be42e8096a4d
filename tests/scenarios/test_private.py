"""Whoever else has an account on the machine reads nothing, however carelessly the desk was started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.process.private import open_to_others
from bot.settings import load_settings
from tests.scenarios.running import Running, free_port
from tests.scenarios.test_trying import READY


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def open_paths(folder: Path) -> list[str]:
    """Everything below that others may read, write or enter."""
    found = [folder, *folder.rglob("*")]
    return [f"{path} {path.stat().st_mode & 0o777:o}" for path in found if path.stat().st_mode & 0o077]


async def test_whatever_the_umask_everything_that_the_desk_makes_is_its_owners_alone(tmp_path: Path) -> None:
    settings = {"BANGFU_PORT": str(free_port()), "BANGFU_DATA_DIR": str(tmp_path / "var")}
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)

    async def ready() -> bool:
        return READY in desk.output()

    with umask(0):
        desk.start()
    await desk.until(ready)
    found = open_paths(tmp_path / "var")
    await desk.stop()

    assert {"bangfu.db", "bangfu.db.lock", "keys.json", "sandbox"} <= {
        path.name for path in (tmp_path / "var").iterdir()
    }
    assert found == open_paths(tmp_path / "var") == []


async def test_what_an_earlier_version_left_open_is_closed_at_the_start_and_seen_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"BANGFU_PORT": str(free_port()), "BANGFU_DATA_DIR": str(tmp_path / "var")}
    monkeypatch.setenv("BANGFU_DATA_DIR", str(tmp_path / "var"))
    desk = Running("bot", "run", log=tmp_path / "desk.log", environment=settings)

    async def ready(times: int) -> bool:
        return desk.output().count(READY) == times

    desk.start()
    await desk.until(lambda: ready(1))
    await desk.stop()
    for name, mode in (("bangfu.db", 0o644), ("keys.json", 0o640), ("sandbox", 0o755)):
        (tmp_path / "var" / name).chmod(mode)
    before = open_to_others(load_settings())
    desk.start()
    await desk.until(lambda: ready(2))
    await desk.stop()

    assert {path.name for path in before} == {"bangfu.db", "keys.json", "sandbox"}
    assert open_to_others(load_settings()) == []
