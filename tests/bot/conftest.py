"""Fixtures of the transport: a scripted Bot API and a few texts."""

from __future__ import annotations

import gc
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.words import FOLDER, Texts
from tests.bot.scripted import Telegram, served

_TEXTS = """
echo = "{{ text }}"
card = "<b>{{ title }}</b>"
broken = "{{ nobody }}"
button = "办 {{ name }}"
ask = "把电话发给村里"
"""


@pytest.fixture(autouse=True)
def collected(request: pytest.FixtureRequest) -> Iterator[None]:
    """httpx leaves a connection that a proxy refused to whoever collects it: here, not in a later test."""
    yield
    if "proxy" in request.module.__name__:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with served() as telegram:
        yield telegram


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    """The real common texts and a few of our own."""
    for language in ("zh_CN", "en"):
        folder = tmp_path / "texts" / language
        folder.mkdir(parents=True)
        for name in ("cases/common.toml", "talk/operator.toml"):
            (folder / Path(name).name).write_text(
                (FOLDER / language / name).read_text(encoding="utf-8"), encoding="utf-8"
            )
        (folder / "test.toml").write_text(_TEXTS, encoding="utf-8")
    return Texts(tmp_path / "texts")
